"""What Django, the API framework and the login say by themselves is said in our words, in both scripts."""

import re
from collections.abc import Iterator
from typing import Any

import polib
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core import validators
from django.db import models
from django.utils.functional import Promise
from rest_framework import exceptions, serializers

from org.adapters import AccountAdapter, MFAAdapter

LANGUAGES = ("zh_Hans", "zh_Hant")
NOT_OURS = re.compile(r"请|請|该字段|此字段|有效的|确保|確保|成功|您|!|！")

FORM_FIELDS = (
    forms.CharField, forms.IntegerField, forms.DecimalField, forms.FloatField, forms.DateField, forms.TimeField,
    forms.DateTimeField, forms.EmailField, forms.URLField, forms.FileField, forms.ImageField, forms.ChoiceField,
    forms.TypedChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField,
    forms.SlugField, forms.UUIDField, forms.JSONField,
)  # fmt: skip
API_FIELDS = (
    serializers.CharField, serializers.IntegerField, serializers.DecimalField, serializers.BooleanField,
    serializers.DateField, serializers.DateTimeField, serializers.ChoiceField, serializers.ListField,
    serializers.DictField, serializers.FileField, serializers.UUIDField, serializers.PrimaryKeyRelatedField,
    serializers.Serializer,
)  # fmt: skip
VALIDATORS = (
    validators.MaxValueValidator, validators.MinValueValidator, validators.MaxLengthValidator,
    validators.MinLengthValidator, validators.ProhibitNullCharactersValidator, validators.EmailValidator,
    validators.URLValidator, validators.DecimalValidator,
)  # fmt: skip
REFUSALS = (
    exceptions.Throttled,
    exceptions.MethodNotAllowed,
    exceptions.UnsupportedMediaType,
    exceptions.NotAuthenticated,
)


def text_of(message: Any) -> str:
    """The msgid of a lazy message; of a plural, its first form."""
    if not isinstance(message, Promise):
        return str(message)
    kept = vars(message)
    return str(kept["_kw"].get("singular") or kept["_args"][0])


def theirs() -> Iterator[str]:
    for kind in FORM_FIELDS + API_FIELDS:
        for base in kind.__mro__:
            yield from map(text_of, vars(base).get("default_error_messages", {}).values())
    for check in VALIDATORS:
        message = getattr(check, "message", None)
        yield from map(text_of, [message] if message else vars(check).get("messages", {}).values())
    for refusal in REFUSALS:
        yield text_of(refusal.default_detail)
    for name in ("null", "blank", "invalid_choice", "unique"):
        yield text_of(models.Field.default_error_messages[name])
    yield text_of(models.CheckConstraint.default_violation_error_message)
    yield "%(model_name)s with this %(field_labels)s already exists."
    yield from ("This password is too common.", "This password is entirely numeric.")


NOT_REACHED = re.compile("email|phone|username_(taken|blacklisted)|invalid_login|expired_key|select_only_one")
"""Messages of pages we do not have: nobody signs up, and nobody keeps several addresses."""


@pytest.mark.parametrize("adapter", [AccountAdapter, MFAAdapter])
def test_what_the_login_answers_is_in_our_own_words(adapter: Any) -> None:
    reached = {code: text_of(text) for code, text in adapter.error_messages.items() if not NOT_REACHED.search(code)}
    assert {code: text for code, text in reached.items() if not HAN.search(text)} == {}


def words(language: str) -> dict[str, str]:
    path = settings.BASE_DIR / "salesops" / "their_words" / language / "LC_MESSAGES" / "django.po"
    return {entry.msgid: entry.msgstr or entry.msgstr_plural[0] for entry in polib.pofile(str(path))}


HAN = re.compile(r"[\u4e00-\u9fff]")
SAID = sorted({message for message in theirs() if message and not HAN.search(message)})
"""Those we have replaced with words of our own are in our catalogs already."""


def test_there_is_something_to_say() -> None:
    assert len(SAID) > 40
    assert "This field is required." in SAID
    assert password_validation.get_default_password_validators()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_said_in_our_words(language: str) -> None:
    assert [message for message in SAID if message not in words(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_words_are_short_and_keep_their_placeholders(language: str) -> None:
    for message, said in words(language).items():
        assert not NOT_OURS.search(said), said
        assert set(re.findall(r"%\(\w+\)[sdr]|\{\w+", said)) <= set(re.findall(r"%\(\w+\)[sdr]|\{\w+", message)), said
