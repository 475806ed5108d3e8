"""The roles a new company starts with."""

from core import bootstrap
from org.default_roles import ROLES
from org.models import Role


@bootstrap.register
def add_missing_roles() -> None:
    known = set(Role.objects.values_list("code", flat=True))
    Role.objects.bulk_create(
        Role(code=code, name=name, capabilities=capabilities, scopes=scopes, duties=duties, position=position)
        for position, (code, name, capabilities, scopes, duties) in enumerate(ROLES)
        if code not in known
    )
