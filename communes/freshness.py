"""What a session knows of its sign-in: on which device, since when, and when it was last proved.

`require_fresh` of `communes.views.asking` is what pages call; here is what it stands on.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from communes.domain import devices, proving
from communes.domain.proving import Given
from communes.models import Account
from communes.problems import Problem, Refused

DEVICE, PROVED = "komin_device", "komin_proved"
"""Where a session keeps the two."""
PASSWORD, CODE, PASSKEY = FIELDS = ("proof_password", "proof_code", "proof_passkey")
"""The inputs by which a proof may come with any form."""


class ProofNeeded(PermissionDenied):
    """The act needs a fresh proof; `problems` tell what was wrong with the one that came."""

    def __init__(self, account: Account, problems: list[Problem] | None = None) -> None:
        self.account = account
        self.problems = problems or []
        super().__init__(proving.NEEDED)


def begin(sender: object, request: HttpRequest, user: Account, **more: Any) -> None:
    """Somebody has signed in, by whichever door: remember the device, and that it was a proof."""
    at = timezone.now()
    agent = request.META.get("HTTP_USER_AGENT", "")
    request.session[DEVICE] = {
        "id": str(uuid4()),
        "at": at.isoformat(),
        "seen": at.date().isoformat(),
        "browser": devices.browser(agent),
        "system": devices.system(agent),
    }
    mark(request, at)


def see(request: HttpRequest) -> None:
    """The sign-in is used today; saved once a day."""
    told: dict[str, str] | None = request.session.get(DEVICE)
    today = timezone.now().date().isoformat()
    if told and told["seen"] != today:
        request.session[DEVICE] = {**told, "seen": today}


def mark(request: HttpRequest, at: datetime) -> None:
    """The holder has just proved that it is they."""
    request.session[PROVED] = at.isoformat()


def proved(request: HttpRequest, account: Account, at: datetime) -> bool:
    """Whether the session's last proof still holds."""
    told: str = request.session.get(PROVED, "")
    return bool(told) and proving.holds(account, datetime.fromisoformat(told), at)


def given(told: Mapping[str, Any]) -> Given:
    """The proof that came along, in whatever state."""
    password, code, passkey = (str(told.get(name, ""))[:20_000] for name in FIELDS)
    try:
        read = json.loads(passkey) if passkey else None
    except (ValueError, RecursionError):
        read = {}
    return Given(password, code, read if isinstance(read, dict) or read is None else {})


def take(request: HttpRequest, account: Account, told: Mapping[str, Any], at: datetime) -> None:
    """Take the proof that came along, and remember it. Raises `Refused`."""
    proving.prove(account, given(told), at=at)
    mark(request, at)


def take_posted(request: HttpRequest, account: Account, at: datetime) -> None:
    """Take the proof that came with a form. Raises `ProofNeeded` for none, or a wrong one."""
    if not any(request.POST.get(name) for name in FIELDS):
        raise ProofNeeded(account)
    try:
        take(request, account, request.POST, at)
    except Refused as refused:
        raise ProofNeeded(account, refused.problems) from refused


def lay_aside(request: HttpRequest) -> None:
    """What proved the holder is no part of what the form says."""
    if any(name in request.POST for name in FIELDS):
        request.POST = without_proof(request.POST)  # type: ignore[assignment]


def without_proof(posted: QueryDict) -> QueryDict:
    """What was handed in but for the proof."""
    kept = posted.copy()
    for name in FIELDS:
        kept.pop(name, None)
    return kept
