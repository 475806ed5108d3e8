"""From data to PDF bytes. The same data gives the same bytes, so a stored digest stays true."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from core.papers.glyphs import FONTS, PaperError, refuse_missing, without_invisible

TEMPLATES = Path(__file__).parent / "templates"
KINDS = ("quotation", "bid", "contract", "statement", "dunning")
# Only the word "none" prints a clean paper; whatever is not in this list prints 未经审批.
MARKS = ("none", "draft", "unapproved", "void", "expired", "withdrawn")
PRICED = ("quotation", "bid", "contract")
LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def render(kind: str, data: dict[str, Any]) -> bytes:
    """Set a paper as PDF/A-2a.

    `mark` other than "none" prints a watermark and never a seal; a missing or unknown mark prints 未经审批.
    `lang` is a Django language code; only the quotation knows others than zh-hans.
    Raises PaperError when characters cannot be printed or there is no line to price; TypeError for floats and
    other values that are not text; ValueError for an unknown kind or language.
    """
    if kind not in KINDS:
        raise ValueError(f"no such paper: {kind}")
    _refuse_numbers(data, kind)
    lang = _language(kind, data.get("lang"))
    if kind in PRICED and not any(section.get("lines") for section in data.get("sections") or ()):
        raise PaperError("paper.no_lines", _("还没有明细，加上至少一行再生成"))
    refuse_missing(data)
    data = without_invisible(data)
    mark = data.get("mark")
    sent = data | {"lang": lang, "mark": mark if mark in MARKS else "unapproved"}
    pdf = typst.compile(
        str(TEMPLATES / f"{kind}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(sent, ensure_ascii=False, sort_keys=True)},
        pdf_standards="a-2a",
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Loaded once per process: reading 10 MB for each paper would cost more than the paper."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _language(kind: str, wanted: str | None) -> str:
    lang = LANGUAGES.get((wanted or "zh-hans").lower())
    if lang is None or (kind != "quotation" and lang != "zh-Hans"):
        raise ValueError(f"{kind} is not written in {wanted}")
    return lang


def _refuse_numbers(value: Any, where: str) -> None:
    """Floats would print 0.1 + 0.2; Decimals would print as many places as they happen to have."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_numbers(inner, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _refuse_numbers(inner, f"{where}[{place}]")
    elif not (value is None or isinstance(value, str | bool | int)):
        raise TypeError(f"{where}: papers take text, got {type(value).__name__}")
