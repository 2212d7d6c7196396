"""Our delegates, now and over time: each vote beside its instruction, as it is recorded."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from communes.arithmetic.ways import SPLIT, unit_says
from communes.models import AgendaItem, Ballot, Body, Meeting, MotionVersion, Resolution
from mandates.arithmetic import obedience
from mandates.domain import obeying, sending, telling
from mandates.domain.obeying import Cast
from mandates.models import Hearing, Instruction, Mandate

SHOWN = 200
"""So many votes at most are looked through, the latest first."""
FRESH = timedelta(days=1)
"""A session stays on the page for a day after it was closed."""


@dataclass(frozen=True)
class Watched:
    """One motion on a session's agenda: what we said of it, and how our delegates vote."""

    item: AgendaItem
    version: MotionVersion
    instruction: Instruction | None
    earlier: Instruction | None
    ballot: Ballot | None
    casts: Sequence[Cast]
    resolution: Resolution | None

    @property
    def says(self) -> str:
        """The one vote of the body in counting by unit, `split` or `void`; empty before any."""
        sides = [
            obedience.VOID if one.ruled.counts_as == obedience.VOID else one.ruled.side
            for one in self.casts
        ]
        return unit_says(Counter(sides))

    @property
    def split(self) -> bool:
        """Whether our delegates differ, so that they count for neither side."""
        return self.says == SPLIT


@dataclass(frozen=True)
class Session:
    """A session in which our delegates sit, and the motions on its agenda."""

    meeting: Meeting
    votes: Sequence[Watched]


def sessions(sender: Body, at: datetime) -> list[Session]:
    """Sessions going on, or closed within a day, with their motions; queries do not grow."""
    hosts = sending.hosts([sender.pk], at)[sender.pk]
    rows = Meeting.objects.filter(body__in=hosts, opened_at__lte=at, cancelled_at__isnull=True)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at - FRESH))
    meetings = list(rows.select_related("body").order_by("-opened_at", "pk")[:SHOWN])
    watched = _watched(sender, meetings)
    return [Session(one, watched[one.pk]) for one in meetings]


def stamp(told: Sequence[Session]) -> str:
    """A short text that changes whenever anything on the page of these sessions does."""
    seen = [
        (
            session.meeting.pk,
            session.meeting.closed_at,
            one.item.pk,
            one.item.position,
            one.version.pk,
            one.instruction and one.instruction.pk,
            one.ballot and (one.ballot.pk, one.ballot.closed_at),
            one.resolution and one.resolution.pk,
            [(cast.vote.pk, cast.ruled) for cast in one.casts],
        )
        for session in told
        for one in session.votes
    ]
    whole = [(one.meeting.pk, one.meeting.closed_at) for one in told]
    return sha256(repr((whole, seen)).encode()).hexdigest()[:16]


def records(sender: Body) -> Mapping[int, Sequence[Cast]]:
    """By mandate the votes cast under it that are closed, the first first; queries do not grow.

    Votes by name are erased after the charter's time, and are then told no more.
    """
    rows = Ballot.objects.filter(votes__stands_for=sender, closed_at__isnull=False)
    rows = rows.filter(resolution__isnull=False).distinct().select_related("item__meeting__body")
    ballots = list(rows.order_by("-opened_at", "-pk")[:SHOWN])
    found: dict[int, list[Cast]] = defaultdict(list)
    for one in obeying.casts(ballots, [sender.pk]):
        if one.mandate is not None and one.word is not None:
            found[one.mandate.pk].append(one)
    return {
        pk: sorted(casts, key=lambda one: (one.ballot.opened_at, one.vote.pk))
        for pk, casts in found.items()
    }


def heard(hearing: Hearing | None) -> Cast | None:
    """The vote for which a delegate is heard, as long as votes by name are kept."""
    if hearing is None:
        return None
    casts = obeying.casts([hearing.ballot], [hearing.mandate.seat.sending_body_id or 0])
    return next((one for one in casts if one.vote.person_id == hearing.mandate.person_id), None)


def delegates(sender: Body, at: datetime) -> list[Mandate]:
    """Who sits in councils for the body now, by council and seat."""
    rows = Mandate.objects.in_force(at).filter(seat__in=sending.sending(at))
    rows = rows.filter(seat__sending_body=sender).exclude(seat__body=sender)
    related = ("person", "seat__body", "seat__sending_body", "resolution__item__meeting__body")
    return list(rows.select_related(*related).order_by("seat__body__folded", "seat__number", "pk"))


def _watched(sender: Body, meetings: Sequence[Meeting]) -> dict[int, list[Watched]]:
    rows = AgendaItem.objects.filter(meeting__in=meetings, confidential=False)
    items = list(rows.filter(Q(motion_version__isnull=False) | Q(kind="instruction")))
    asked = Instruction.objects.filter(item__in=items, struck_at__isnull=True)
    proposals = {row.item_id: row.motion_version_id for row in asked}
    about = {one.pk: one.motion_version_id or proposals.get(one.pk, 0) for one in items}
    versions = MotionVersion.objects.select_related("motion").in_bulk(about.values())
    ballots = _ballots(items)
    casts = _by_ballot(obeying.casts(list(ballots.values()), [sender.pk]))
    said = telling.said({one.motion_id for one in versions.values()}, [sender.pk])
    decided = Resolution.objects.standing().filter(item__in=items)
    made = {row.item_id: row for row in decided}
    found: dict[int, list[Watched]] = defaultdict(list)
    for item in sorted(items, key=lambda one: (one.position, one.pk)):
        version = versions.get(about[item.pk])
        if version is None:
            continue
        ballot = ballots.get(item.pk)
        given = said.get((sender.pk, version.motion_id), ())
        exact, earlier = telling.standing(given, version, ballot.opened_at if ballot else None)
        votes = casts[ballot.pk] if ballot else []
        row = Watched(item, version, exact, earlier, ballot, votes, made.get(item.pk))
        found[item.meeting_id].append(row)
    return found


def _ballots(items: Sequence[AgendaItem]) -> dict[int, Ballot]:
    """By item the vote taken on it, the last one opened."""
    rows = Ballot.objects.filter(item__in=items).select_related("item__meeting__body")
    return {row.item_id: row for row in rows.order_by("opened_at", "pk")}


def _by_ballot(casts: Sequence[Cast]) -> dict[int, list[Cast]]:
    found: dict[int, list[Cast]] = defaultdict(list)
    for one in casts:
        found[one.ballot.pk].append(one)
    return found
