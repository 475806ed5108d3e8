"""The administrative divisions of China: province, city, district, by the six-digit code (GB/T 2260).

Read once from core/data/china-divisions.json. A code has 2 digits for a province, 4 for a city, 6 for a district;
cities without districts (东莞, 儋州) list their towns, with 9.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "china-divisions.json"

# Rows that stand between a province and its districts only to fill the level; nobody writes them in an address.
PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})

Choices = list[tuple[str, str]]

# The file ends at the mainland; GB/T 2260 knows these, and they are customers too.
BEYOND_THE_FILE: Choices = [("71", "台湾省"), ("81", "香港特别行政区"), ("82", "澳门特别行政区")]


def name(code: str) -> str:
    """The division's own name ("虎丘区"). Raises KeyError for a code that does not exist."""
    return _names()[code]


def exists(code: str) -> bool:
    return code in _names()


def path(code: str) -> tuple[str, ...]:
    """Names from the province down, as an address has them: ("江苏省", "苏州市", "虎丘区"), ("北京市", "东城区").

    Raises KeyError for a code that does not exist.
    """
    names = [name(part) for part in dict.fromkeys((code[:2], code[:4], code))]
    return tuple(word for word in names if word not in PLACEHOLDERS or word == names[0])


def full_name(code: str) -> str:
    """The path in one word; empty for an empty or unknown code, so that old records still show."""
    return "".join(path(code)) if exists(code) else ""


def provinces() -> Choices:
    """(code, name) of every province-level division."""
    return list(_children()[""])


def cities(province: str) -> Choices:
    """(code, name) of the cities of a province; empty when it has none or does not exist."""
    return list(_children().get(province, ()))


def districts(city: str) -> Choices:
    """(code, name) of the districts of a city; empty when it has none or does not exist."""
    return list(_children().get(city, ()))


def codes() -> list[str]:
    """Every district code (the finest level known for each place)."""
    return [code for code in _names() if code not in _children()]


@cache
def _tree() -> list[dict[str, Any]]:
    return list(json.loads(DATA.read_text(encoding="utf-8")))


@cache
def _children() -> dict[str, Choices]:
    found: dict[str, Choices] = {}

    def walk(parent: str, rows: list[dict[str, Any]]) -> None:
        found[parent] = [(row["code"], row["name"]) for row in rows]
        for row in rows:
            if row.get("children"):
                walk(row["code"], row["children"])

    walk("", _tree())
    found[""] += BEYOND_THE_FILE
    return found


@cache
def _names() -> dict[str, str]:
    return {code: label for rows in _children().values() for code, label in rows}
