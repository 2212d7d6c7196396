"""The body that gave a mandate ends it: on the agenda with notice, the reply heard (DOMAIN §5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain import mending
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.resolving import Decided
from communes.models import (
    Affiliation,
    AgendaItem,
    Body,
    Person,
    Relation,
    Resolution,
    Sitting,
    Stage,
)
from communes.periods import holding
from communes.problems import Problem, refuse_if
from mandates.domain import ending, succeeding
from mandates.domain.petitioning import LONGEST, granting_body, subject_problems
from mandates.models import EndReason, Heard, Mandate, MandateBasis, Petition, RecallItem

KINDS = ("recall", "hearing")
"""Items that may end a mandate: a recall as such, or after hearing who voted against the word."""


@dataclass(frozen=True)
class Reply:
    """How the person concerned made use of the right of reply, and what was said."""

    heard: str
    text: str = ""


def recallable(body: Body, at: datetime) -> QuerySet[Mandate]:
    """Mandates in force that the body gave, but for those recalled through their ground."""
    rows = Mandate.objects.in_force(at).exclude(basis=MandateBasis.EX_OFFICIO)
    rows = rows.select_related("person", "seat__body", "seat__sending_body")
    given = [row.pk for row in rows.filter(_near(body, at)) if granting_body(row, at) == body]
    return rows.filter(pk__in=given).order_by("seat__body__name", "seat__office", "seat__number")


def planned_for(item: AgendaItem) -> RecallItem | None:
    """What the item is about, if the mandate was chosen."""
    rows = RecallItem.objects.filter(item=item)
    return rows.select_related("mandate__seat__body", "mandate__person", "petition").first()


def concerned(item: AgendaItem) -> list[Person]:
    """Whose mandate it is: who neither chairs nor records the item."""
    planned = planned_for(item)
    return [planned.mandate.person] if planned else []


def plan_problems(item: AgendaItem, mandate: Mandate, at: datetime) -> list[Problem]:
    """Why the item cannot be about the recall of this mandate."""
    problems = subject_problems(mandate, at)
    if item.kind not in KINDS:
        problems.append(Problem("not_a_recall", _("This item is not a recall.")))
    if granting_body(mandate, at) != item.meeting.body:
        message = _("A mandate is recalled by the body that gave it.")
        problems.append(Problem("given_elsewhere", message, {}, "mandate"))
    if item.resolutions.standing().exists():
        problems.append(Problem("item_decided", _("This item is already decided.")))
    elif item.meeting.stage not in (Stage.CONVENED, Stage.OPEN):
        problems.append(Problem("meeting_over", _("This meeting is over; its agenda stands.")))
    planned = planned_for(item)
    if planned is not None and planned.mandate_id != mandate.pk:
        message = _("What the notice announced stands: another recall is another item.")
        problems.append(Problem("recall_announced", message, {}, "mandate"))
    return problems


def plan(
    item: AgendaItem,
    mandate: Mandate,
    *,
    by: Actor,
    at: datetime,
    petition: Petition | None = None,
) -> RecallItem:
    """Let an item be about the recall of one mandate; the person concerned is told.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(plan_problems(locked, mandate, at))
        planned, _made = RecallItem.objects.get_or_create(
            item=locked, defaults={"mandate": mandate, "petition": petition}
        )
        seat, meeting = mandate.seat, locked.meeting
        figures = {"body": seat.body.name, "office": str(seat.office)}
        figures |= {"starts_at": meeting.starts_at.isoformat(), "zone": meeting.body.time_zone}
        acts.notify_person(
            mandate.person,
            "hearing_planned" if locked.kind == "hearing" else "recall_planned",
            f"recall:{locked.key}",
            link=f"/meetings/{meeting.key}/",
            figures=figures,
        )
        return planned


