"""A sending body binds its delegates to a stance on one version of a motion."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import resolving
from communes.domain.acting import Actor, Acts, acting
from communes.domain.counting import Count
from communes.domain.resolving import Decided
from communes.models import AgendaItem, Ballot, Body, Motion, MotionVersion, Person, Resolution
from communes.periods import holding
from communes.problems import Problem, refuse_if
from mandates.models import Instruction, Mandate, Seat, Stance


@dataclass(frozen=True)
class Bond:
    """What the delegates are to be bound to; limits are words, for stances that need them."""

    stance: str
    limits: str = ""


def open_questions(sender: Body, at: datetime) -> list[MotionVersion]:
    """The newest versions of motions before the councils to which the body sends delegates."""
    hosts = Seat.objects.filter(holding(at), sending_body=sender).values("body")
    motions = Motion.objects.filter(raised_in__in=hosts).prefetch_related("versions")
    newest = [max(motion.versions.all(), key=lambda v: v.number) for motion in motions]
    closed = set(
        Ballot.objects.filter(motion_version__in=newest, item__meeting__body__in=hosts).values_list(
            "motion_version", flat=True
        )
    )
    return [version for version in newest if version.pk not in closed]


def plan(item: AgendaItem, version: MotionVersion, *, by: Actor, at: datetime) -> Instruction:
    """Put the question of one version to the item's body; nothing is bound yet.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        planned = Instruction.objects.filter(item=item, struck_at__isnull=True).first()
        if planned is not None and planned.given_at is not None:
            refuse_if([Problem("instruction_given", _("The instruction was already given."))])
        if planned is None:
            sender = item.meeting.body
            return Instruction.objects.create(item=item, sender=sender, motion_version=version)
        planned.motion_version = version
        planned.save(update_fields=["motion_version"])
        return planned


def planned_for(item: AgendaItem) -> Instruction | None:
    """The instruction that the item is about, if its motion was chosen."""
    rows = Instruction.objects.filter(item=item, struck_at__isnull=True)
    return rows.select_related("motion_version__motion__raised_in", "sender").first()


def instruct_problems(instruction: Instruction | None, bond: Bond) -> list[Problem]:
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
    votes = Ballot.objects.filter(motion_version=instruction.motion_version)
    if votes.exclude(item__meeting__body=instruction.sender).exists():
        message = _("The vote on this version has begun; it can no longer be instructed upon.")
        problems.append(Problem("vote_begun", message))
    return problems


def instruct(
    item: AgendaItem, *, bond: Bond, count: Count, text: str, by: Actor, at: datetime
) -> Resolution:
    """Decide on an instruction; adopted, it binds the whole delegation. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        planned = planned_for(item)
        if planned is not None:
            pk = planned.motion_version_id
            MotionVersion.objects.select_for_update(of=("self",)).get(pk=pk)
        refuse_if(instruct_problems(planned, bond) + resolving.adopt_problems(item, count, at))
        assert planned is not None
        facts = {
            "instruction": planned.key,
            "motion": planned.motion_version.motion.key,
            "version": planned.motion_version.number,
            "stance": bond.stance,
            "limits": bond.limits.strip(),
        }
        resolution = resolving.adopt(
            item, count=count, text=text, by=by, at=at, decided=Decided(facts=facts)
        )
        if resolution.adopted:
            _bind(acts, planned, bond, resolution, at)
    return resolution


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back an instruction whose decision was entered by a slip; the question stays open."""
    with acting(by=by, at=at):
        given = Instruction.objects.filter(resolution=resolution, struck_at__isnull=True).first()
        if given is None:
            return
        given.struck_at = at
        given.save(update_fields=["struck_at"])
        Instruction.objects.create(
            item=given.item, sender=given.sender, motion_version=given.motion_version
        )


def delegation(sender: Body, host: Body, at: datetime) -> list[Person]:
    """The persons who sit in the host for the sender at the instant."""
    rows = Mandate.objects.in_force(at).filter(seat__body=host, seat__sending_body=sender)
    return [row.person for row in rows.select_related("person")]


def _bind(
    acts: Acts, planned: Instruction, bond: Bond, resolution: Resolution, at: datetime
) -> None:
    standing = Instruction.objects.standing().filter(
        sender=planned.sender, motion_version=planned.motion_version
    )
    planned.supersedes = standing.first()
    planned.stance = bond.stance
    planned.limits = bond.limits.strip()
    planned.resolution = resolution
    planned.given_at = at
    planned.save()
    host = planned.motion_version.motion.raised_in
    acts.enter(host, "instruction.given", {**resolution.facts, "sender": planned.sender.key})
    for person in delegation(planned.sender, host, at):
        acts.notify_person(
            person,
            "instruction_given",
            f"instruction:{planned.key}",
            link="/mandates/",
            figures={
                "motion": planned.motion_version.motion.title,
                "sender": planned.sender.name,
                "stance": bond.stance,
            },
        )
