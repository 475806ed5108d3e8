import pytest

from core import papers
from core.papers import glyphs
from tests.papers.reading import text


def test_names_of_people_and_places_can_be_printed(sample):
    """GB2312 alone lacks these; a customer's name must never stop a quote."""
    rare = "喆堃祎赟昇镕珺玥翀燊淼𬭎㮾鑫龘饋環堯臺灣"
    data = sample("quotation-12")
    data["buyer"]["name"] = rare
    assert papers.missing_glyphs(data) == []
    assert rare in text(papers.render("quotation", data))


def test_each_missing_character_is_named_with_its_place(sample):
    data = sample("quotation-12")
    data["buyer"]["name"] = "𠮷野家"
    data["sections"][0]["lines"][2]["product"] = "电缆 😀𠮷"
    assert papers.missing_glyphs(data) == [("𠮷", "buyer.name"), ("😀", "sections[0].lines[2].product")]


@pytest.mark.parametrize("kind", papers.KINDS)
def test_no_paper_is_made_with_holes(kind, sample):
    data = sample({"quotation": "quotation-12", "dunning": "dunning-1"}.get(kind, kind))
    data["buyer"]["name"] = "𠮷野家"
    with pytest.raises(papers.PaperError) as refusal:
        papers.render(kind, data)
    assert refusal.value.status == 400
    assert refusal.value.code == "paper.missing_glyphs"
    assert "𠮷（U+20BB7）" in str(refusal.value)
    assert list(refusal.value.errors) == ["buyer.name"]


@pytest.mark.parametrize("char", ["\x00", "\ud800", "\x1b", "\ue000"])
def test_what_cannot_even_be_shown_is_named_by_its_code(char, sample):
    with pytest.raises(papers.PaperError) as refusal:
        papers.render("quotation", sample("quotation-12") | {"subject": f"项目{char}"})
    assert f"U+{ord(char):04X}" in str(refusal.value)
    str(refusal.value).encode()


def test_line_breaks_and_invisible_signs_are_no_holes(sample):
    data = sample("quotation-12") | {"subject": "一\n二\t三\u200b四\ufeff☎\ufe0f"}
    assert papers.missing_glyphs(data) == []
    assert "一二三" in text(papers.render("quotation", data))


def test_pictures_are_not_read_as_text():
    assert papers.missing_glyphs({"seal": "<svg>😀</svg>", "brand": {"logo": "😀"}, "rows": [{"scan": "😀"}]}) == []


def test_a_long_list_is_cut_in_the_message_not_in_the_fields():
    emoji = "".join(map(chr, range(0x1F600, 0x1F614)))
    with pytest.raises(papers.PaperError) as refusal:
        glyphs.refuse_missing({"subject": emoji})
    assert "20" in str(refusal.value)
    assert len(refusal.value.errors["subject"]) == 20
    assert "\U0001f613" not in str(refusal.value)


def test_regular_covers_what_every_other_face_prints():
    from fontTools.ttLib import TTFont

    regular = glyphs._coverage()
    for face in glyphs.FONTS.glob("*.ttf"):
        with TTFont(face, lazy=True) as font:
            assert set(map(chr, font.getBestCmap())) <= regular


def test_each_typeface_stands_beside_its_licence():
    for family in ("NotoSansSC", "NotoSerifSC"):
        assert "SIL OPEN FONT LICENSE" in (glyphs.FONTS / f"OFL-{family}.txt").read_text(encoding="utf-8")
