"""Mandates are held against the books of the bodies that granted and ended them."""

from collections.abc import Iterator

from communes.domain.vouching import Break, told
from communes.models import Body
from mandates.domain.drawing import sheet_facts
from mandates.domain.petitioning import digest
from mandates.domain.petitioning import facts_of as petition_facts
from mandates.domain.stating import facts_of
from mandates.models import Mandate, Petition, Sheet

OUTCOMES = ("petition.succeeded", "petition.lapsed", "petition.ended")


def granted(body: Body) -> Iterator[Break]:
    """Each mandate is what its entry granted, from the instant of that entry."""
    rows = _mandates(body)
    for entry, facts in told(body, "mandate.granted"):
        row = rows.pop(facts["mandate"], None)
        if row is None or facts != facts_of(row) or row.since != entry.happened_at:
            yield Break(body, entry.number, "mandate_differs")
    if rows:
        yield Break(body, 0, "mandate_without_entry")


def ended(body: Body) -> Iterator[Break]:
    """Each mandate runs to its term, but for those that an entry ended, then and for that."""
    rows = {key: row for key, row in _mandates(body).items() if _early(row)}
    for entry, facts in told(body, "mandate.ended"):
        row = rows.pop(facts["mandate"], None)
        then = (facts["reason"], entry.happened_at, facts.get("resolution"))
        if row is None or (row.end_reason, row.until, _ended_by(row)) != then:
            yield Break(body, entry.number, "mandate_end_differs")
    if rows:
        yield Break(body, 0, "mandate_end_without_entry")


def expired(body: Body) -> Iterator[Break]:
    """Each term that an entry calls over was over then, and not ended before.

    Unless a later entry corrects it: somebody gave the mandate back in the last moment, and that
    was written down after the term was.
    """
    rows = _mandates(body)
    corrected = {facts["mandate"]: entry.number for entry, facts in told(body, "mandate.ended")}
    for entry, facts in told(body, "mandate.expired"):
        row = rows.get(facts["mandate"])
        later = corrected.get(facts["mandate"], 0) > entry.number
        over = row and (row.term_until if later else row.until)
        if row is None or (row.end_reason and not later) or over != entry.happened_at:
            yield Break(body, entry.number, "mandate_end_differs")


def petitions(body: Body) -> Iterator[Break]:
    """Each petition is what its entry opened, and came to what its entry says."""
    rows = Petition.objects.filter(body=body).select_related("mandate__seat__body")
    kept = {row.key: row for row in rows}
    opened = set()
    for entry, facts in told(body, "petition.opened"):
        row = kept.get(facts["petition"])
        if row is None or facts != petition_facts(row) or row.opened_at != entry.happened_at:
            yield Break(body, entry.number, "petition_differs")
        opened.add(facts["petition"])
    if set(kept) - opened:
        yield Break(body, 0, "petition_without_entry")
    yield from _replies(body, kept)
    yield from _outcomes(body, kept)
    yield from _sheets(body)


def _replies(body: Body, kept: dict[str, Petition]) -> Iterator[Break]:
    replied = {key for key, row in kept.items() if row.reply or row.replied_at}
    for entry, facts in told(body, "petition.replied"):
        row = kept.get(facts["petition"])
        if row is None or (digest(row.reply), row.replied_at) != (
            facts["reply"],
            entry.happened_at,
        ):
            yield Break(body, entry.number, "reply_differs")
        replied.discard(facts["petition"])
    if replied:
        yield Break(body, 0, "reply_without_entry")


def _sheets(body: Body) -> Iterator[Break]:
    rows = Sheet.objects.filter(petition__body=body).select_related("petition")
    kept = {row.key: row for row in rows}
    handed_in = set()
    for entry, facts in told(body, "sheet.received"):
        row = kept.get(facts["sheet"])
        same = row is not None and sheet_facts(row).items() <= facts.items()
        if row is None or not same or row.received_at != entry.happened_at:
            yield Break(body, entry.number, "sheet_differs")
        handed_in.add(facts["sheet"])
    settled = {key: row.settled_at for key, row in kept.items() if row.settled_at is not None}
    for entry, facts in told(body, "sheet.confirmed"):
        if settled.pop(facts["sheet"], None) != entry.happened_at:
            yield Break(body, entry.number, "sheet_differs")
    if settled or set(kept) - handed_in:
        yield Break(body, 0, "sheet_without_entry")


def _outcomes(body: Body, kept: dict[str, Petition]) -> Iterator[Break]:
    written = {key for key, row in kept.items() if row.succeeded_at or row.tally}
    for entry, facts in told(body, *OUTCOMES):
        row = kept.get(facts["petition"])
        counts = {name: facts[name] for name in facts if name not in ("petition", "threshold")}
        over = entry.happened_at if entry.kind == "petition.succeeded" else None
        if row is None or counts != row.tally or row.succeeded_at != over:
            yield Break(body, entry.number, "petition_outcome_differs")
        written.discard(facts["petition"])
    if written:
        yield Break(body, 0, "petition_outcome_without_entry")


def _early(row: Mandate) -> bool:
    return bool(row.end_reason) or row.until != row.term_until or row.ended_by is not None


def _ended_by(row: Mandate) -> str | None:
    return row.ended_by.key if row.ended_by else None


def _mandates(body: Body) -> dict[str, Mandate]:
    related = ("seat", "person", "rests_on", "resolution", "ended_by")
    rows = Mandate.objects.filter(seat__body=body).select_related(*related)
    return {row.key: row for row in rows}
