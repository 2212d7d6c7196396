"""One act for one key: what is handed in twice is done once and answered alike."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communes.models import Account, Submission
from communes.problems import Problem, Refused

LONGEST_KEY = 64
KEPT = timedelta(days=7)
"""How long an answer is kept to be given again; that it was given is known for ever."""


class Conflict(Refused):
    """A key that was used before came with other content."""

    def __init__(self) -> None:
        message = _("This form was already handed in with other content. Load the page anew.")
        super().__init__([Problem("key_used_otherwise", message)])


def digest_of(body: Any) -> str:
    """The digest of what was handed in."""
    encoded = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(encoded.encode("utf-8", "surrogatepass")).hexdigest()


def once(
    account: Account,
    key: str,
    body: Any,
    deed: Callable[[], dict[str, Any]],
    *,
    at: datetime,
) -> dict[str, Any]:
    """Run the deed unless this key was answered already; returns the answer, new or stored.

    The row is written first, so that a second request with the key waits for the first. A
    refusal rolls it back and stores nothing. Raises `Conflict` when the key came with other
    content, and whatever the deed raises.
    """
    if not (8 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        message = _("The key of a submission has 8 to 64 plain characters.")
        raise Refused([Problem("key_malformed", message)])
    digest = digest_of(body)
    with transaction.atomic():
        row = Submission(account=account, key=key, digest=digest, answer={}, at=at)
        Submission.objects.bulk_create([row], ignore_conflicts=True)
        mine = Submission.objects.select_for_update(of=("self",)).get(account=account, key=key)
        if mine.answer:
            if mine.digest != digest:
                raise Conflict
            return dict(mine.answer)
        answer = {"done": True, **deed()}
        mine.answer = answer
        mine.save(update_fields=["answer"])
    return answer


def forget(at: datetime) -> int:
    """Forget the bodies of answers given a week ago, for they name people; the keys stay used."""
    old = Submission.objects.filter(at__lt=at - KEPT, answer__has_key="body")
    return old.update(answer={"done": True})
