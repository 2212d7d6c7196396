"""A program that bears a token: `Authorization: Bearer komin_…`."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from communes.domain import tokening
from communes.models import Account, ApiToken


class TokenRefused(APIException):
    """The token is unknown, revoked or at its end; answered 401."""

    status_code = 401
    default_code = "token_refused"


class Bearer(BaseAuthentication):
    """Who the token acts for; a request without one is left to the session."""

    def authenticate(self, request: Request) -> tuple[Account, ApiToken] | None:
        """The account and its token. Raises `TokenRefused`."""
        word, _blank, text = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer":
            return None
        row = tokening.found(text.strip(), timezone.now())
        if row is None:
            raise TokenRefused(_("This token opens nothing: unknown, revoked, or at its end."))
        return row.account, row


class Described(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names it."""

    target_class = "communes.api.bearing.Bearer"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As OpenAPI knows it."""
        return {"type": "http", "scheme": "bearer"}
