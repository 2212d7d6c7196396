"""What a session knows of its sign-in: on which device, since when, and when it was last proved.

`require_fresh` of `communes.views.asking` is what pages call; here is what it stands on.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.http.request import split_domain_port
from django.utils import timezone

from communes.domain import devices, keying, proving, remembering
from communes.domain.keying import Asked, Site
from communes.domain.proving import Given
from communes.models import Account
from communes.problems import Problem, Refused

DEVICE, PROVED, CHALLENGE = "komin_device", "komin_proved", "komin_challenge"
"""Where a session keeps the three."""
PATIENCE = timedelta(minutes=5)
"""How long a browser's question for a passkey stands."""
PASSWORD, CODE, PASSKEY = FIELDS = ("proof_password", "proof_code", "proof_passkey")
"""The inputs by which a proof may come with any form."""
NEW = "new_passkey"
"""The input by which a browser hands in a passkey that it has made."""


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
    told = {"browser": devices.browser(agent), "system": devices.system(agent)}
    days = {"at": at.isoformat(), "seen": at.date().isoformat()}
    request.session[DEVICE] = {**days, **told}
    way = getattr(request, "komin_way", "password")
    remembering.note(user, "signed_in", at, way=way, **told)
    request.komin_entered = user  # type: ignore[attr-defined]
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


def site(request: HttpRequest) -> Site:
    """Where the browser stands, as passkeys know it."""
    host = request.get_host()
    return Site(split_domain_port(host)[0], f"{request.scheme}://{host}")


def ask(request: HttpRequest, asked: Asked) -> str:
    """Keep a challenge for its one answer; the question for the browser, as JSON."""
    request.session[CHALLENGE] = {**asked.state, "at": timezone.now().isoformat()}
    return json.dumps(asked.options)


def asked(request: HttpRequest, holder: Account) -> dict[str, Any]:
    """What a page needs to ask for a proof: the ways there are, and the browser's question."""
    ways, here = proving.ways(holder), site(request)
    keys = ways.passkey and keying.usable(holder, here.host).exists()
    question = ask(request, keying.ask(holder, here)) if keys else ""
    return {"ways": ways, "question": question}


def challenge(request: HttpRequest) -> dict[str, Any] | None:
    """The challenge that was asked last and lately, once."""
    told: dict[str, Any] | None = request.session.pop(CHALLENGE, None)
    if told is None or datetime.fromisoformat(told["at"]) < timezone.now() - PATIENCE:
        return None
    return told


def given(request: HttpRequest, told: Mapping[str, Any], field: str = PASSKEY) -> Given:
    """What came along as a proof, or as a new passkey, in whatever state."""
    password, code, passkey = (str(told.get(name, ""))[:20_000] for name in (PASSWORD, CODE, field))
    try:
        read = json.loads(passkey) if passkey else None
    except (ValueError, RecursionError):
        read = {}
    if read is None:
        return Given(password, code)
    answer = read if isinstance(read, dict) else {}
    return Given(password, code, answer, challenge(request), site(request))


def take(request: HttpRequest, account: Account, told: Mapping[str, Any], at: datetime) -> None:
    """Take the proof that came along, and remember it. Raises `Refused`."""
    request.komin_way = proving.prove(account, given(request, told), at=at)  # type: ignore[attr-defined]
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
