"""Reports that are due soon, and those overdue, are told to whom they concern, once each: a sweep.

Whether a report is overdue is read from the session and never from what is written down here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from communes.domain.acting import Actor, acting
from communes.models import Meeting
from mandates.domain import reporting, sending
from mandates.domain.lasting import extremes
from mandates.domain.reporting import Due
from mandates.models import Mandate, Reminder, Report, Seat

AHEAD = timedelta(days=3)
"""So long before its end a report is reminded of *(ours)*."""
LATE = timedelta(days=60)
"""Whoever swept nothing for longer reminds nobody of what was due before."""
BATCH = 50


def sweep(at: datetime) -> int:
    """Remind of what is due at the instant; how many reminders were new."""
    found = extremes()
    ids = list(waiting(at, *found).values_list("pk", flat=True)) if found else []
    return sum(_remind(ids[start : start + BATCH], at) for start in range(0, len(ids), BATCH))


def code_of(due: Due, at: datetime) -> str:
    """What a delegation is to be reminded of now: nothing, that it is due soon, or overdue."""
    state = due.state(at)
    if state == "overdue":
        return Reminder.OVERDUE
    return Reminder.SOON if state == "due" and at >= due.until - AHEAD else ""


def waiting(at: datetime, least: int, most: int) -> QuerySet[Meeting]:
    """Sessions whose report somebody may owe by now and was not told so; in the order of bodies.

    Widely drawn, by the least and the most days that anybody has: of each the rule `code_of`
    says whether the time has come.
    """
    day = timedelta(days=1)
    settled = Report.objects.filter(
        sender=OuterRef("sending_body"), session=OuterRef(OuterRef("pk")), filed_at__isnull=False
    )
    said = Reminder.objects.filter(
        sender=OuterRef("sending_body"), session=OuterRef(OuterRef("pk")), code=Reminder.OVERDUE
    )
    owing = Seat.objects.filter(~Exists(settled), ~Exists(said), sending_body__isnull=False)
    rows = reporting.held(at).filter(Exists(owing.filter(body=OuterRef("body"))))
    rows = rows.filter(closed_at__gt=at - most * day - LATE)
    return rows.filter(closed_at__lte=at - (least - 1) * day + AHEAD).order_by("body", "pk")


def _remind(ids: Sequence[int], at: datetime) -> int:
    with acting(by=Actor(basis="charter", recorded_at=at), at=at) as acts:
        sessions = Meeting.objects.select_related("body").filter(pk__in=ids).order_by("body", "pk")
        due = [(one, code_of(one, at)) for one in reporting.dues_on(list(sessions), at)]
        fresh = _fresh([(one, code) for one, code in due if code], at)
        acts.notify_all([*_to_delegates(fresh, at), *_to_senders(fresh)])
    return len(fresh)


def _fresh(told: Sequence[tuple[Due, str]], at: datetime) -> list[tuple[Due, str]]:
    """Write down what is said for the first time; the row is unique, so another sweep says none."""
    rows = Reminder.objects.filter(session__in={due.session.pk for due, _code in told})
    known = set(rows.values_list("sender", "session", "code"))
    fresh = [
        (due, code) for due, code in told if (due.sender.pk, due.session.pk, code) not in known
    ]
    Reminder.objects.bulk_create(
        [Reminder(sender=due.sender, session=due.session, code=code, at=at) for due, code in fresh],
        ignore_conflicts=True,
    )
    return fresh


def _to_delegates(told: Sequence[tuple[Due, str]], at: datetime) -> list[dict[str, Any]]:
    """To those of the delegation who sat in that session, sit there still and have an account."""
    seats = {
        "seat__sending_body__in": {due.sender.pk for due, _code in told},
        "seat__body__in": {due.session.body_id for due, _code in told},
        "person__account__isnull": False,
    }
    now = Mandate.objects.in_force(at).filter(seat__in=sending.sending(at), **seats)
    rows = Mandate.objects.filter(person__in=now.values("person"), **seats)
    mandates = list(rows.select_related("seat", "person__account").order_by("person__account"))
    return [
        {
            "account_id": account,
            "body_id": None,
            "link": "/mandates/",
            **_shared(due, f"report_{code}"),
        }
        for due, code in told
        for account in dict.fromkeys(
            one.person.account.pk for one in mandates if reporting.sat_in(one, due)
        )
    ]


def _to_senders(told: Sequence[tuple[Due, str]]) -> list[dict[str, Any]]:
    """To the body that waits for a report, once it is overdue."""
    return [
        {
            "account_id": None,
            "body_id": due.sender.pk,
            "link": f"/bodies/{due.sender.key}/delegates/",
            **_shared(due, "report_owed"),
        }
        for due, code in told
        if code == Reminder.OVERDUE
    ]


def _shared(due: Due, code: str) -> dict[str, Any]:
    figures = {
        "sender": due.sender.name,
        "body": due.session.body.name,
        "number": due.session.number,
        "due_at": due.until.isoformat(),
        "zone": due.sender.time_zone,
    }
    occasion = f"{code}:{due.sender.key}:{due.session.key}"
    return {"occasion": occasion, "code": code, "figures": figures}
