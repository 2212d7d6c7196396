"""How accounts come to be: by an officer's invitation, never by signing oneself up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by user name and password only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account is made from an invitation that an officer prints."""
        return False
