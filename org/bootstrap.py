"""The roles a new company starts with, and what later releases add to them."""

from core import audit, bootstrap, events
from org.default_roles import ROLES
from org.models import Role


@bootstrap.register
def add_missing_roles() -> None:
    known = set(Role.objects.values_list("code", flat=True))
    Role.objects.bulk_create(
        Role(
            code=code,
            name=name,
            capabilities=capabilities,
            scopes=scopes,
            duties=duties,
            position=position,
            offered=[*capabilities, *scopes],
        )
        for position, (code, name, capabilities, scopes, duties) in enumerate(ROLES)
        if code not in known
    )


@bootstrap.register
def give_new_rights() -> None:
    """Give what a release brings to the roles it was made for, once: what a company has judged since stays as it is.

    A right taken away was offered before and does not come back. Written into the log as nobody's doing.
    """
    ours = {code: (capabilities, scopes) for code, _name, capabilities, scopes, _duties in ROLES}
    for role in Role.objects.filter(code__in=ours).select_for_update():
        capabilities, scopes = ours[role.code]
        _give(role, capabilities, scopes)


def _give(role: Role, capabilities: list[str], scopes: dict[str, str]) -> None:
    everything = [*capabilities, *scopes]
    known = everything if role.offered is None else role.offered
    new = [right for right in capabilities if right not in known and right not in role.capabilities]
    seen = {domain: scope for domain, scope in scopes.items() if domain not in known and domain not in role.scopes}
    if role.offered is not None and set(everything) <= set(known):
        return
    role.capabilities = [*role.capabilities, *new]
    role.scopes = {**role.scopes, **seen}
    role.offered = list(dict.fromkeys([*known, *everything]))
    role.save(update_fields=["capabilities", "scopes", "offered"])
    if new or seen:
        data = {"capabilities": new, "scopes": seen}
        audit.record(actor=None, code="org.role_extended", subject=role, data=data)
        events.publish("org.role_edited", role_id=role.pk)
