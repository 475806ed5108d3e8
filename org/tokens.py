"""Keys to the API: shown once, stored as a hash, with an end and the time of last use."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import Invalid
from org.models import ApiToken, User

PREFIX = "so_"
LONGEST_DAYS = 365
USED_RESOLUTION = timedelta(minutes=5)


@transaction.atomic
def issue_token(*, actor: User, name: str, days: int, second_factor: bool = False) -> tuple[ApiToken, str]:
    """A new key for oneself, valid for `days` (1–365). Returns the row and the key, which nobody can read again.

    `second_factor` says that one was shown: where org.mfa_required asks for it, other keys do not open.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid("token.days", _("有效期 1 到 365 天"), errors={"days": [_("1 到 365 天")]})
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=actor,
        name=name,
        prefix=key[:8],
        digest=_digest(key),
        expires_at=clock.now() + timedelta(days=days),
        second_factor=second_factor,
    )
    audit.record(actor=actor, code="org.token_issued", subject=token, data={"days": days})
    return token, key


@transaction.atomic
def revoke_token(*, actor: User, token_id: int) -> None:
    """End one of one's own keys now."""
    token = ApiToken.objects.visible_to(actor).get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record(actor=actor, code="org.token_revoked", subject=token)


def find_token(key: str) -> ApiToken | None:
    """The token of this key, if it is live and its owner still works here. Notes the use, to 5 minutes."""
    now = clock.now()
    token = ApiToken.objects.live(now).select_related("user").filter(digest=_digest(key)).first()
    if token is None:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_RESOLUTION)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


def _digest(key: str) -> str:
    # The key has 256 random bits, so a plain hash cannot be guessed back; no slow hash is needed.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
