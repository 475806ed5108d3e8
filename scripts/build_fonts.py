"""Build the fonts of core/papers: python scripts/build_fonts.py SANS_DIR SERIF_DIR [OUT_DIR]

Run on a developer's machine after a change of `serif-words` in shared.typ, and commit the result:

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3   # unpack each
    pip install -r requirements.txt pypinyin-dict==0.9.0
    python scripts/build_fonts.py SANS/package SERIF/package

pypinyin-dict names the 8,105 characters of 通用规范汉字表. The same sources give the same bytes.
"""

import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from opencc import OpenCC
from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict

PAPERS = Path(__file__).resolve().parent.parent / "core" / "papers"


def charset(codec: str, lead: range) -> set[int]:
    """The code points of a two-byte encoding, without its private-use characters."""
    found = set()
    for high in lead:
        for low in range(0x40, 0xFF):
            try:
                char = bytes([high, low]).decode(codec)
            except UnicodeDecodeError:
                continue
            found.update(ord(c) for c in char if not 0xE000 <= ord(c) <= 0xF8FF)
    return found


LATIN = set(range(0x20, 0x250)) | set(range(0x391, 0x452)) | {0x1E9E}
SYMBOLS = {
    code
    for first, last in (
        (0x2000, 0x214F),
        (0x2150, 0x22FF),
        (0x2460, 0x257F),
        (0x25A0, 0x27BF),
        (0x3000, 0x303F),
        (0x3105, 0x312F),
        (0x3200, 0x33FF),
        (0xFE30, 0xFE4F),
        (0xFF00, 0xFFEF),
    )
    for code in range(first, last + 1)
}
BASE = LATIN | SYMBOLS
NORM = set(pinyin_dict)  # 通用规范汉字表: names such as 喆 堃 祎 赟, absent from GB2312
GB2312 = charset("gb2312", range(0xA1, 0xF8))
BIG5 = charset("big5", range(0xA1, 0xFA))
BIG5_COMMON = charset("big5", range(0xA4, 0xC7))  # level 1, 5,401 characters
SIMPLIFIED = "".join(map(chr, sorted(NORM | GB2312)))
TRADITIONAL = {ord(char) for way in ("s2t", "s2tw", "s2hk") for char in OpenCC(way).convert(SIMPLIFIED)}
WORDS = (PAPERS / "templates" / "shared.typ").read_text("utf-8").split("serif-words = (")[1].split("\n)")[0]
TITLES = {ord(char) for char in "".join(re.findall(r'"([^"]*)"', WORDS))}

WANTED = (
    # Regular must cover everything: any other face falls back to it
    ("sans", "400Regular", BASE | NORM | GB2312 | BIG5 | TRADITIONAL),
    ("sans", "700Bold", BASE | NORM | BIG5_COMMON | TRADITIONAL),
    ("serif", "700Bold", set(range(0x20, 0x7F)) | TITLES),  # document titles only, `serif-words` in shared.typ
)


def build(source: Path, target: Path, codes: set[int]) -> None:
    """Write `target`: those characters of `source`, with the names that carry its copyright and licence."""
    options = subset.Options(
        layout_features=["kern", "locl", "ccmp", "mark", "halt", "palt"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        drop_tables=["vhea", "vmtx"],
    )
    font = TTFont(source, recalcTimestamp=False)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=codes)
    tool.subset(font)
    font.save(target)
    print(f"{target.name:28} {len(font.getBestCmap()):6} characters {target.stat().st_size / 1e6:5.2f} MB")


if __name__ == "__main__":
    folders = {"sans": Path(sys.argv[1]), "serif": Path(sys.argv[2])}
    out = Path(sys.argv[3]) if len(sys.argv) > 3 else PAPERS / "fonts"
    out.mkdir(parents=True, exist_ok=True)
    for kind, weight, codes in WANTED:
        source = next((folders[kind] / weight).glob("*.ttf"))
        build(source, out / f"Noto{kind.title()}SC-{weight[3:]}.ttf", codes)
