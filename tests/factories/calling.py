"""A client of the API, as a program on another machine would be one."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from communes.models import Account

ROOT = "/api/v1/"


@dataclass
class Answer:
    """A status, and what stands in the body."""

    status: int
    body: Any

    @property
    def codes(self) -> list[str]:
        """The codes of the problems, if it is a refusal."""
        return [problem["code"] for problem in self.body["problems"]]

    @property
    def fields(self) -> list[str | None]:
        """The inputs to which the problems belong."""
        return [problem["field"] for problem in self.body["problems"]]

    @property
    def rows(self) -> list[Any]:
        """The rows of a page."""
        rows: list[Any] = self.body["results"]
        return rows


@dataclass
class Caller:
    """Someone signed in, or nobody."""

    account: Account | None = None
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.account is not None:
            self.client.force_login(self.account)

    def get(self, path: str, **asked: Any) -> Answer:
        """Ask."""
        return answer(self.client.get(ROOT + path, asked))

    def post(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Act."""
        return self.send("post", path, body, key)

    def put(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Replace."""
        return self.send("put", path, body, key)

    def send(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Send a body as JSON."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        sent = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        call = getattr(self.client, method)
        return answer(call(ROOT + path, sent, content_type="application/json", headers=headers))

    def upload(self, path: str, **parts: Any) -> Answer:
        """Send a form with a file."""
        return answer(self.client.post(ROOT + path, parts))


def answer(response: Any) -> Answer:
    """What came back."""
    return Answer(response.status_code, json.loads(response.content) if response.content else None)
