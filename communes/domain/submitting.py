"""One act for one key: what is handed in twice is done once and answered alike."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communes.models import Account, Submission
from communes.problems import Problem, Refused

LONGEST_KEY = 64
KEPT = timedelta(days=7)
"""How long an answer is kept to be given again; that a key was used is known for ever."""


class Conflict(Refused):
    """A key that was used before came with other content."""

    def __init__(self) -> None:
        message = _("This form was already handed in with other content. Load the page anew.")
        super().__init__([Problem("key_used_otherwise", message)])


def digest_of(key: str, body: Any) -> str:
    """The digest of what was handed in under a key.

    Under the installation's secret: what was handed in is often guessed easily, and nobody who
    reads the rows may try whether it was that.
    """
    encoded = json.dumps([key, body], sort_keys=True, ensure_ascii=False, default=str)
    secret = salted_hmac(__name__, encoded.encode("utf-8", "surrogatepass"), algorithm="sha256")
    return secret.hexdigest()


def answered(account: Account, key: str, body: Any) -> bool:
    """Whether this very content was answered under this key, as whichever act of one form."""
    return Submission.objects.filter(account=account, digest=digest_of(key, body)).exists()


def once(
    account: Account,
    key: str,
    body: Any,
    deed: Callable[[], dict[str, Any]],
    *,
    at: datetime,
    part: object = "",
) -> dict[str, Any]:
    """Run the deed unless this key was answered already; returns the answer, new or stored.

    `part` tells apart the acts of one form, which has one key. The row is written first, so
    that a second request with the key waits for the first. A refusal rolls it back and stores
    nothing. Raises `Conflict` when the key came with other content, and whatever the deed raises.
    """
    digest, key = digest_of(key, body), _own(key, part)
    if not (8 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        message = _("The key of a submission has 8 to 64 plain characters.")
        raise Refused([Problem("key_malformed", message)])
    with transaction.atomic():
        row = Submission(account=account, key=key, digest=digest, answer={}, at=at)
        Submission.objects.bulk_create([row], ignore_conflicts=True)
        mine = Submission.objects.select_for_update(of=("self",)).get(account=account, key=key)
        if mine.answer:
            if mine.digest and mine.digest != digest:
                raise Conflict
            return dict(mine.answer)
        answer = {"done": True, **deed()}
        mine.answer = answer
        mine.save(update_fields=["answer"])
    return answer


def forget(at: datetime) -> int:
    """Forget what was handed in and answered a week ago, for it tells who did what and names
    people; the keys stay used."""
    old = Submission.objects.filter(at__lt=at - KEPT).exclude(digest="")
    return old.update(answer={"done": True}, digest="")


def refuse_forgotten(answer: Mapping[str, Any], name: str) -> None:
    """Raises `Refused` when the answer that would be given again was forgotten since."""
    if name not in answer:
        message = _("This was done and answered long ago.")
        raise Refused([Problem("answered_long_ago", message)])


def _own(key: str, part: object) -> str:
    return str(uuid5(NAMESPACE_OID, f"{key}:{part}")) if part else key
