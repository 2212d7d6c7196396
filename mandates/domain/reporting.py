"""Delegates report back on a session: what is due until when, the text, and what became of it.

That a report is overdue is computed on reading, from when the session was closed; no job says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.arithmetic.days import day_end, local_day
from communes.domain import planning
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Body, Meeting, OpenPoint, Person, Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import sending
from mandates.domain.lasting import report_days
from mandates.models import Mandate, Report, Seat

KIND = "report_back"
LONGEST = 20_000
LOOKED_BACK = timedelta(days=400)
"""Sessions closed longer ago are no longer asked about."""


@dataclass(frozen=True)
class Due:
    """One session on which a body's delegates report, until when, and what they filed."""

    sender: Body
    session: Meeting
    until: datetime
    report: Report | None = None
    resolution: Resolution | None = None

    def state(self, at: datetime) -> str:
        """`due`, `overdue`, `filed`, or what the sender's meeting made of it."""
        if self.resolution is not None:
            return "accepted" if self.resolution.adopted else "questioned"
        if self.report is not None and self.report.filed_at is not None:
            return "filed"
        return "overdue" if at >= self.until else "due"


def due_at(session: Meeting, sender: Body, days: int) -> datetime:
    """The end of the last day on which the report is in time, by the sender's own clocks."""
    assert session.closed_at is not None
    zone = ZoneInfo(sender.time_zone)
    return day_end(local_day(session.closed_at, zone) + timedelta(days=days), zone)


def dues(senders: Iterable[int], at: datetime) -> list[Due]:
    """What the delegates of these bodies report on, the latest session first; five queries."""
    sat = _sat(senders, at)
    sessions = held(at).filter(body__in={host for _sender, host in sat})
    return _owed(sat, list(sessions.select_related("body").order_by("-closed_at", "-pk")))


def dues_on(sessions: Sequence[Meeting], at: datetime) -> list[Due]:
    """What is reported on these sessions, by whoever was sent there; six queries."""
    rows = Seat.objects.filter(body__in={one.body_id for one in sessions})
    senders = rows.filter(sending_body__isnull=False).values_list("sending_body", flat=True)
    return _owed(_sat((one for one in senders.distinct() if one), at), sessions)


def held(at: datetime) -> QuerySet[Meeting]:
    """Meetings that are over, and not so long that nobody asks about them any more."""
    rows = Meeting.objects.filter(cancelled_at__isnull=True, closed_at__lte=at)
    return rows.filter(closed_at__gt=at - LOOKED_BACK)


def _owed(sat: "Sat", sessions: Sequence[Meeting]) -> list[Due]:
    bodies = Body.objects.in_bulk({sender for sender, _host in sat})
    filed = _filed(sessions, bodies)
    made = resolutions(filed.values())
    days = report_days(sessions, bodies.values())
    found = []
    for session in sessions:
        for sender, host in sat:
            if host == session.body_id and _represented(sat[sender, host], session):
                report = filed.get((sender, session.pk))
                until = due_at(session, bodies[sender], days[sender, session.pk])
                outcome = made.get(report.item_id or 0) if report else None
                found.append(Due(bodies[sender], session, until, report, outcome))
    return found


def sat_in(mandate: Mandate, due: Due) -> bool:
    """Whether the mandate was in force in the session, for the body that is owed the report."""
    seat, session = mandate.seat, due.session
    if (seat.sending_body_id, seat.body_id) != (due.sender.pk, session.body_id):
        return False
    assert session.opened_at is not None
    assert session.closed_at is not None
    ended_before = mandate.until is not None and mandate.until <= session.opened_at
    return mandate.since <= session.closed_at and not ended_before


def overdue(senders: Iterable[int], at: datetime) -> list[Due]:
    """Reports whose time is over and which nobody filed."""
    return [one for one in dues(senders, at) if one.state(at) == "overdue"]


def resolutions(reports: Iterable[Report]) -> dict[int, Resolution]:
    """By item what the sender's meetings decided on the reports."""
    items = [row.item_id for row in reports if row.item_id]
    rows = Resolution.objects.standing().filter(item__in=items) if items else []
    return {row.item_id: row for row in rows}


def delegates(sender: Body, session: Meeting, at: datetime) -> QuerySet[Person]:
    """Who may write the report: the sender's delegates in that council now."""
    rows = Mandate.objects.in_force(at).filter(seat__in=sending.sending(at))
    rows = rows.filter(seat__body=session.body_id, seat__sending_body=sender)
    return Person.objects.filter(pk__in=rows.values("person"))


def begin_problems(sender: Body, session: Meeting, at: datetime) -> list[Problem]:
    """Why there is nothing to report on: the session is not over, or nobody sat there for us."""
    if any(one.session == session for one in dues([sender.pk], at)):
        return []
    message = _("A report is given on a session that was closed and at which delegates sat.")
    return [Problem("nothing_to_report", message, {}, "session")]


