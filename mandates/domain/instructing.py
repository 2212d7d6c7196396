"""A sending body binds its delegates to a stance on one version of a motion."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.domain import mending, resolving, voting
from communes.domain.acting import Actor, Acts, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.resolving import Decided
from communes.models import (
    AgendaItem,
    Ballot,
    Body,
    BodyKind,
    Meeting,
    MotionVersion,
    Person,
    Resolution,
    Stage,
)
from communes.problems import Problem, refuse_if
from mandates.domain import questioning, sending
from mandates.models import Instruction, Mandate, Stance


@dataclass(frozen=True)
class Bond:
    """What the delegates are to be bound to; limits are words, for stances that need them."""

    stance: str
    limits: str = ""


def open_questions(sender: Body, at: datetime) -> list[MotionVersion]:
    """The newest versions of motions on which the body may instruct its delegates."""
    return list(questioning.open_before(sender, at))


def plan_problems(item: AgendaItem, version: MotionVersion, at: datetime) -> list[Problem]:
    """Why the item cannot be about this version: it is decided, or the vote on it has begun."""
    problems = []
    if item.kind != "instruction":
        problems.append(Problem("not_an_instruction", _("This item is not an instruction.")))
    if item.resolutions.standing().exists():
        problems.append(Problem("instruction_given", _("The instruction was already given.")))
    elif item.meeting.stage not in (Stage.CONVENED, Stage.OPEN):
        problems.append(Problem("meeting_over", _("This meeting is over; its agenda stands.")))
    if sending.closed(version, item.meeting.body, at):
        problems.append(vote_begun())
    elif not questioning.open_before(item.meeting.body, at).filter(pk=version.pk).exists():
        message = _("This motion is not before a council to which this body sends delegates.")
        problems.append(Problem("motion_elsewhere", message, {}, "motion"))
    return problems


def plan(item: AgendaItem, version: MotionVersion, *, by: Actor, at: datetime) -> Instruction:
    """Put the question of one version to the item's body; nothing is bound yet.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(plan_problems(locked, version, at))
        planned, _made = Instruction.objects.get_or_create(
            item=locked,
            struck_at=None,
            defaults={"sender": locked.meeting.body, "motion_version": version},
        )
        planned.motion_version = version
        planned.save(update_fields=["motion_version"])
        return planned


def planned_for(item: AgendaItem) -> Instruction | None:
    """The instruction that the item is about, if its motion was chosen."""
    rows = Instruction.objects.filter(item=item, struck_at__isnull=True)
    return rows.select_related("motion_version__motion__raised_in", "sender").first()


def instruct_problems(instruction: Instruction | None, bond: Bond, at: datetime) -> list[Problem]:
    """Why the instruction may not be given: no motion, no stance, or the vote has begun."""
    if instruction is None:
        message = _("Choose first which motion the instruction is about.")
        return [Problem("motion_missing", message, {}, "motion")]
    problems = []
    if bond.stance not in Stance.values:
        problems.append(Problem("stance_missing", _("Choose the stance."), {}, "stance"))
    if bond.stance == Stance.FREE and not bond.limits.strip():
        message = _("State the limits within which the delegates are free.")
        problems.append(Problem("limits_missing", message, {}, "limits"))
    if sending.closed(instruction.motion_version, instruction.sender, at):
        problems.append(vote_begun())
    return problems


