"""The motions before councils, and how each delegation stands to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from communes.models import AgendaItem, Ballot, Body, MotionVersion, RollCallVote
from mandates.domain import sending, telling
from mandates.domain.telling import Said
from mandates.models import Declaration, Instruction

SHOWN = 200
"""So many motions at most are looked through, the newest first."""

Delegation = tuple[int, int]
"""Ids of the body that sends and of the council in which its delegates sit."""


@dataclass(frozen=True)
class Question:
    """A motion before a council, and how one delegation stands to it.

    `instruction` is the one that stands on exactly this version, `earlier` one on a version
    since amended, `history` all that the sender ever said of the motion, the first first.
    `declared` is what the delegates declared, by the mandate's id; `ballot` the vote of the
    council in which they sit, `votes` what they voted in it; `vote_at` the session convened to
    take it. `further` is true of a motion before a council further up, on which this one is to
    instruct its own delegates.
    """

    version: MotionVersion
    instruction: Instruction | None = None
    earlier: Instruction | None = None
    ballot: Ballot | None = None
    votes: Sequence[RollCallVote] = ()
    history: Sequence[Instruction] = ()
    declared: Mapping[int, str] = field(default_factory=dict)
    vote_at: datetime | None = None
    further: bool = False

    @property
    def open(self) -> bool:
        """Whether the sender may still instruct: the vote was not opened."""
        return self.ballot is None

    @property
    def over(self) -> bool:
        """Whether the vote was closed, so that nothing binds any more."""
        return self.ballot is not None and self.ballot.closed_at is not None

    @property
    def moved_on(self) -> bool:
        """Whether the text changed since the instruction, so that each delegate declares."""
        return self.instruction is None and self.earlier is not None


def newest() -> QuerySet[MotionVersion]:
    """The newest version of every motion."""
    later = MotionVersion.objects.filter(motion=OuterRef("motion"), number__gt=OuterRef("number"))
    return MotionVersion.objects.filter(~Exists(later)).select_related("motion__raised_in")


def open_before(sender: Body, at: datetime) -> QuerySet[MotionVersion]:
    """Versions on which the body may instruct: before councils above it, and not yet voted on."""
    heard = sending.above([sender.pk], at)[sender.pk]
    rows = newest().filter(motion__raised_in__in=heard)
    return rows.exclude(sending.closing(sender, at)).order_by("-motion__raised_at", "-pk")


@dataclass(frozen=True)
class _Known:
    """What is read once for all delegations."""

    said: Said
    ballots: Mapping[Delegation, Ballot]
    votes: Mapping[Delegation, Sequence[RollCallVote]]
    declared: Mapping[Delegation, Mapping[int, str]]
    sessions: Mapping[int, datetime]


def questions(delegations: Iterable[Delegation], at: datetime) -> dict[Delegation, list[Question]]:
    """For each delegation the motions before its council, in a constant number of queries.

    Open ones first, then those voted on of which the sender had said something. Motions before
    a council further up are told as far as the sender said something of them.
    """
    wanted = set(delegations)
    if not wanted:
        return {}
    above = sending.above({host for _sender, host in wanted}, at)
    heard = above.keys() | {one for upper in above.values() for one in upper}
    rows = newest().filter(motion__raised_in__in=heard)
    versions = list(rows.order_by("-motion__raised_at", "-pk")[:SHOWN])
    known = _known(versions, wanted)
    found: dict[Delegation, list[Question]] = {}
    for sender, host in wanted:
        near = above[host] | {host}
        mine = [one for one in versions if one.motion.raised_in_id in near]
        told = [_question(one, sender, host, known) for one in mine]
        kept = [one for one in told if _tells(one)]
        found[sender, host] = sorted(kept, key=lambda one: not one.open)
    return found


def _tells(one: Question) -> bool:
    if one.further:
        return bool(one.history)
    return one.open or bool(one.instruction or one.votes)


def _question(version: MotionVersion, sender: int, host: int, known: _Known) -> Question:
    ballot = known.ballots.get((version.pk, host))
    opened_at = ballot.opened_at if ballot else None
    history = telling.stood(known.said.get((sender, version.motion_id), ()), opened_at)
    exact, earlier = telling.standing(history, version, opened_at)
    return Question(
        version,
        instruction=exact,
        earlier=None if exact else earlier,
        ballot=ballot,
        votes=known.votes.get((ballot.pk, sender), ()) if ballot else (),
        history=history,
        declared=known.declared.get((sender, version.pk), {}),
        vote_at=known.sessions.get(version.pk),
        further=version.motion.raised_in_id != host,
    )


def _known(versions: Sequence[MotionVersion], wanted: set[Delegation]) -> _Known:
    senders = {sender for sender, _host in wanted}
    ballots = _ballots(versions) | _proposals(versions, {host for _sender, host in wanted})
    return _Known(
        said=telling.said({one.motion_id for one in versions}, senders),
        ballots=ballots,
        votes=_votes(list(ballots.values()), senders),
        declared=_declared(versions, senders),
        sessions=_sessions(versions),
    )


def _ballots(versions: Sequence[MotionVersion]) -> dict[Delegation, Ballot]:
    """By version and council the vote on the motion itself, the last one opened."""
    rows = Ballot.objects.filter(
        motion_version__in=versions, item__meeting__body=F("motion_version__motion__raised_in")
    ).select_related("item__meeting__body", "resolution")
    return {
        (row.motion_version_id or 0, row.item.meeting.body_id): row
        for row in rows.order_by("opened_at", "pk")
    }


def _proposals(versions: Sequence[MotionVersion], hosts: set[int]) -> dict[Delegation, Ballot]:
    """By version and council its vote on instructing its own delegates."""
    planned = Instruction.objects.filter(
        motion_version__in=versions, struck_at__isnull=True, item__meeting__body__in=hosts
    )
    about = dict(planned.values_list("item", "motion_version"))
    rows = Ballot.objects.filter(item__in=about)
    rows = rows.select_related("item__meeting__body", "resolution")
    return {
        (about[row.item_id], row.item.meeting.body_id): row
        for row in rows.order_by("opened_at", "pk")
    }


def _votes(ballots: Sequence[Ballot], senders: set[int]) -> dict[Delegation, list[RollCallVote]]:
    rows = RollCallVote.objects.filter(ballot__in=ballots, stands_for__in=senders)
    found: dict[Delegation, list[RollCallVote]] = defaultdict(list)
    for row in rows.select_related("person").order_by("pk"):
        found[row.ballot_id, row.stands_for_id or 0].append(row)
    return found


def _declared(
    versions: Sequence[MotionVersion], senders: set[int]
) -> dict[Delegation, dict[int, str]]:
    rows = Declaration.objects.filter(
        motion_version__in=versions, mandate__seat__sending_body__in=senders
    )
    found: dict[Delegation, dict[int, str]] = defaultdict(dict)
    for row in rows.select_related("mandate__seat"):
        sender = row.mandate.seat.sending_body_id or 0
        found[sender, row.motion_version_id][row.mandate_id] = row.word
    return found


def _sessions(versions: Sequence[MotionVersion]) -> dict[int, datetime]:
    """When the session begins that is convened to vote on each version."""
    rows = AgendaItem.objects.filter(
        motion_version__in=versions,
        meeting__body=F("motion_version__motion__raised_in"),
        meeting__cancelled_at__isnull=True,
        meeting__closed_at__isnull=True,
    )
    told = rows.order_by("-meeting__starts_at").values_list("motion_version", "meeting__starts_at")
    return {version or 0: starts_at for version, starts_at in told}
