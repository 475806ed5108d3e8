"""Administrative divisions as people type them."""

from functools import cache

from core import divisions

MOST = 12


class Unclear(ValueError):
    """No place, or several, answer to the name; `candidates` are those that might be meant."""

    def __init__(self, candidates: list[str]) -> None:
        super().__init__(candidates)
        self.candidates = candidates


def suggest(text: str, limit: int = MOST) -> list[str]:
    """Full names that contain what was typed, larger places first."""
    wanted = text.replace(" ", "").strip()
    if not wanted:
        return []
    found = [full for full in _by_full_name() if wanted in full]
    return sorted(found, key=lambda full: (len(_by_full_name()[full]), len(full)))[:limit]


def resolve(text: str) -> str:
    """The division code of a full name, of a unique part of one, or of a code. Raises Unclear."""
    wanted = text.replace(" ", "").strip()
    if not wanted:
        return ""
    if divisions.exists(wanted):
        return wanted
    if wanted in _by_full_name():
        return _by_full_name()[wanted]
    ending = [code for full, code in _by_full_name().items() if full.endswith(wanted)]
    if len(ending) == 1:
        return ending[0]
    raise Unclear(suggest(wanted, 3))


@cache
def _by_full_name() -> dict[str, str]:
    codes = [code for province, _name in divisions.provinces() for code in _tree(province)]
    return {divisions.full_name(code): code for code in reversed(codes)}


def _tree(province: str) -> list[str]:
    cities = [code for code, _name in divisions.cities(province)]
    return [province, *cities, *(code for city in cities for code, _name in divisions.districts(city))]