def entry_problems(
    item: AgendaItem, bond: Bond, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering this instruction with this count, anew or for a slip."""
    planned = planned_for(item)
    if slip is None and item.meeting.body.kind == BodyKind.COUNCIL:
        message = _("A council decides by roll call: put the stance to the vote.")
        return [Problem("council_roll_call", message)]
    return instruct_problems(planned, bond, at) + mending.entry_problems(item, count, at, slip)


def instruct(
    item: AgendaItem,
    *,
    bond: Bond,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Decide on an instruction; adopted, it binds the whole delegation. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        planned = planned_for(item)
        lock(planned)
        refuse_if(entry_problems(item, bond, count, at, slip))
        assert planned is not None
        decided = Decided(facts=_facts(planned, bond))
        resolution = mending.enter(
            item, count=count, text=text, decided=decided, slip=slip, by=by, at=at
        )
        if resolution.adopted:
            current = planned_for(item)
            assert current is not None
            _bind(acts, current, bond, resolution)
    return resolution


def put_problems(item: AgendaItem, bond: Bond, at: datetime) -> list[Problem]:
    """Why a council may not call the roll on this stance now."""
    return instruct_problems(planned_for(item), bond, at) + voting.open_vote_problems(item)


def put_to_vote(item: AgendaItem, bond: Bond, *, by: Actor, at: datetime) -> Ballot:
    """Call the roll of a council on a stance for its own delegates; what each unit said of the
    motion binds its delegates in this vote. Raises `Refused`."""
    with acting(by=by, at=at):
        planned = planned_for(item)
        lock(planned)
        refuse_if(put_problems(item, bond, at))
        assert planned is not None
        planned.stance, planned.limits = bond.stance, bond.limits.strip()
        planned.save(update_fields=["stance", "limits"])
        return voting.open_vote(item, by=by, at=at)


def by_roll_call(
    ballot: Ballot, count: Count, decided: Decided, text: str, by: Actor, at: datetime
) -> Resolution:
    """Enter what a council's roll call decided on an instruction. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        planned = planned_for(ballot.item)
        lock(planned)
        bond = Bond(planned.stance, planned.limits) if planned else Bond("")
        refuse_if(instruct_problems(planned, bond, at))
        assert planned is not None
        told = Decided(facts=_facts(planned, bond), units=decided.units)
        resolution = resolving.adopt(
            ballot.item, count=count, text=text, by=by, at=at, decided=told, ballot=ballot
        )
        if resolution.adopted:
            _bind(acts, planned, bond, resolution)
    return resolution


def delegation(sender: Body, host: Body, at: datetime) -> list[Person]:
    """The persons who sit in the host for the sender at the instant."""
    rows = Mandate.objects.in_force(at).filter(seat__body=host, seat__sending_body=sender)
    return [row.person for row in rows.select_related("person")]


def lock(planned: Instruction | None) -> None:
    """Opening the vote locks the same version: one of the two comes first.

    The meeting before the version, as it does: neither waits for the other in a ring.
    """
    if planned is not None:
        Meeting.objects.select_for_update(of=("self",)).get(pk=planned.item.meeting_id)
        version = MotionVersion.objects.select_for_update(of=("self",))
        version.get(pk=planned.motion_version_id)


def vote_begun() -> Problem:
    message = _("The vote on this version has begun; it can no longer be instructed upon.")
    return Problem("vote_begun", message, {}, "motion")


def _facts(planned: Instruction, bond: Bond) -> dict[str, Any]:
    return {
        "instruction": planned.key,
        "motion": planned.motion_version.motion.key,
        "version": planned.motion_version.number,
        "stance": bond.stance,
        "limits": bond.limits.strip(),
    }


def _bind(acts: Acts, planned: Instruction, bond: Bond, resolution: Resolution) -> None:
    standing = Instruction.objects.standing().filter(
        sender=planned.sender, motion_version=planned.motion_version
    )
    planned.supersedes = standing.first()
    planned.stance = bond.stance
    planned.limits = bond.limits.strip()
    planned.resolution = resolution
    planned.given_at = acts.at
    planned.save()
    host = planned.motion_version.motion.raised_in
    acts.enter(host, "instruction.given", {**resolution.facts, "sender": planned.sender.key})
    figures = {
        "motion": planned.motion_version.motion.title,
        "sender": planned.sender.name,
        "stance": bond.stance,
    }
    for person in delegation(planned.sender, host, acts.at):
        occasion = f"instruction:{planned.key}"
        acts.notify_person(
            person, "instruction_given", occasion, link="/mandates/", figures=figures
        )
