"""The two bases of every `serializers.py`: rows going out, and what may come in."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import serializers

from core.api import fields

AS_THEY_ARE = {serializers.CharField, serializers.ChoiceField, serializers.IntegerField, serializers.BooleanField}


def _moment(zone: tzinfo, value: datetime) -> str:
    """As DRF writes it, without looking up for each value what holds for all."""
    text = value.astimezone(zone).isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


_built: dict[tuple[type, str], tuple[Any, dict[str, Any]]] = {}


class Output(serializers.ModelSerializer):
    """A row as the API shows it. Read only: writing is a service's business, so nothing here saves."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        # An empty one is no address, and the document must not promise one.
        models.EmailField: serializers.CharField,
        models.URLField: serializers.CharField,
    }

    def build_field(self, field_name: str, *about: Any) -> tuple[Any, dict[str, Any]]:
        """Worked out from the model once, not for every answer; a list's child belongs to its own field."""
        key = (type(self), field_name)
        made, kwargs = _built.get(key) or super().build_field(field_name, *about)
        if "child" not in kwargs:
            _built[key] = made, kwargs
        return made, dict(kwargs)

    def build_standard_field(self, field_name: str, model_field: Any) -> tuple[Any, dict[str, Any]]:
        made, kwargs = super().build_standard_field(field_name, model_field)
        if model_field.choices and model_field.blank:
            # The document lists what is shown, the empty one included.
            kwargs["choices"] = [("", ""), *model_field.flatchoices]
        return made, kwargs

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As DRF does it, but how each field is read and shown is found out once for all rows, not once for each."""
        shown: dict[str, Any] = {}
        for name, read, show in self._ways:
            value = read(instance)
            shown[name] = value if value is None or show is None else show(value)
        return shown

    @cached_property
    def _ways(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]]:
        """Field → how it is read and shown: a column as a column; text, numbers and yes or no as they are."""
        columns = set(self.columns())
        ways: list[tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]] = []
        for field in self._readable_fields:
            source = str(field.source)
            show: Callable[[Any], Any] | None = field.to_representation
            plain = source in columns and not isinstance(field, serializers.RelatedField)
            if plain and type(field) in AS_THEY_ARE:
                show = None
            elif type(field) is serializers.DateTimeField:
                show = partial(_moment, timezone.get_current_timezone())
            ways.append((str(field.field_name), attrgetter(source) if plain else field.get_attribute, show))
        return ways

    @classmethod
    def columns(cls) -> list[str]:
        """Of what is shown, that which is a column of the row itself."""
        model: Any = cls.Meta.model
        known = {field.name for field in model._meta.concrete_fields}
        return [name for name in cls.Meta.fields if name in known]

    def get_extra_kwargs(self) -> dict[str, Any]:
        return {name: {"read_only": True} for name in self.Meta.fields} | super().get_extra_kwargs()


class Input(serializers.Serializer):
    """What a verb takes. Validates shape and wording; the service judges the content."""


class RowInput(serializers.ModelSerializer):
    """What a verb takes, with the limits of the model's columns. It validates and never saves."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.BooleanField: fields.StrictBooleanField,
        models.CharField: fields.StrictCharField,
        models.DateTimeField: fields.StrictDateTimeField,
        models.DecimalField: fields.DecimalString,
        models.EmailField: fields.StrictEmailField,
        models.IntegerField: fields.StrictIntegerField,
        models.PositiveIntegerField: fields.StrictIntegerField,
        models.PositiveSmallIntegerField: fields.StrictIntegerField,
        models.TextField: fields.StrictCharField,
        models.URLField: fields.StrictURLField,
    }
    serializer_choice_field = fields.StrictChoiceField

    def get_fields(self) -> dict[str, Any]:
        # Whether a value is taken is the service's and the database's to say: DRF would look past visible_to.
        found = super().get_fields()
        for field in found.values():
            field.validators = [item for item in field.validators if not hasattr(item, "queryset")]
        return found

    def get_validators(self) -> list[Any]:
        return []