def reply_problems(item: AgendaItem, reply: Reply) -> list[Problem]:
    """Why the reply may not be recorded so."""
    problems = []
    if planned_for(item) is None:
        problems.append(_unplanned())
    if item.meeting.stage != Stage.OPEN or item.resolutions.standing().exists():
        message = _("The reply is recorded in the open meeting, before the vote.")
        problems.append(Problem("reply_not_now", message))
    if reply.heard not in Heard.values:
        message = _("Say how the person concerned replied.")
        problems.append(Problem("heard_missing", message, {}, "heard"))
    if reply.heard in (Heard.SPOKEN, Heard.WRITTEN) and not reply.text.strip():
        message = _("Write down what was replied.")
        problems.append(Problem("reply_missing", message, {}, "reply"))
    if len(reply.text.strip()) > LONGEST:
        problems.append(Problem("reply_too_long", _("This is too long."), {}, "reply"))
    return problems


def record_reply(item: AgendaItem, reply: Reply, *, by: Actor, at: datetime) -> None:
    """Record how the right of reply was used, before the vote. Raises `Refused`."""
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(reply_problems(locked, reply))
        row = RecallItem.objects.filter(item=locked)
        row.update(heard=reply.heard, reply=reply.text.strip())


def recall_problems(
    planned: RecallItem | None, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Why the recall may not be voted on: no mandate, it is over, or no reply was heard."""
    if planned is None:
        return [_unplanned()]
    problems = [] if _taken_by(planned, slip) else subject_problems(held(planned.mandate, at), at)
    if planned.item.meeting.sitting == Sitting.BOARD:
        message = _("The assembly recalls, not its board.")
        problems.append(Problem("board_recalls_nobody", message))
    if not planned.heard:
        message = _("Record first how the person concerned replied: each has the right of reply.")
        problems.append(Problem("reply_unrecorded", message))
    return problems


def held(mandate: Mandate, at: datetime) -> Mandate:
    """The mandate, or the one by which a slip that had ended it was made good."""
    rows = Mandate.objects.in_force(at).filter(seat=mandate.seat, person=mandate.person)
    return rows.select_related("seat__body", "person").first() or mandate


def entry_problems(
    item: AgendaItem, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering this vote, anew or for a slip."""
    problems = recall_problems(planned_for(item), at, slip)
    return problems + mending.entry_problems(item, count, at, slip)


def recall(
    item: AgendaItem,
    *,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Enter the vote on a recall; adopted, the mandate ends this instant. Raises `Refused`."""
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(entry_problems(locked, count, at, slip))
        planned = planned_for(locked)
        assert planned is not None
        facts = Decided(facts=_facts(planned))
        resolution = mending.enter(
            locked, count=count, text=text, decided=facts, slip=slip, by=by, at=at
        )
        if resolution.adopted:
            _end(planned.mandate, resolution, by=by, at=at)
    return resolution


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Give back by new acts what a recall entered by a slip took."""
    succeeding.restore(resolution, by=by, at=at)


def _end(mandate: Mandate, resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """End the mandate, or the one by which a slip gave it back; the next alternate is called."""
    row = held(mandate, at)
    ending.end(row, reason=EndReason.RECALLED, by=by, at=at, resolution=resolution)


def _facts(planned: RecallItem) -> dict[str, Any]:
    mandate = planned.mandate
    return {
        "recall": mandate.key,
        "seat": mandate.seat.key,
        "person": mandate.person.key,
        "office": str(mandate.seat.office),
        "petition": planned.petition.key if planned.petition else None,
        "heard": str(planned.heard),
        "reply": planned.reply,
    }


def _near(body: Body, at: datetime) -> Q:
    """Seats of the body, of what it formed, and those to which it sends."""
    formed = Affiliation.objects.filter(holding(at), parent=body, relation=Relation.FORMED_BY)
    own = Q(seat__body=body) | Q(seat__body__in=formed.values("body"))
    return own | Q(seat__sending_body=body)


def _taken_by(planned: RecallItem, slip: Slip | None) -> bool:
    """Whether the mandate ended by the very decision that is being mended."""
    return slip is not None and planned.mandate.ended_by_id == slip.resolution.pk


def _unplanned() -> Problem:
    message = _("Choose first whose recall the item is about.")
    return Problem("recall_missing", message, {}, "mandate")
