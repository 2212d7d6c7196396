"""How accounts come to be, by an officer's invitation; and what a sign-in asks for."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import LoginStage
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from communes.domain import proving
from communes.views import limiting
from communes.views.entering import STAGE


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by user name and password, by a second factor where there is one, or by a passkey."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account is made from an invitation that an officer prints."""
        return False

    def get_login_stages(self) -> list[str]:
        """What is asked for between the password and the sign-in."""
        return ["config.accounts.SecondFactor"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check name and password.

        Attempts are counted in the database, by the address they come from and by name and
        address together, for all processes alike; those that were right are not.
        """
        name = str(credentials.get("username", ""))
        if limiting.sign_in(request, name):
            raise self.validation_error("too_many_login_attempts")
        found: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if found is not None:
            limiting.signed_in(request, name)
        return found


class SecondFactor(LoginStage):  # type: ignore[misc]
    """After the password: a code or a passkey, where the account has one."""

    key = STAGE
    urlname = "account_second"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Go on, or ask. A passkey that opened the account by itself is enough."""
        passed = getattr(self.request, "komin_way", "") == "passkey"
        if passed or not proving.ways(self.login.user).factors:
            return None, True
        return redirect("account_second"), True