def begin(sender: Body, session: Meeting, *, by: Actor, at: datetime) -> Report:
    """Begin the draft of a report, or find the one begun. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(begin_problems(sender, session, at))
        report, _made = Report.objects.get_or_create(sender=sender, session=session)
        return report


def save_problems(report: Report, text: str, seen: int) -> list[Problem]:
    """Why the draft may not be saved so: it was filed, or the other delegate saved meanwhile."""
    problems = []
    if report.filed_at is not None:
        problems.append(Problem("report_filed", _("This report was filed; it stands as it is.")))
    elif seen != report.version:
        message = _("Your co-delegate saved another text meanwhile. Both stand below.")
        problems.append(Problem("text_moved_on", message, {"theirs": report.text}, "text"))
    if len(text) > LONGEST:
        message = _("A report holds at most %(most)s characters.") % {"most": LONGEST}
        problems.append(Problem("text_too_long", message, {"most": LONGEST}, "text"))
    return problems


def save(report: Report, text: str, *, seen: int, by: Actor, at: datetime) -> Report:
    """Save the draft; `seen` is the version that the writer was shown. Raises `Refused`."""
    with acting(by=by, at=at):
        row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        refuse_if(save_problems(row, text, seen))
        row.text, row.saved_at, row.saved_by = text.strip(), at, by.person
        row.version += 1
        row.save()
        return row


def file_problems(report: Report) -> list[Problem]:
    """Why the report may not be filed: it is empty, or was filed."""
    problems = []
    if report.filed_at is not None:
        problems.append(Problem("report_filed", _("This report was filed; it stands as it is.")))
    if not report.text.strip():
        problems.append(Problem("text_missing", _("Write what happened there."), {}, "text"))
    return problems


def file(report: Report, *, by: Actor, at: datetime) -> Report:
    """File the report: the sender's next agenda gets it by itself. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        rows = Report.objects.select_for_update(of=("self",))
        row = rows.select_related("sender", "session__body").get(pk=report.pk)
        refuse_if(file_problems(row))
        row.filed_at = at
        row.save(update_fields=["filed_at"])
        facts = {"report": row.key, "session": row.session.key, "host": row.session.body.key}
        acts.enter(row.sender, "report.filed", facts)
        told = {"body": row.session.body.name, "number": row.session.number}
        with override(row.sender.language):
            title = _("Report on session %(number)s of %(body)s") % told
        occasion = f"{KIND}:{row.key}"
        planning.await_agenda(
            row.sender, kind=KIND, occasion=occasion, title=title, at=at, report=row.key
        )
        figures = {**told, "sender": row.sender.name}
        link = f"/reports/{row.key}/"
        acts.notify(row.sender, "report_filed", occasion, link=link, figures=figures)
        return row


def submit(report: Report, text: str, *, seen: int, files: bool, by: Actor, at: datetime) -> Report:
    """Save the text and, if `files`, file the report, as one act. Raises `Refused`."""
    with acting(by=by, at=at):
        row = save(report, text, seen=seen, by=by, at=at)
        return file(row, by=by, at=at) if files else row


def prepare(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    """Let the item be about the report that waited."""
    Report.objects.filter(public_id=point.figures.get("report")).update(item=item)


def of_item(item: AgendaItem) -> Report | None:
    """The report that an item is about."""
    rows = Report.objects.filter(item=item, filed_at__isnull=False)
    return rows.select_related("sender", "session__body").first()


def facts_of(item: AgendaItem) -> dict[str, str]:
    """What a decision on such an item puts down: which report it was about."""
    report = of_item(item)
    return {"report": report.key} if report else {}


Sat = Mapping[tuple[int, int], Sequence[tuple[datetime, datetime | None]]]


def _sat(senders: Iterable[int], at: datetime) -> Sat:
    """By sender and council the periods in which someone sat there for the sender."""
    rows = Mandate.objects.filter(seat__sending_body__in=set(senders), since__lte=at)
    rows = rows.exclude(seat__body__kind="commune").exclude(until__lte=at - LOOKED_BACK)
    found: dict[tuple[int, int], list[tuple[datetime, datetime | None]]] = {}
    for sender, host, since, until in rows.exclude(until=F("since")).values_list(
        "seat__sending_body", "seat__body", "since", "until"
    ):
        found.setdefault((sender or 0, host), []).append((since, until))
    return found


def _represented(periods: Sequence[tuple[datetime, datetime | None]], session: Meeting) -> bool:
    begun, closed = session.opened_at, session.closed_at
    assert begun is not None
    assert closed is not None
    return any(since <= closed and (until is None or until > begun) for since, until in periods)


def _filed(sessions: Sequence[Meeting], senders: Iterable[int]) -> dict[tuple[int, int], Report]:
    rows = Report.objects.filter(sender__in=list(senders), session__in=sessions)
    return {(row.sender_id, row.session_id): row for row in rows.select_related("saved_by")}
