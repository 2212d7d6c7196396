"""A forger who owns the database: changes one thing by SQL, and may write all hashes anew.

Half of the forgeries are left as they are; in the other half whatever vouches for something
(facts, commitments, digests, the chain) is made to agree with what was changed. Nothing within
the database can tell those: the hash on signed paper does.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import Error, transaction
from django.db.models import Model

from communes.arithmetic.chains import canonical, entry_hash
from communes.domain import booking, listing
from communes.domain.stating import facts_of
from communes.domain.vouching import commits, shown
from communes.models import (
    Attendance,
    Body,
    ConfidentialText,
    Entry,
    ListCommitment,
    Minutes,
    Resolution,
    ResolutionEffect,
    RollCallVote,
)
from tests.invariants.acts import Insert, Remove
from tests.invariants.tampering import columns, tampering, vouched

FORGED: tuple[type[Model], ...] = (
    Entry,
    Minutes,
    Resolution,
    ResolutionEffect,
    Attendance,
    RollCallVote,
    ConfidentialText,
    ListCommitment,
)
"""Books, minutes, resolutions and lists that are still kept."""
MORE = {"number": 4000, "revision": 9, "mends_id": None, "ballot_id": None}
"""What lets a second row stand beside the first."""
State = Mapping[str, list[tuple[Any, ...]]]
Printed = Mapping[int, tuple[int, str]]


@dataclass(frozen=True)
class Forgery:
    """What was done, and whether everything was made to agree with it."""

    way: str
    what: str
    agreed: bool


def state() -> State:
    """Every row for which a book vouches."""
    return {model.__name__: list(vouched()[model].order_by("pk").values_list()) for model in FORGED}


def printed() -> Printed:
    """Number and hash of the last entry of each book, as signed paper bears them."""
    heads = {body.pk: booking.head(body) for body in Body.objects.order_by("pk")}
    return {pk: (entry.number, entry.hash) for pk, entry in heads.items() if entry is not None}


def found(paper: Printed) -> bool:
    """Whether the verification of any book tells of something."""
    return any(
        booking.verify(body, printed=dict([paper[body.pk]]) if body.pk in paper else None)
        for body in Body.objects.order_by("pk")
    )


def forge(random: Random, before: State, *, agreed: bool) -> Forgery | None:
    """Forge one thing; None when the tables did not take it, or it came to nothing."""
    way = random.choice(list(WAYS))
    try:
        with transaction.atomic():
            what = WAYS[way](random)
            if agreed:
                agree()
    except Error:
        return None
    return Forgery(way, what, agreed) if state() != before else None


def _value(random: Random) -> str:
    model = random.choice(FORGED)
    changed = tampering(random, model, random.choice(columns(model)))
    changed.commit()
    return str(changed)


def _row_less(random: Random) -> str:
    row = _some(random)
    Remove(row).sql()
    return f"without {row._meta.label} {row.pk}"


def _row_more(random: Random) -> str:
    row = _some(random)
    model = type(row)
    Insert(row, {name: value for name, value in MORE.items() if name in columns(model)}).sql()
    return f"another {row._meta.label} like {row.pk}"


def _order(random: Random) -> str:
    """Two entries of a book change places."""
    body = random.choice(_books())
    one, other = random.sample(list(Entry.objects.filter(body=body)), 2)
    rows = Entry.objects.filter(body=body)
    for old, new in ((one.number, 10_000), (other.number, one.number), (10_000, other.number)):
        rows.filter(number=old).update(number=new)
    return f"entries {one.number} and {other.number} of {body}"


def _tail(random: Random) -> str:
    """The last entries of a book are cut off, with what hangs on them."""
    body = random.choice(_books())
    rows = list(Entry.objects.filter(body=body).order_by("-number"))
    cut = [row.pk for row in rows[: random.randint(1, len(rows) - 1)]]
    ListCommitment.objects.filter(entry__in=cut).delete()
    Entry.objects.filter(pk__in=cut).delete()
    return f"{len(cut)} entries of {body}"


WAYS: Mapping[str, Callable[[Random], str]] = {
    "value": _value,
    "row less": _row_less,
    "row more": _row_more,
    "order": _order,
    "tail": _tail,
}


def _some(random: Random) -> Model:
    rows = vouched()[random.choice(FORGED)].order_by("pk")
    row: Model = rows[random.randrange(rows.count())]
    return row


def _books() -> list[Body]:
    return [body for body in Body.objects.order_by("pk") if body.entries.count() > 1]


def agree() -> None:
    """Make every entry, commitment and hash agree with what now stands beside the books."""
    for body in Body.objects.order_by("pk"):
        previous = ""
        for entry in Entry.objects.filter(body=body).order_by("number"):
            content = _agreed(entry)
            digest = entry_hash(previous, content.encode())
            Entry.objects.filter(pk=entry.pk).update(
                content=content, previous=previous, hash=digest
            )
            previous = digest


def _agreed(entry: Entry) -> str:
    """What the entry would have said of things as they are now."""
    try:
        told = json.loads(entry.content)
        facts = told["facts"]
        if entry.kind == "resolution.entered":
            rows = Resolution.objects.select_related("item", "charter", "mends", "ballot")
            row = rows.filter(public_id=facts["resolution"]).first()
            told["facts"] = facts_of(row) if row else facts
        if entry.kind == "minutes.signed":
            facts["minutes"] = _minutes(facts)
        told["lists"] = [shown(_list(row)) for row in entry.commitments.order_by("pk")]
        told |= {"number": entry.number, "id": entry.key, "kind": entry.kind}
        return canonical(told).decode()
    except (ValueError, KeyError, TypeError):
        return entry.content


def _minutes(facts: Mapping[str, Any]) -> str:
    row = Minutes.objects.filter(meeting__public_id=facts["meeting"]).first()
    if row is None:
        return str(facts["minutes"])
    digest = commits(row.salt, [json.loads(row.content)])
    Minutes.objects.filter(pk=row.pk).update(digest=digest)
    return digest


def _list(row: ListCommitment) -> ListCommitment:
    if row.erased_at is None:
        row.digest = commits(row.salt, listing.items(row.name, row.subject))
        row.count = len(listing.items(row.name, row.subject))
        row.save(update_fields=["digest", "count"])
    return row
