"""Fields that take exactly what the document of the API says: a wrong type is 400, never a guess."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.media import BIGGEST
from core.pages.text import told


class StrictCharField(serializers.CharField):
    """Text. A number is not text, however well it would convert."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictEmailField(StrictCharField, serializers.EmailField):
    pass


class StrictURLField(StrictCharField, serializers.URLField):
    pass


class StrictChoiceField(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class StrictIntegerField(serializers.IntegerField):
    """A whole number of at most 64 bits, written as a JSON number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", -BIGGEST)
        kwargs.setdefault("max_value", BIGGEST)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictBooleanField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictDateTimeField(serializers.DateTimeField):
    """ISO 8601 with offset; without one the time is the company's."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid", format="ISO 8601")
        return super().to_internal_value(value)


class DecimalString(serializers.DecimalField):
    """A decimal number as a string, so that no client ever rounds it through a float. Money, rates, quantities."""

    default_error_messages = {"not_string": _('金额和数量写成字符串，例如 "1409.50"')}

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str):
            self.fail("not_string")
        return super().to_internal_value(data)


class VisibleField(serializers.PrimaryKeyRelatedField):
    """The id of a record the user may see. Unseen and absent get the same answer, so that a write leaks nothing."""

    default_error_messages = {
        "does_not_exist": _("没有这条记录，或者你看不到它"),
        "incorrect_type": _("这里要填编号"),
    }

    def __init__(self, *, model: Any, **kwargs: Any) -> None:
        self.model = model
        # DRF wants a queryset to know that the field can be written; the real one depends on who asks.
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    def get_queryset(self) -> Any:
        return self.model._default_manager.visible_to(self.context["request"].user)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


@extend_schema_field(
    {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    }
)
class ReferenceField(serializers.Field):
    """A record named in another one: `{id, name}`, or null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, Any]:
        return {"id": value.pk, "name": str(value)}


class ToldField(serializers.CharField):
    """Text of ours that is data (a step's name, a kept sentence), in the language of the request."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return told(value)


@extend_schema_field(OpenApiTypes.STR)
class LabelField(serializers.Field):
    """How people read a choice, in the language of the request; or any attribute as text."""

    def __init__(self, *, of: str = "", **kwargs: Any) -> None:
        super().__init__(read_only=True, source=of or None, **kwargs)
        self.of = of

    def bind(self, field_name: str, parent: Any) -> None:
        super().bind(field_name, parent)
        # Django builds this mapping anew for each row it is asked for.
        choices = parent.Meta.model._meta.get_field(self.of).flatchoices if self.of else ()
        self.labels = {value: str(label) for value, label in choices}

    def get_attribute(self, instance: Any) -> Any:
        return getattr(instance, str(self.source))

    def to_representation(self, value: Any) -> str:
        return str(self.labels.get(value, value) if self.of else value)
