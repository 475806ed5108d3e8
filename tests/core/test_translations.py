"""The catalogs as they are committed: whole, exact, and Traditional where they say so."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from typing import Any

import opencc
import polib
import pytest
from django.conf import settings

from salesops import messages
from salesops.management.commands import check_catalogs

PLURALS = {"en": 2, "zh-hant": 1}
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
HAN = re.compile(r"[\u3400-\u9fff]")
NAMES = re.compile(
    r"林晓峰|周敏|沈国栋|成都市武侯区|二期循环水泵站成套设备|是 / 否"
)  # people, places and codes keep their characters
SHOUTS = re.compile(r"!|\b[Pp]lease\b")
FULL_WIDTH = re.compile(r"[，。；：！？（）「」、]")
UNLIKE = set(
    "只后里游干系面发台准征才松杆舍卜采出几于岳云丑谷斗表余制致回复了借尽么伙向卷周坛布志折控暗升"
)  # Traditional too


def catalog(language: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(check_catalogs.catalog(language))) if not entry.obsolete]


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def ids(entries: list[Any]) -> set[messages.Message]:
    return {messages.Message(entry.msgid, entry.msgctxt or "") for entry in entries}


def simplified_left(text: str, converter: Any) -> set[str]:
    """Characters that only Simplified Chinese writes."""
    return {one for one in text if one not in UNLIKE and HAN.match(one) and converter.convert(one) != one}


@pytest.fixture(scope="module")
def to_traditional() -> Any:
    return opencc.OpenCC("s2tw")


def test_every_language_has_a_plural_rule_here() -> None:
    assert set(LANGUAGES) == set(PLURALS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_fuzzy(language: str) -> None:
    entries = catalog(language)
    assert ids(entries) >= messages.all_messages()
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(said(entry))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_from_sentences_that_are_gone(language: str) -> None:
    assert ids(catalog(language)) - messages.all_messages() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_keeps_its_placeholders(language: str) -> None:
    def lost() -> Iterator[str]:
        for entry in catalog(language):
            for text in said(entry):
                if not check_catalogs.same_placeholders(entry.msgid, text):
                    yield f"{entry.msgid!r} → {text!r}"

    assert list(lost()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(language: str) -> None:
    plurals = [entry for entry in catalog(language) if entry.msgid_plural]
    assert plurals
    assert {len(entry.msgstr_plural) for entry in plurals} == {PLURALS[language]}


def test_english_speaks_english() -> None:
    """No Chinese but names and samples, no full-width marks, no shouting, no pleading."""
    wrong = [
        text
        for entry in catalog("en")
        for text in said(entry)
        if HAN.search(NAMES.sub("", text)) or FULL_WIDTH.search(NAMES.sub("", text)) or SHOUTS.search(text)
    ]
    assert wrong == []


def test_traditional_has_no_simplified_characters(to_traditional: Any) -> None:
    wrong = {
        text: left
        for entry in catalog("zh-hant")
        for text in said(entry)
        if (left := simplified_left(NAMES.sub("", text), to_traditional))
    }
    assert wrong == {}


def test_the_search_for_simplified_characters_finds_them(to_traditional: Any) -> None:
    assert simplified_left("简报价单，報價單", to_traditional) == {"简", "报", "单", "价"}


def test_traditional_has_its_own_words() -> None:
    """What a converter of characters leaves standing, and what a Taiwanese product says instead."""
    text = "\n".join(one for entry in catalog("zh-hant") for one in said(entry))
    for foreign in (
        "審批",
        "服務器",
        "軟件",
        "數據",
        "信息",
        "默認",
        "賬號",
        "登錄",
        "打印",
        "程式碼",
        "許可權",
        "用戶",
        "郵箱",
        "天后",
        "以后",
    ):
        assert foreign not in text, foreign
    for own in (
        "簽核",
        "伺服器",
        "資料",
        "預設",
        "帳號",
        "登入",
        "列印",
        "權限",
        "使用者",
        "電子郵件",
        "檔案",
        "匯出",
        "搜尋",
    ):
        assert own in text, own


def compiled(language: str) -> GNUTranslations:
    return GNUTranslations(io.BytesIO(polib.pofile(str(check_catalogs.catalog(language))).to_binary()))


def test_the_catalogs_speak() -> None:
    late = "逾期 %(n)s 天"
    english, traditional = compiled("en"), compiled("zh-hant")
    assert english.gettext("提交审批") == "Send for approval"
    assert [english.ngettext(late, late, n) for n in (1, 2)] == ["%(n)s day late", "%(n)s days late"]
    assert traditional.gettext("提交审批") == "送簽"
    assert [traditional.ngettext(late, late, n) for n in (1, 2)] == [late, late]
