"""Which characters the fonts can print. A missing one would be a crossed box on paper, and typst says nothing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.errors import Invalid

FONTS = Path(__file__).parent / "fonts"

# Pictures travel as SVG source, which no font prints.
PICTURES = frozenset({"logo", "seal", "scan"})
_MOST_NAMED = 10
_LAYOUT = frozenset("\n\r\t")
# Zero-width signs and variation selectors come along when text is pasted; nobody means them, and PDF/A forbids some.
_INVISIBLE = dict.fromkeys((0xAD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0xFE00, 0xFE10)))


class Missing(NamedTuple):
    """A character that cannot be printed, and the first place it stands in ("sections[0].lines[2].product")."""

    char: str
    where: str


class PaperError(Invalid):
    """The data cannot become a paper; the message says what to change."""


def without_invisible(value: Any) -> Any:
    """The same data, its texts without zero-width signs and variation selectors."""
    if isinstance(value, str):
        return value.translate(_INVISIBLE)
    if isinstance(value, dict):
        return {key: without_invisible(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_invisible(inner) for inner in value]
    return value


def missing_glyphs(data: Any) -> list[Missing]:
    """Every character of the data that the fonts lack, each once, in order of appearance."""
    known = _coverage()
    found: dict[str, str] = {}
    for text, where in _texts(data, ""):
        for char in text.translate(_INVISIBLE):
            if char not in known and char not in found:
                found[char] = where
    return [Missing(char, where) for char, where in found.items()]


def refuse_missing(data: Any) -> None:
    """Raises PaperError that names the characters, unless all of them can be printed."""
    missing = missing_glyphs(data)
    if not missing:
        return
    named = _("、").join(_shown(char) for char, _where in missing[:_MOST_NAMED])
    errors: dict[str, list[str]] = {}
    for char, where in missing:
        errors.setdefault(where, []).append(_("印不出 %(char)s") % {"char": _shown(char)})
    raise PaperError(
        "paper.missing_glyphs",
        _("有 %(count)d 个字印不出来：%(chars)s，换成别的写法再生成") % {"count": len(missing), "chars": named},
        errors=errors,
    )


def _shown(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"{char}（{code}）" if char.isprintable() else code


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield value, where
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in PICTURES:
                yield from _texts(inner, f"{where}.{key}" if where else key)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{where}[{place}]")


@cache
def _coverage() -> frozenset[str]:
    """Regular's characters: it covers everything, the other faces fall back to it."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "NotoSansSC-Regular.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap())) | _LAYOUT
