"""The check that keeps the translations whole, and the reader it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salesops import messages
from salesops.messages import Message

ENTRY = 'msgid "{}"\nmsgstr "{}"\n\n'
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(root: Path, locale: str, *entries: tuple[str, str], before: str = "") -> None:
    path = root / locale / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join(before + ENTRY.format(*entry) for entry in entries))


@pytest.fixture
def catalogs(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two whole catalogs of the two sentences there are."""
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(messages, "all_messages", lambda: {Message("保存"), Message("共 %(n)s 份")})
    write(tmp_path, "en", ("保存", "Save"), ("共 %(n)s 份", "%(n)s in all"))
    write(tmp_path, "zh_Hant", ("保存", "儲存"), ("共 %(n)s 份", "共 %(n)s 份"))
    return tmp_path


def test_whole_catalogs_pass(catalogs: Path) -> None:
    call_command("check_catalogs")


@pytest.mark.parametrize(
    ("entries", "before", "complaint"),
    [
        ([("保存", "Save")], "", "missing"),
        ([("保存", ""), ("共 %(n)s 份", "%(n)s in all")], "", "not translated"),
        ([("保存", "Save"), ("共 %(n)s 份", "%(n)s in all")], "#, fuzzy\n", "not translated"),
        ([("保存", "Save"), ("共 %(n)s 份", "%(m)s in all")], "", "other placeholders"),
    ],
)
def test_a_gap_is_named(catalogs: Path, entries: list[tuple[str, str]], before: str, complaint: str) -> None:
    write(catalogs, "en", *entries, before=before)
    with pytest.raises(CommandError, match=complaint):
        call_command("check_catalogs")


def test_a_word_of_another_context_does_not_stand_in(catalogs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "all_messages", lambda: {Message("保存"), Message("保存", "of a file")})
    with pytest.raises(CommandError, match="'保存' in the context 'of a file' is missing"):
        call_command("check_catalogs")


def test_a_language_without_catalog_is_named(catalogs: Path) -> None:
    (catalogs / "zh_Hant" / "LC_MESSAGES" / "django.po").unlink()
    with pytest.raises(CommandError, match=r"zh_Hant: .* does not exist"):
        call_command("check_catalogs")


def test_reads_what_python_says() -> None:
    text = """
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.utils.translation import pgettext_lazy as inside
from elsewhere import gettext as other
a = _("一" "二"), gettext_lazy("三"), ngettext("%(n)s 份", "%(n)s 份们", n), pgettext("法律", "条"), inside("法律", "款"), other("不算")
"""
    plain = {Message("一二"), Message("三"), Message("%(n)s 份")}
    assert set(messages.in_python(text)) == plain | {Message("条", "法律"), Message("款", "法律")}


def test_reads_what_a_template_says() -> None:
    text = """{% load i18n %}{% translate "甲" %}{{ words|default:_("乙") }}{% translate "条" context "法律" %}
    {% blocktranslate with n=1 %}共 {{ n }} 份{% endblocktranslate %}
    {% blocktranslate count n=1 %}{{ n }} 人{% plural %}{{ n }} 人们{% endblocktranslate %}{% url "不算" %}"""
    plain = {Message(said) for said in ("甲", "乙", "共 %(n)s 份", "%(n)s 人")}
    assert set(messages.in_template(text)) == plain | {Message("条", "法律")}


def test_reads_the_whole_project() -> None:
    """A page and a service of each kind are found; an empty answer would let everything pass."""
    found = messages.all_messages()
    assert len(found) > 1000
    assert {Message("保存"), Message("系统管理"), Message("提交审批")} <= found
