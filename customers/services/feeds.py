"""The verbs about the calendar feed of one's plan: a secret address, made and ended by its owner."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, clock
from core.guards import require
from customers import policies
from customers.models import PlanFeed
from org.models import User

READ_RESOLUTION = timedelta(minutes=5)


@transaction.atomic
def issue_feed(*, actor: User) -> str:
    """A new address for one's plan; the one before ends. Returns its key, which nobody can read again."""
    require(policies.may_log_visit(actor), "feed.issue", _("你没有记拜访的权限"))
    key = secrets.token_urlsafe(32)
    PlanFeed.objects.filter(user=actor).delete()
    feed = PlanFeed.objects.create(user=actor, digest=_digest(key))
    audit.record(actor=actor, code="feed.issued", subject=feed)
    return key


@transaction.atomic
def revoke_feed(*, actor: User) -> None:
    """End the address: a calendar that still asks gets nothing from now on."""
    for feed in PlanFeed.objects.select_for_update(no_key=True).filter(user=actor):
        audit.record(actor=actor, code="feed.revoked", subject=feed)
        feed.delete()


def find_feed(key: str) -> PlanFeed | None:
    """The feed of a key, if its owner still works here and still visits. Notes the reading, to 5 minutes."""
    feed: PlanFeed | None = PlanFeed.objects.select_related("user").filter(digest=_digest(key)).first()
    if feed is None or not policies.may_log_visit(feed.user):
        return None
    now = clock.now()
    stale = Q(read_at=None) | Q(read_at__lt=now - READ_RESOLUTION)
    PlanFeed.objects.filter(stale, pk=feed.pk).update(read_at=now)
    return feed


def _digest(key: str) -> str:
    # 256 random bits: nothing to guess back from a plain hash, as with API keys.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
