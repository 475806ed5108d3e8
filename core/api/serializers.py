"""The two bases of every `serializers.py`: rows going out, and what may come in."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import serializers

from core.api import fields

AS_THEY_ARE = {serializers.CharField, serializers.IntegerField, serializers.BooleanField}


class Output(serializers.ModelSerializer):
    """A row as the API shows it. Read only: writing is a service's business, so nothing here saves."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        # An empty one is no address, and the document must not promise one.
        models.EmailField: serializers.CharField,
        models.URLField: serializers.CharField,
    }

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
        """Field → how it is read and shown; a column is read as a column, and text, numbers and yes or no are shown as they are."""
        model: Any = self.Meta.model
        columns = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        ways: list[tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]] = []
        for field in self._readable_fields:
            name, source = str(field.field_name), str(field.source)
            plain = source in columns and not isinstance(field, serializers.RelatedField)
            if isinstance(field, serializers.DateTimeField):
                # Else it is looked up for every value.
                field.timezone = timezone.get_current_timezone()
            read = attrgetter(source) if plain else field.get_attribute
            ways.append((name, read, None if plain and type(field) in AS_THEY_ARE else field.to_representation))
        return ways

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
