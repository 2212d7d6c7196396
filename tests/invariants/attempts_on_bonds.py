"""Attempts on what binds delegates: what is asked, declared, heard and reported once."""

from mandates.models import Asked, Declaration, Hearing, Report
from tests.invariants.acts import Change, Insert
from tests.invariants.attempting import Attempt
from tests.invariants.days import MET
from tests.invariants.ground import Ground


def asked(ground: Ground) -> Asked:
    """The town was asked for its word."""
    return Asked.objects.create(sender=ground.town.body, motion_version=ground.motion, asked_at=MET)


def declared(ground: Ground) -> Declaration:
    """A delegate declared a text within the instruction."""
    return Declaration.objects.create(
        mandate=ground.delegate(), motion_version=ground.motion, word="within", at=MET
    )


def hearing(ground: Ground) -> Hearing:
    """A delegate is to be heard."""
    return Hearing.objects.create(
        mandate=ground.delegate(), ballot=ground.closed_ballot, opened_at=MET
    )


def report(ground: Ground) -> Report:
    """The draft of a report."""
    return Report.objects.create(sender=ground.town.body, session=ground.closed)


BONDS: list[Attempt] = [
    Attempt("asked_once", "one body asked twice", lambda g: Insert(asked(g))),
    Attempt("declared_once", "two words of one delegate", lambda g: Insert(declared(g))),
    Attempt(
        "declared_known",
        "neither within nor beyond",
        lambda g: Change(declared(g), {"word": "near"}),
    ),
    Attempt("hearing_once", "one vote heard twice", lambda g: Insert(hearing(g))),
    Attempt("report_once", "two reports on one session", lambda g: Insert(report(g))),
    Attempt(
        "report_filed_with_text",
        "nothing filed as a report",
        lambda g: Change(report(g), {"filed_at": MET}),
    ),
]
