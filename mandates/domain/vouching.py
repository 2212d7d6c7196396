"""Mandates are held against the books of the bodies that granted and ended them."""

from collections.abc import Iterator

from communes.domain.vouching import Break, told
from communes.models import Body
from mandates.domain.stating import facts_of
from mandates.models import Mandate


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
        if row is None or (row.end_reason, row.until) != (facts["reason"], entry.happened_at):
            yield Break(body, entry.number, "mandate_end_differs")
    if rows:
        yield Break(body, 0, "mandate_end_without_entry")


def expired(body: Body) -> Iterator[Break]:
    """Each term that an entry calls over was over then, and not ended before."""
    rows = _mandates(body)
    for entry, facts in told(body, "mandate.expired"):
        row = rows.get(facts["mandate"])
        if row is None or row.end_reason or row.until != entry.happened_at:
            yield Break(body, entry.number, "mandate_end_differs")


def _early(row: Mandate) -> bool:
    return bool(row.end_reason) or row.until != row.term_until


def _mandates(body: Body) -> dict[str, Mandate]:
    related = ("seat", "person", "rests_on", "resolution")
    rows = Mandate.objects.filter(seat__body=body).select_related(*related)
    return {row.key: row for row in rows}
