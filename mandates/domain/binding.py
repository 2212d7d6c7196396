"""What binds a delegate: the motions before a council beside what the sender said of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from communes.models import Ballot, Body, Meeting, MotionVersion, RollCallVote
from mandates.domain import sending
from mandates.models import Instruction, Mandate

SHOWN = 200
"""So many motions at most are looked through, the newest first."""
LASTING = timedelta(days=1)
"""A meeting opened longer ago and not closed was forgotten, and is not the next."""

Delegation = tuple[int, int]
"""Ids of the body that sends and of the council in which its delegates sit."""


@dataclass(frozen=True)
class Question:
    """A motion before a council, and how one delegation stands to it.

    `instruction` is the one that stands on exactly this version, `earlier` one on a version
    since amended; `ballot` is the council's vote, `votes` what the delegates voted in it.
    """

    version: MotionVersion
    instruction: Instruction | None = None
    earlier: Instruction | None = None
    ballot: Ballot | None = None
    votes: Sequence[RollCallVote] = ()

    @property
    def open(self) -> bool:
        """Whether the sender may still instruct: the vote was not opened."""
        return self.ballot is None


@dataclass(frozen=True)
class Sheet:
    """One mandate: what it rests on in the end, what binds it, and when its body meets next."""

    mandate: Mandate
    ground: Mandate
    questions: Sequence[Question]
    session: Meeting | None

    @property
    def bound(self) -> list[Question]:
        """Questions on which an instruction stands."""
        return [one for one in self.questions if one.instruction is not None]

    @property
    def free(self) -> list[Question]:
        """Questions still open on which nothing was said."""
        return [one for one in self.questions if one.instruction is None and one.open]


def newest() -> QuerySet[MotionVersion]:
    """The newest version of every motion."""
    later = MotionVersion.objects.filter(motion=OuterRef("motion"), number__gt=OuterRef("number"))
    return MotionVersion.objects.filter(~Exists(later)).select_related("motion__raised_in")


def open_before(sender: Body, at: datetime) -> QuerySet[MotionVersion]:
    """Versions on which the body may instruct: before councils above it, and not yet voted on."""
    heard = sending.above([sender.pk], at)[sender.pk]
    rows = newest().filter(motion__raised_in__in=heard)
    return rows.exclude(sending.closing(sender, at)).order_by("-motion__raised_at", "-pk")


def questions(delegations: Iterable[Delegation]) -> dict[Delegation, list[Question]]:
    """For each delegation the motions before its council, in a constant number of queries.

    Open ones first, then those voted on of which the sender had said something.
    """
    wanted = set(delegations)
    if not wanted:
        return {}
    hosts = {host for _sender, host in wanted}
    versions = list(
        newest().filter(motion__raised_in__in=hosts).order_by("-motion__raised_at", "-pk")[:SHOWN]
    )
    ballots = _ballots(versions)
    votes = _votes(list(ballots.values()), {sender for sender, _host in wanted})
    given = _given(versions, {sender for sender, _host in wanted})
    found: dict[Delegation, list[Question]] = {}
    for sender, host in wanted:
        told = []
        for version in versions:
            if version.motion.raised_in_id == host:
                ballot = ballots.get(version.pk)
                said = given.get((sender, version.motion_id))
                cast = votes.get((ballot.pk, sender), []) if ballot else []
                told.append(_question(version, said, ballot, cast))
        kept = [one for one in told if one.open or one.instruction or one.votes]
        found[sender, host] = sorted(kept, key=lambda one: not one.open)
    return found


def sheets(mandates: Sequence[Mandate], at: datetime) -> list[Sheet]:
    """A sheet for each mandate, in the order given; the number of queries does not grow."""
    told = questions(_delegation(one) for one in mandates if one.seat.sending_body_id)
    grounds = _grounds(mandates)
    sessions = next_meetings({one.seat.body_id for one in mandates}, at)
    return [
        Sheet(
            mandate=one,
            ground=grounds[one.pk],
            questions=told.get(_delegation(one), []),
            session=sessions.get(one.seat.body_id),
        )
        for one in mandates
    ]


def next_meetings(bodies: Iterable[int], at: datetime) -> dict[int, Meeting]:
    """The next meeting of each body that is convened or going on, by body id."""
    rows = Meeting.objects.filter(
        body__in=set(bodies), cancelled_at__isnull=True, closed_at__isnull=True
    ).select_related("body")
    due = rows.filter(Q(starts_at__gt=at) | Q(starts_at__gt=at - LASTING, opened_at__isnull=False))
    return {row.body_id: row for row in due.order_by("-starts_at", "-pk")}


def with_seats(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Mandates with all that a sheet shows of seat, holder and resolution."""
    return rows.select_related(
        "person", "seat__body", "seat__sending_body", "resolution__item__meeting__body"
    )


def _question(
    version: MotionVersion,
    said: Instruction | None,
    ballot: Ballot | None,
    votes: Sequence[RollCallVote],
) -> Question:
    exact = said is not None and said.motion_version_id == version.pk
    return Question(
        version,
        instruction=said if exact else None,
        earlier=None if exact else said,
        ballot=ballot,
        votes=votes,
    )


def _delegation(mandate: Mandate) -> Delegation:
    return (mandate.seat.sending_body_id or 0, mandate.seat.body_id)


def _grounds(mandates: Sequence[Mandate]) -> dict[int, Mandate]:
    """What each mandate rests on in the end: itself, or the last of the chain above it."""
    ends = {one.pk: one for one in mandates}
    while waiting := {end.rests_on_id for end in ends.values() if end.rests_on_id}:
        above = {row.pk: row for row in with_seats(Mandate.objects.filter(pk__in=waiting))}
        ends = {pk: above.get(end.rests_on_id or 0, end) for pk, end in ends.items()}
    return ends


def _ballots(versions: Sequence[MotionVersion]) -> dict[int, Ballot]:
    rows = Ballot.objects.filter(
        motion_version__in=versions, item__meeting__body=F("motion_version__motion__raised_in")
    ).select_related("item__meeting__body")
    return {row.motion_version_id or 0: row for row in rows.order_by("opened_at", "pk")}


def _votes(ballots: Sequence[Ballot], senders: set[int]) -> dict[Delegation, list[RollCallVote]]:
    rows = RollCallVote.objects.filter(ballot__in=ballots, stands_for__in=senders)
    found: dict[Delegation, list[RollCallVote]] = defaultdict(list)
    for row in rows.select_related("person").order_by("pk"):
        found[row.ballot_id, row.stands_for_id or 0].append(row)
    return found


def _given(
    versions: Sequence[MotionVersion], senders: set[int]
) -> dict[tuple[int, int], Instruction]:
    """The standing instruction of each sender on each motion; on its newest version if any."""
    motions = {version.motion_id for version in versions}
    rows = Instruction.objects.standing().filter(
        sender__in=senders, motion_version__motion__in=motions
    )
    rows = rows.select_related("motion_version", "resolution__item__meeting__body", "sender")
    return {
        (row.sender_id, row.motion_version.motion_id): row
        for row in rows.order_by("motion_version__number", "pk")
    }
