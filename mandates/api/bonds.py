"""What binds a delegate: declarations, votes beside their instruction, and report-backs."""

from typing import Any
from uuid import UUID

from communes.api.asking import Ask, chosen_one, found, require, require_seen
from communes.api.reaching import body_of, entered, item_of
from communes.api.resources import acts, reads
from communes.models import Ballot, Body, Meeting, MotionVersion
from communes.serializers.deciding import BallotSerializer
from mandates import permissions
from mandates.domain import binding, declaring, instructing, reporting, uniting, watching
from mandates.domain.instructing import Bond
from mandates.domain.uniting import RollUp
from mandates.models import Declaration, Mandate, Report
from mandates.serializers.bonds import (
    BeginReportSerializer,
    DeclarationSerializer,
    DeclareTextSerializer,
    DelegatesSerializer,
    ReportSerializer,
    RollUpSerializer,
    SaveReportSerializer,
    SessionsSerializer,
    StanceSerializer,
)


@acts(DeclarationSerializer, takes=DeclareTextSerializer)
def declare(ask: Ask, mandate: UUID) -> Declaration:
    """Declare an amended wording within or beyond the instruction given on an earlier one."""
    row = found(binding.with_seats(Mandate.objects.all()), mandate)
    require(permissions.may_declare(ask.me, row))
    known = MotionVersion.objects.select_related("motion__raised_in")
    version = chosen_one(known, ask.told["motion_version"], "motion_version")
    assert version is not None
    return declaring.declare(row, version, ask.told["word"], by=ask.by, at=ask.at)


@reads(DelegatesSerializer)
def delegates(ask: Ask, body: UUID) -> dict[str, Any]:
    """Who speaks for a body, how each voted beside its instruction, and the reports due."""
    row = _watched(ask, body)
    records = watching.records(row)
    held = watching.delegates(row, ask.at)
    return {
        "delegates": [{"mandate": one, "votes": records.get(one.pk, ())} for one in held],
        "reports": reporting.dues([row.pk], ask.at),
    }


@reads(SessionsSerializer)
def delegates_now(ask: Ask, body: UUID) -> dict[str, Any]:
    """The votes of a body's delegates in sessions going on, as they are recorded."""
    told = watching.sessions(_watched(ask, body), ask.at)
    return {"stamp": watching.stamp(told), "sessions": told}


@acts(ReportSerializer, takes=BeginReportSerializer, status=201)
def begin_report(ask: Ask, mandate: UUID) -> Report:
    """Begin the report of a delegation on a session, or find the one begun."""
    row = found(binding.with_seats(Mandate.objects.all()), mandate)
    require(permissions.may_declare(ask.me, row) and row.in_force(ask.at))
    sender = row.seat.sending_body
    require_seen(sender is not None)
    known = Meeting.objects.filter(body=row.seat.body)
    session = chosen_one(known, ask.told["session"], "session")
    assert sender is not None
    assert session is not None
    return reporting.begin(sender, session, by=ask.by, at=ask.at)


@reads(ReportSerializer)
def report(ask: Ask, report: UUID) -> Report:
    """A report: for those who write it, and once it was filed for those whom it is for."""
    row = _report(ask, report)
    readable = permissions.may_read_report(ask.me, row, ask.at)
    require_seen(readable or permissions.may_write_report(ask.me, row, ask.at))
    return row


@acts(ReportSerializer, takes=SaveReportSerializer)
def save_report(ask: Ask, report: UUID) -> Report:
    """Save the draft; with a version that is not the newest it is refused with the other text."""
    row = _written(ask, report)
    text, seen = ask.told["text"], ask.told["version"]
    return reporting.save(row, text, seen=seen, by=ask.by, at=ask.at)


@acts(ReportSerializer)
def file_report(ask: Ask, report: UUID) -> Report:
    """File the report; the sender's next agenda gets it by itself."""
    return reporting.file(_written(ask, report), by=ask.by, at=ask.at)


@acts(BallotSerializer, takes=StanceSerializer, status=201)
def put_to_vote(ask: Ask, item: UUID) -> Ballot:
    """Call the roll of a council on a stance for its own delegates."""
    row = entered(ask, item, "instruction")
    bond = Bond(ask.told["stance"], ask.told["limits"])
    return instructing.put_to_vote(row, bond, by=ask.by, at=ask.at)


@reads(RollUpSerializer)
def roll_up(ask: Ask, item: UUID) -> RollUp:
    """What the units of a council said of the wording that an item is to instruct upon."""
    row = item_of(ask, item)
    planned = instructing.planned_for(row)
    require_seen(planned is not None)
    assert planned is not None
    return uniting.roll_up(row, planned.motion_version, ask.at)


def _watched(ask: Ask, body: UUID) -> Body:
    row = body_of(ask, body)
    require(permissions.may_watch(ask.me, row, ask.at))
    return row


def _report(ask: Ask, report: UUID) -> Report:
    return found(Report.objects.select_related("sender", "session__body", "item"), report)


def _written(ask: Ask, report: UUID) -> Report:
    row = _report(ask, report)
    require_seen(permissions.may_write_report(ask.me, row, ask.at))
    return row
