"""The two questions every verb asks before it writes: may they, and have they seen what they are changing?"""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import Forbidden, Stale
from core.models import Record


def require(allowed: bool, code: str, message: str, clause: Any = None) -> None:
    """Raise Forbidden, naming the rule, unless a policy said yes."""
    if not allowed:
        raise Forbidden(code, message, clause=clause)


def check_version(row: Record, version: int | None) -> None:
    """Raise Stale when somebody wrote the row after the user opened it; None asks nothing."""
    if version is not None and version != row.version:
        raise Stale("record.changed", _("你打开之后有人改过，刷新看一下再改"))
