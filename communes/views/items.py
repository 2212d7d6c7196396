"""One item of a meeting: its record, its decision, and what stands in the way of deciding."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from communes import kinds, permissions, way_wording
from communes.domain import (
    changing,
    consensus,
    counting,
    mending,
    opening,
    resolving,
    tallying,
    urgency,
    voting,
)
from communes.domain.attending import Room
from communes.forms.deciding import DecisionForm, MendForm, UrgencyForm
from communes.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BodyKind,
    Choice,
    MeetingRole,
    Resolution,
    ResolutionEffect,
    Role,
    Stage,
)
from communes.problems import Problem
from communes.templatetags.meetings import MAJORITIES, kind_label
from communes.views import confided
from communes.views.asking import me, moment, page
from communes.views.panels import panels
from communes.views.reaching import address, trail


def decisions(item: AgendaItem) -> list[Resolution]:
    """What was entered on the item, slips struck out included, in the order of entry."""
    rows = item.resolutions.select_related("item", "charter", "body")
    slips = Prefetch("effects", ResolutionEffect.objects.slips())
    rows = rows.prefetch_related(slips, "changes__resolution")
    return list(rows.order_by("number", "revision"))


def standing(item: AgendaItem) -> Resolution | None:
    """The decision that stands."""
    rows = item.resolutions.standing().select_related("item__meeting__body", "charter", "body")
    return rows.order_by("-revision").first()


def item_parts(request: HttpRequest, item: AgendaItem, state: Room, at: datetime) -> dict[str, Any]:
    """All that the middle of the room shows of an item."""
    return {**_parts(item, state, at), **confided.parts(request, item)}


def _parts(item: AgendaItem, state: Room, at: datetime) -> dict[str, Any]:
    kind = kinds.kind(item.kind)
    decided = decisions(item)
    stands = next((row for row in decided if not row.effects.all()), None)
    ballot = item.ballots.filter(closed_at__isnull=True).first()
    return {
        "record": item.text,
        "version": item.text_version,
        "kind": kind,
        "kind_label": kind_label(item.kind),
        "entry_url": address(kind.entry, item.public_id),
        "plan_url": address(kind.plan, item.public_id) if stands is None else "",
        "unprepared": stands is None and kind.unfinished is not None and kind.unfinished(item),
        "decisions": decided,
        "stands": stands,
        "may_aim": item.kind in changing.PLAIN and not item.confidential,
        "aim": changing.aim_of(item) if stands is None else None,
        "chairs": opening.running(item, Role.CHAIR, at),
        "recorders": opening.running(item, Role.RECORDER, at),
        "own_roles": MeetingRole.objects.filter(item=item).exists(),
        "next_item": following(item),
        **panels(item, at),
        **_deciding(item, stands, ballot, state, at),
        **_mending(kind, stands, at),
    }


def _deciding(
    item: AgendaItem, stands: Resolution | None, ballot: Ballot | None, state: Room, at: datetime
) -> dict[str, Any]:
    """The form of the decision and every reason why it cannot be entered now."""
    kind = kinds.kind(item.kind)
    if not kind.decides or stands is not None or item.meeting.stage != Stage.OPEN:
        return {"deciding": False}
    late = not urgency.announced(item) and not item.urgent
    return {
        "deciding": True,
        "blocked": blocked(item, state, at),
        "late": late,
        "urgency_blocked": urgency.urgency_problems(item) if late else [],
        "urgency": UrgencyForm(prefix="urgent"),
        "urgent_rule": MAJORITIES.get(urgency.rule_of(item, at), ""),
        "room_blocked": resolving.room_decides_problems(state),
        "voters": counting.electorate(item, at),
        "majority": MAJORITIES.get(counting.rule_of(item, at), ""),
        "decision": DecisionForm(initial={"text": proposed(item)}),
        "ballot": ballot,
        "choices": Choice.choices,
        **_called(ballot, at),
        "only_roll_call": item.meeting.body.kind == BodyKind.COUNCIL and bool(item.motion_version),
        "call_blocked": voting.open_vote_problems(item) if ballot is None else [],
    }


def _called(ballot: Ballot | None, at: datetime) -> dict[str, Any]:
    if ballot is None:
        return {}
    calls = roll(ballot, at)
    answered = sum(1 for one in calls if one["choice"])
    return {"calls": calls, "answered": answered, "ways": _so_far(ballot, at)}


def _so_far(ballot: Ballot, at: datetime) -> list[way_wording.Line]:
    """How a council's roll call stands in each way of counting; elsewhere nothing."""
    if ballot.item.meeting.body.kind != BodyKind.COUNCIL:
        return []
    return way_wording.lines(tallying.so_far(ballot, at).facts(), final=False)


def _mending(kind: kinds.Kind, stands: Resolution | None, at: datetime) -> dict[str, Any]:
    if stands is None:
        return {}
    told = kind.consequences
    return {
        "mend_blocked": mending.strike_problems(stands, "…", at),
        "mend": MendForm(resolution=stands) if kind.entry is None else None,
        "consequences": told(stands) if told else [],
    }


def blocked(item: AgendaItem, state: Room, at: datetime) -> list[Problem]:
    """Why nothing can be decided on the item now, whatever the count."""
    return [
        *resolving.item_problems(item, at),
        *resolving.room_problems_for(item, state),
        *resolving.concerned_problems(item, at),
        *consensus.adjourned_problems(item),
    ]


def proposed(item: AgendaItem) -> str:
    """The words of the resolution before anyone changes them: the motion's, or the title."""
    if item.confidential:
        return ""  # entered without words it is called as the item is
    return item.motion_version.text if item.motion_version else item.title


def roll(ballot: Ballot, at: datetime) -> list[dict[str, Any]]:
    """Everyone in the room who may vote, and whoever has voted, with what each said."""
    votes: dict[int | None, str] = {row.person_id: row.choice for row in ballot.votes.all()}
    rows = Attendance.objects.in_room(at).members().filter(meeting=ballot.item.meeting_id)
    stays = rows.select_related("person", "stands_for")
    called = [
        {"person": one.person, "unit": one.stands_for, "choice": votes.pop(one.person_id, "")}
        for one in stays.order_by("stands_for__folded", "person__sort_key", "pk")
        if one.person is not None
    ]
    gone = ballot.votes.filter(person__in=[pk for pk in votes if pk]).select_related(
        "person", "stands_for"
    )
    return called + [
        {"person": one.person, "unit": one.stands_for, "choice": one.choice, "gone": True}
        for one in gone
    ]


def following(item: AgendaItem) -> AgendaItem | None:
    """The item that comes after this one."""
    rows = AgendaItem.objects.filter(meeting=item.meeting_id, position__gt=item.position)
    return rows.order_by("position", "pk").first()


def item_reading(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """The item as others read it; of a confidential one only that it was dealt with."""
    meeting = item.meeting
    context = {
        "item": item,
        "meeting": meeting,
        "steps": trail(meeting.body, meeting),
        "kind_label": kind_label(item.kind),
        "decisions": [] if item.confidential else decisions(item),
        "plain": not item.confidential,
        **confided.parts(request, item),
        "runs": permissions.may_run(me(request), meeting, moment(request)),
        "back": reverse("meeting", args=[meeting.public_id]),
        "at": moment(request),
    }
    return page(request, "communes/meetings/item.html", context)
