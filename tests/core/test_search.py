"""What people type finds what they mean. Matching is LIKE, so the tests match the way PostgreSQL would."""

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from core import search

LVYUAN = search.search_key(
    "华东绿源新能源科技（集团）股份有限公司",
    "曾国藩",
    phones=["+86 138-0000-0318", None],
    codes=["91310115MA1K805262", "QT-2026-00318", ""],
)


def found(query, key=LVYUAN):
    wanted = search.needles(query)
    return bool(wanted) and all(needle in key for needle in wanted)


@pytest.mark.parametrize(
    "query",
    [
        "源",  # one character
        "绿源",  # two
        "新能源科技",
        "綠源",  # Traditional
        "绿源 集团",  # words in any order
        "集团 绿源",
        "（集团）股份",  # brackets are nothing
        "lvyuan",
        "luyuan",
        "lü",
        "LYXNY",
        "hdlyxny",
        "ｈｄｌｙ",  # full width
        "zengguofan",  # a surname read as a surname
        "cengguofan",
        "zgf",
        "0318",  # phone tail
        "138-0000",
        "138 0000 0318",
        "13800000318",
        "91310115ma1k805262",
        "ma1k",
        "qt-2026-00318",
        "2026-00318",
        "绿源xny",  # mixed
        "集团gf",
        "  源  ",
    ],
)
def test_found(query):
    assert found(query)


@pytest.mark.parametrize(
    "query", ["源绿", "绿能", "yuanlv新", "13900000318", "绿源 南方", "%", "_", "\\", "%%%", "\x00", "\ud800", "（）"]
)
def test_not_found(query):
    assert not found(query)


def test_two_words_from_the_middle_by_pinyin():
    key = search.search_key("青云林业有限公司")
    assert found("yunlin", key)
    assert found("云林", key)
    assert not found("云业", key)


def test_initials_as_everybody_types_them():
    assert found("hwjs", search.search_key("华为技术有限公司"))
    assert found("3mzg", search.search_key("3M中国有限公司"))
    assert found("xgn15-12", search.search_key("XGN15-12/630-20 环网柜"))


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("单雄信", "shanxiongxin"),
        ("解缙", "xiejin"),
        ("仇英", "qiuying"),
        ("万俟卨", "moqi"),
        ("尉迟恭", "yuchigong"),
        ("乐毅", "yueyi"),
    ],
)
def test_surnames_have_their_own_reading(name, sound):
    assert sound in search.search_key(name)


def test_words_read_by_the_phrase_not_the_character():
    assert "chongqingchangan" in search.search_key("重庆长安")
    assert "qiankunkeji" in search.search_key("乾坤科技")


def test_traditional_and_simplified_make_one_key():
    assert search.search_key("鑫龍電氣設備") == search.search_key("鑫龙电气设备")


def test_every_han_character_is_doubled_beyond_the_basic_plane_too():
    assert search.search_key("𠮷野").split()[0] == "𠮷𠮷野野"
    assert search.needles("㐂") == ["㐂㐂"]


def test_accents_and_case_do_not_matter():
    key = search.search_key("Müller GmbH", "Cafe\u0301")
    assert found("MULLER", key)
    assert found("müller", key)
    assert found("café", key)


def test_wildcards_never_reach_the_database():
    assert search.transform_query("100%_\\绿") == ["%100%", "%绿绿%"]


def test_a_query_is_cut_to_a_sensible_size():
    assert len(search.needles(" ".join(f"w{n}" for n in range(50)))) == search.MOST_WORDS
    assert sum(map(len, search.needles("a" * 1_000_000))) == search.LONGEST_QUERY


def test_nothing_to_store_is_an_empty_key():
    assert search.search_key(None, "", phones=[None], codes=[None]) == ""


@given(st.text())
def test_no_text_breaks_it(text):
    key = (
        search.search_key(text, phones=[text], codes=[text])
        + search.sort_key(text)
        + search.sort_key(text, person=True)
    )
    key.encode()
    assert "\x00" not in key
    assert all(char not in pattern[1:-1] for pattern in search.transform_query(text) for char in "%_\\")


@given(st.text(alphabet="绿源乾鑫龍龙后后面著一A1é（ ", min_size=1, max_size=12), st.data())
def test_every_part_of_a_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    key = search.search_key(name)
    assert all(needle in key for needle in search.needles(part))


class FakeQuerySet:
    def __init__(self, steps=()):
        self.steps = list(steps)

    def filter(self, **conditions):
        return FakeQuerySet([*self.steps, Q(**conditions)])

    def none(self):
        return "none"


def test_search_narrows_word_by_word():
    assert search.search(FakeQuerySet(), "绿源 hwjs", field="customer__search_key").steps == [
        Q(customer__search_key__contains="绿绿源源"),
        Q(customer__search_key__contains="hwjs"),
    ]


def test_a_blank_query_asks_nothing_and_signs_find_nothing():
    everything = FakeQuerySet()
    assert search.search(everything, "  ") is everything
    assert search.search(everything, "%") == "none"


def test_sort_key_is_pinyin_order():
    names = ["章三", "张四", "安徽", "ABC 公司", "张三", "华为", "3M", "西安", "先锋"]
    assert sorted(names, key=search.sort_key) == [
        "3M",
        "ABC 公司",
        "安徽",
        "华为",
        "西安",
        "先锋",
        "张三",
        "张四",
        "章三",
    ]


def test_sort_key_of_a_person_goes_by_the_surname():
    assert search.sort_key("曾国藩", person=True).startswith("zeng1")
    assert search.sort_key("曾国藩").startswith("ceng2")


def test_a_name_read_in_pieces_reads_like_the_whole():
    from random import Random

    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    from core import search

    random, phrases = Random(5), sorted(PHRASES_DICT)
    chunks = ["".join(random.sample(phrases, 3)) for _row in range(500)]
    chunks += ["".join(chr(random.randrange(0x4E00, 0x9FA0)) for _char in range(8)) for _row in range(500)]
    chunks = ["".join(filter(search._HAN.match, chunk)) for chunk in chunks]
    for chunk in filter(None, chunks):
        whole = lazy_pinyin(chunk, style=Style.TONE3, errors=list, neutral_tone_with_five=True)
        assert search._sounds(chunk, tones=True) == whole
        assert search._sounds(chunk, tones=False) == lazy_pinyin(chunk, style=Style.NORMAL, errors=list)
