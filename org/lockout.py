"""Guessing passwords stays hopeless, and nobody can lock a colleague out by guessing.

Every try takes a place before the password is hashed, in one statement, so that a thousand guesses at once get as far
as ten. Places are counted by the client and the user name together, and by the client alone; never by the user name
alone, because that would let anybody lock anybody out. A device that has signed in before carries a cookie and is
counted by itself: a guesser behind the same address does not touch its owner.
"""

import hashlib
import ipaddress
import math
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, refusals
from core.errors import Refusal
from core.middleware import client_ip
from org.models import LoginGuess

WINDOW = timedelta(minutes=15)
TRIES = 10
"""Per client and user name, and per known device, in one window."""
CLIENT_TRIES = 100
"""Per address over all user names. An office behind one address shares it, known devices do not count."""

LONGEST_NAME = 150

DEVICE_COOKIE = "device"
DEVICE_SALT = "org.lockout.device"
DEVICE_AGE = timedelta(days=180)

# Takes a place unless all are taken. A full row is not written again, so a flood costs reads.
TAKE_SQL = """
    INSERT INTO org_loginguess (key, since, count) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN org_loginguess.since <= %(expired)s THEN 1 ELSE org_loginguess.count + 1 END,
        since = CASE WHEN org_loginguess.since <= %(expired)s THEN %(now)s ELSE org_loginguess.since END
    WHERE org_loginguess.since <= %(expired)s OR org_loginguess.count < %(limit)s
    RETURNING count
"""


class LockedOut(Refusal):
    """Too many wrong passwords from this client: 429, whether or not the next one is right."""

    status = 429
    title = gettext_lazy("试错太多次")

    def __init__(self) -> None:
        minutes = math.ceil(WINDOW.total_seconds() / 60)
        super().__init__(
            "login.locked",
            _("%(minutes)s 分钟后再试。你常用的电脑和手机不受影响，也可以找管理员重设密码") % {"minutes": minutes},
        )


@dataclass(frozen=True)
class Attempt:
    """Places taken for one try. Give them back when the password was right."""

    keys: Sequence[str]

    def succeeded(self) -> None:
        """The own counter starts over; the shared one gets this place back, so that an office may sign in at nine."""
        LoginGuess.objects.filter(key=self.keys[0]).delete()
        LoginGuess.objects.filter(key__in=self.keys[1:], count__gt=0).update(count=F("count") - 1)


def take(request: HttpRequest, username: str) -> Attempt:
    """Take a place for one try. Raises LockedOut when none is left; the password must not be looked at then."""
    name = normalise(username)
    device = _known_device(request, name)
    if device:
        limits = [(_key("device", device, name), TRIES)]
    else:
        client = client_of(request)
        limits = [(_key("pair", client, name), TRIES), (_key("client", client), CLIENT_TRIES)]
    for key, limit in limits:
        if not _take(key, limit):
            raise LockedOut
    return Attempt([key for key, _limit in limits])


def remember_device(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """After a sign-in: this browser is known for this user from now on."""
    name = normalise(username)
    if _known_device(request, name):
        return
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([name, secrets.token_hex(16)], salt=DEVICE_SALT),
        max_age=DEVICE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def answer(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: what the locked-out client reads."""
    told = refusals.answer(request, LockedOut())
    told["Retry-After"] = str(int(WINDOW.total_seconds()))
    return told


def name_for_record(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """AXES_USERNAME_CALLABLE: what was typed, as axes may keep it; never None, which its unique key would not hold."""
    return str((credentials or {}).get("username") or "")[:LONGEST_NAME]


def forget_old() -> int:
    """Remove counters whose window is long over. Returns how many."""
    return LoginGuess.objects.filter(since__lt=clock.now() - timedelta(days=1)).delete()[0]


def normalise(username: str) -> str:
    return unicodedata.normalize("NFKC", username).strip().casefold()


def client_of(request: HttpRequest) -> str:
    """The address; for IPv6 its /64, of which one household has 2⁶⁴."""
    address = client_ip(request) or ""
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address


def _known_device(request: HttpRequest, name: str) -> str:
    """The device's number when it has signed in as this user before, otherwise nothing."""
    try:
        known, device = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return device if known == name else ""


def _take(key: str, limit: int) -> bool:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE_SQL, {"key": key, "now": now, "expired": now - WINDOW, "limit": limit})
        return cursor.fetchone() is not None


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
