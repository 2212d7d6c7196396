"""What stands beside a book is held against what the book says of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from communes.arithmetic.chains import canonical, commitment
from communes.domain import listing
from communes.domain.stating import facts_of, stamp
from communes.models import (
    CHANGES,
    Body,
    Entry,
    ListCommitment,
    Meeting,
    Minutes,
    Resolution,
    ResolutionEffect,
)


@dataclass(frozen=True)
class Break:
    """The first place at which a book does not hold; number 0 is beside the book."""

    body: Body
    number: int
    reason: str


Check = Callable[[Body], Iterator[Break]]


def first_break(body: Body) -> Break | None:
    """The first thing beside the book that is not what its entries say, or None."""
    for check in _checks:
        for found in check(body):
            return found
    return None


def hold_also(check: Check) -> None:
    """Let an upper floor hold its own rows against the books."""
    if check not in _checks:
        _checks.append(check)


def told(body: Body, *kinds: str) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    """The body's entries of these kinds, with the facts that they tell."""
    for row in Entry.objects.filter(body=body, kind__in=kinds).order_by("number"):
        yield row, json.loads(row.content)["facts"]


def _columns(body: Body) -> Iterator[Break]:
    """The columns beside an entry's content repeat it."""
    for row in Entry.objects.filter(body=body).order_by("number").iterator():
        content = json.loads(row.content)
        said = [content[name] for name in ("number", "id", "kind", "book")]
        instants = [content["happened_at"], content["recorded_at"]]
        if said != [row.number, row.key, row.kind, body.key] or instants != [
            stamp(row.happened_at),
            stamp(row.recorded_at),
        ]:
            yield Break(body, row.number, "columns_differ")


def _minutes(body: Body) -> Iterator[Break]:
    """Signed minutes stand beside the book; the entry of their signing vouches for them."""
    rows = Minutes.objects.filter(meeting__body=body).select_related("meeting")
    kept = {row.meeting.key: row for row in rows}
    for entry, facts in told(body, "minutes.signed"):
        minutes = kept.pop(facts["meeting"], None)
        if minutes is None:
            yield Break(body, entry.number, "minutes_missing")
        elif not _same(minutes, entry, facts):
            yield Break(body, entry.number, "minutes_differ")
    unsigned = Meeting.objects.filter(body=body, signed_at__isnull=False, minutes__isnull=True)
    if kept or unsigned.exists():
        yield Break(body, 0, "minutes_without_entry")


def _same(minutes: Minutes, entry: Entry, facts: Mapping[str, Any]) -> bool:
    try:
        record = json.loads(minutes.content)
        spelled = canonical(record).decode() == minutes.content
    except ValueError:
        return False
    hashes = {commits(minutes.salt, [record]), minutes.digest, facts["minutes"]}
    instants = {minutes.signed_at, minutes.meeting.signed_at, entry.happened_at}
    return spelled and len(hashes) == 1 and len(instants) == 1


def _resolutions(body: Body) -> Iterator[Break]:
    """Each resolution must say what its entry says, and each entry have its resolution."""
    rows = Resolution.objects.filter(body=body)
    related = rows.select_related("item", "charter", "mends", "ballot")
    kept = {row.key: facts_of(row) for row in related}
    for entry, facts in told(body, "resolution.entered"):
        if kept.pop(facts["resolution"], None) != facts:
            yield Break(body, entry.number, "resolution_differs")
    if kept:
        yield Break(body, 0, "resolution_without_entry")


def _slips(body: Body) -> Iterator[Break]:
    """What was struck out as a slip is struck out, then, and nothing else is."""
    rows = ResolutionEffect.objects.slips().filter(resolution__body=body)
    kept = [
        (row.resolution.key, row.at, row.by_resolution_id)
        for row in rows.select_related("resolution")
    ]
    for entry, facts in told(body, "resolution.struck"):
        slip = (facts["resolution"], entry.happened_at, None)
        if slip not in kept:
            yield Break(body, entry.number, "slip_differs")
        else:
            kept.remove(slip)
    if kept:
        yield Break(body, 0, "slip_without_entry")


def _changes(body: Body) -> Iterator[Break]:
    """What later resolutions did to earlier ones, then, and nothing else."""
    rows = ResolutionEffect.objects.filter(resolution__body=body, effect__in=CHANGES)
    related = rows.select_related("resolution", "by_resolution")
    kept = [
        (row.resolution.key, row.effect, row.by_resolution and row.by_resolution.key, row.at)
        for row in related
    ]
    for entry, facts in told(body, "resolution.changed"):
        change = (facts["resolution"], facts["effect"], facts["by"], entry.happened_at)
        if change not in kept:
            yield Break(body, entry.number, "change_differs")
        else:
            kept.remove(change)
    if kept:
        yield Break(body, 0, "change_without_entry")


def _commitments(body: Body) -> Iterator[Break]:
    """Each list that an entry names has its commitment, and each commitment its list."""
    kept: dict[int, list[ListCommitment]] = {}
    for row in ListCommitment.objects.filter(entry__body=body).order_by("pk"):
        kept.setdefault(row.entry_id, []).append(row)
    for entry in Entry.objects.filter(body=body).order_by("number").iterator():
        beside = kept.get(entry.pk, [])
        if json.loads(entry.content)["lists"] != [shown(row) for row in beside]:
            yield Break(body, entry.number, "commitment_differs")
            return
        for row in beside:
            if not _holds(row):
                yield Break(body, entry.number, f"list_differs:{row.name}")


def _holds(row: ListCommitment) -> bool:
    """Whether the list is the one vouched for, or was erased with its salt after its time."""
    items = listing.items(row.name, row.subject)
    if row.erased_at is None:
        return commits(row.salt, items) == row.digest
    due = row.erase_on is not None and row.erased_at.date() >= row.erase_on
    return due and not row.salt and not items


def shown(row: ListCommitment) -> dict[str, Any]:
    """What an entry says of a list: how many, under which commitment, erased from which day."""
    return {
        "name": row.name,
        "subject": str(row.subject),
        "count": row.count,
        "commitment": row.digest,
        "erase_on": row.erase_on.isoformat() if row.erase_on else None,
    }


def commits(salt: str, items: list[Any]) -> str:
    """The commitment to a list under a stored salt; empty when that is no salt."""
    try:
        plain = bytes.fromhex(salt)
        return commitment(plain, items) if plain.hex() == salt else ""
    except ValueError:
        return ""


_checks: list[Check] = [_columns, _minutes, _resolutions, _slips, _changes, _commitments]
