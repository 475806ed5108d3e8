"""Checking a password. Every way in (page, re-authentication, API token) ends here."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from org import lockout
from org.models import User


class PasswordBackend(AuthenticationBackend):
    """allauth's backend behind the lock of org.lockout. Unknown names cost one hash too, as there."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        if request is None or not credentials.get("password"):
            return None
        try:
            attempt = lockout.take(request, str(credentials.get("username") or ""))
        except lockout.LockedOut as locked:
            # Seen by AxesMiddleware, which answers with org.lockout.answer.
            request.axes_locked_out = True  # type: ignore[attr-defined]
            raise PermissionDenied from locked
        user = super().authenticate(request, **credentials)
        if user is not None:
            attempt.succeeded()
        return user

    def get_user(self, user_id: int) -> User | None:
        """With the unit, which every page shows beside the name."""
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
