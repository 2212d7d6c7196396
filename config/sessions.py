"""Sessions as the program keeps them: in a table of its own that knows whose each is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import salted_hmac

from communes import freshness
from communes.models import SignIn


class SessionStore(DatabaseStore):
    """The framework's sessions, with what the list of one's own sign-ins shows."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return SignIn

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, told by the session what its columns hold."""
        row: SignIn = super().create_model_instance(data)  # type: ignore[assignment]
        told = data.get(freshness.DEVICE)
        mark = salted_hmac("communes.sign_in", row.session_key, algorithm="sha256").digest()
        row.public_id = UUID(bytes=mark[:16], version=4)
        if told and data.get(SESSION_KEY):
            row.account_id = int(data[SESSION_KEY])
            row.browser, row.system = told["browser"], told["system"]
            row.began_at = datetime.fromisoformat(told["at"])
            row.seen_on = date.fromisoformat(told["seen"])
        return row
