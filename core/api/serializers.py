"""The two bases of every `serializers.py`: rows going out, and what may come in."""

from typing import Any

from django.db import models
from django.utils.functional import cached_property
from rest_framework import serializers

from core.api import fields


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
        """As DRF does it, but a column is read as a column: half of a list's time went into asking if it is a method."""
        shown: dict[str, Any] = {}
        for field in self._readable_fields:
            name, source = str(field.field_name), str(field.source)
            plain = source in self._columns and not isinstance(field, serializers.RelatedField)
            value = getattr(instance, source) if plain else field.get_attribute(instance)
            shown[name] = None if value is None else field.to_representation(value)
        return shown

    @cached_property
    def _columns(self) -> set[str]:
        model: Any = self.Meta.model
        return {field.name for field in model._meta.concrete_fields if not field.is_relation}

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
