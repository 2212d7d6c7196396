"""Attempts on what binds delegates: what is asked, declared, heard and reported once."""

from mandates.models import Asked, Declaration, Hearing, Reminder, Report
from tests.invariants.acts import Change, Empty, Insert, Remove
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


def filed(ground: Ground) -> Report:
    """A report that was filed."""
    return Report.objects.create(
        sender=ground.town.body, session=ground.closed, text="We said no.", filed_at=MET
    )


def reminded(ground: Ground) -> Reminder:
    """The delegates were told that their report is due."""
    return Reminder.objects.create(
        sender=ground.town.body, session=ground.closed, code=Reminder.SOON, at=MET
    )


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
    Attempt("reminded_once", "told twice of one report", lambda g: Insert(reminded(g))),
    Attempt(
        "mandates_report_filed_stays",
        "another text than was filed",
        lambda g: Change(filed(g), {"text": "We said yes."}),
    ),
    Attempt(
        "mandates_report_filed_stays",
        "a report taken back",
        lambda g: Change(filed(g), {"filed_at": None}),
    ),
    Attempt(
        "mandates_report_stays",
        "a report laid to another session",
        lambda g: Change(report(g), {"session_id": g.open.pk}),
    ),
    Attempt("mandates_report_no_delete", "a filed report", lambda g: Remove(filed(g))),
    Attempt("mandates_report_no_truncate", "all reports", lambda g: Empty("mandates_report")),
]
