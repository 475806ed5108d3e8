"""People, units and keys as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from core.api.fields import ReferenceField, StrictCharField
from core.api.serializers import Input, Output
from org.models import Unit, User


class UserOutput(Output):
    """What every colleague may know of a colleague."""

    unit = ReferenceField(allow_null=True)

    class Meta:
        model = User
        fields = ["id", "username", "display_name", "title", "unit", "email", "phone", "is_active"]


class MeOutput(UserOutput):
    """What a person may know of themselves."""

    roles = serializers.SerializerMethodField()
    capabilities = serializers.SerializerMethodField()

    class Meta(UserOutput.Meta):
        fields = [*UserOutput.Meta.fields, "language", "roles", "capabilities"]

    def get_roles(self, user: User) -> list[str]:
        return [role.code for role in user.access.roles]

    def get_capabilities(self, user: User) -> list[str]:
        return sorted(user.access.capabilities)


class UnitOutput(Output):
    parent = ReferenceField(allow_null=True)  # type: ignore[assignment]  # DRF keeps fields apart from attributes

    class Meta:
        model = Unit
        fields = ["id", "name", "kind", "parent", "position"]


class CredentialsInput(Input):
    username = StrictCharField(max_length=40)
    password = StrictCharField(max_length=200, trim_whitespace=False)
    name = StrictCharField(max_length=60, required=False)


class TokenOutput(serializers.Serializer[Any]):
    token = serializers.CharField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
