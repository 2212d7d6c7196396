"""Did the delegates obey: each vote of a roll call beside what its sender had said by then."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from communes.models import Ballot, MotionVersion, RollCallVote
from communes.ports import Counted
from mandates.answers import parameters
from mandates.arithmetic import obedience
from mandates.arithmetic.obedience import Ruled, Standing, Word, rule
from mandates.domain import telling
from mandates.domain.telling import Said
from mandates.models import Declaration, Instruction, Mandate

Words = Mapping[tuple[int, int], Declaration]
UNRULED = Standing.FREE


@dataclass(frozen=True)
class Cast:
    """A vote as it was called, the mandate by which it was cast, and how it stands.

    `word` is None where no sender stands behind the vote, or no motion was voted on.
    """

    ballot: Ballot
    vote: RollCallVote
    mandate: Mandate | None
    word: Word | None
    ruled: Ruled


def counted(ballot: Ballot) -> Mapping[int, Counted]:
    """How each vote counts beside its sender's instruction (DOMAIN §2.4, §5)."""
    return {one.vote.pk: Counted(one.ruled.counts_as, one.ruled.side) for one in casts([ballot])}


def casts(ballots: Sequence[Ballot], senders: Sequence[int] | None = None) -> list[Cast]:
    """The votes of these roll calls, of these senders alone if named; queries do not grow.

    Ballots come with their item and meeting.
    """
    rows = RollCallVote.objects.filter(ballot__in=ballots)
    if senders is not None:
        rows = rows.filter(stands_for__in=senders)
    votes = list(rows.select_related("person", "stands_for").order_by("pk"))
    asked = _asked(ballots)
    said = _said(asked, votes)
    mandates = _mandates(ballots, votes)
    words = _declared(asked, mandates)
    known = {ballot.pk: ballot for ballot in ballots}
    deviating = {ballot.pk: _deviating(ballot) for ballot in ballots if ballot.closed_at is None}
    return [
        _cast(known[vote.ballot_id], vote, mandates.get(vote.pk), asked, said, words, deviating)
        for vote in votes
    ]


def _cast(
    ballot: Ballot,
    vote: RollCallVote,
    mandate: Mandate | None,
    asked: Mapping[int, "_Asked"],
    said: Said,
    words: Words,
    deviating: Mapping[int, str],
) -> Cast:
    question = asked.get(ballot.pk)
    if question is None or vote.stands_for_id is None:
        plain = Ruled(obedience.COUNTED, vote.choice, UNRULED)
        return Cast(ballot, vote, mandate, None, plain)
    word = _word(ballot, vote, mandate, question, said, words)
    frozen = vote.counts_as or deviating.get(ballot.pk, obedience.VOID)
    ruled = rule(vote.choice, word, _as_charter(frozen))
    return Cast(ballot, vote, mandate, word, ruled)


def _word(
    ballot: Ballot,
    vote: RollCallVote,
    mandate: Mandate | None,
    question: "_Asked",
    said: Said,
    words: Words,
) -> Word:
    version = question.version
    rows = said.get((vote.stands_for_id or 0, version.motion_id), ())
    exact, earlier = telling.standing(rows, version, until=ballot.opened_at)
    stances = [one.stance if one else "" for one in (exact, earlier)]
    if question.proposed is not None:
        stances = [obedience.on_proposal(one, question.proposed) for one in stances]
    return Word(
        kind=mandate.kind if mandate else "imperative",
        exact=stances[0],
        earlier=stances[1],
        declared=_by(ballot.opened_at, words.get((mandate.pk, version.pk))) if mandate else "",
    )


def _by(instant: datetime, row: Declaration | None) -> str:
    """What was declared by the instant."""
    return row.word if row is not None and row.at <= instant else ""


@dataclass(frozen=True)
class _Asked:
    """On which wording a ballot is taken; in a council's instruction the stance proposed."""

    version: MotionVersion
    proposed: str | None = None


def _asked(ballots: Sequence[Ballot]) -> dict[int, _Asked]:
    items = [one.item_id for one in ballots if one.item.kind == "instruction"]
    planned = _planned(items) if items else {}
    versions = MotionVersion.objects.in_bulk([one.motion_version_id for one in ballots])
    found = {}
    for ballot in ballots:
        version = versions.get(ballot.motion_version_id or 0)
        row = _live(planned.get(ballot.item_id, ()), ballot.opened_at)
        if version is not None:
            found[ballot.pk] = _Asked(version)
        elif row is not None:
            found[ballot.pk] = _Asked(row.motion_version, row.stance)
    return found


def _planned(items: Sequence[int]) -> Mapping[int, Sequence[Instruction]]:
    """By item each instruction that was put to it, the first first, slips too."""
    found: dict[int, list[Instruction]] = defaultdict(list)
    rows = Instruction.objects.filter(item__in=items).select_related("motion_version")
    for row in rows.order_by("pk"):
        found[row.item_id].append(row)
    return found


def _live(rows: Sequence[Instruction], at: datetime) -> Instruction | None:
    """Which of an item's instructions was being voted on: the first not struck out by then."""
    return next((row for row in rows if row.struck_at is None or row.struck_at > at), None)


def _said(asked: Mapping[int, _Asked], votes: Sequence[RollCallVote]) -> Said:
    motions = {one.version.motion_id for one in asked.values()}
    senders = {vote.stands_for_id for vote in votes if vote.stands_for_id}
    return telling.said(motions, senders) if motions and senders else {}


def _mandates(ballots: Sequence[Ballot], votes: Sequence[RollCallVote]) -> dict[int, Mandate]:
    """By vote the mandate under which it was cast: in force then, in that body, for that sender."""
    rows = Mandate.objects.filter(
        seat__body__in={one.item.meeting.body_id for one in ballots},
        seat__sending_body__in={one.stands_for_id for one in votes if one.stands_for_id},
        person__in={one.person_id for one in votes},
    ).select_related("seat")
    bodies = {one.pk: one.item.meeting.body_id for one in ballots}
    held: dict[tuple[int, int | None, int], list[Mandate]] = {}
    for row in rows.order_by("-pk"):
        held.setdefault((row.seat.body_id, row.seat.sending_body_id, row.person_id), []).append(row)
    found = {}
    for vote in votes:
        mine = held.get((bodies[vote.ballot_id], vote.stands_for_id, vote.person_id), [])
        for row in mine:  # the oldest last, which is the one that counts
            if row.in_force(vote.at):
                found[vote.pk] = row
    return found


def _declared(asked: Mapping[int, _Asked], mandates: Mapping[int, Mandate]) -> Words:
    rows = Declaration.objects.filter(
        mandate__in={one.pk for one in mandates.values()},
        motion_version__in={one.version.pk for one in asked.values()},
    )
    return {(row.mandate_id, row.motion_version_id): row for row in rows}


def _deviating(ballot: Ballot) -> str:
    at: datetime = ballot.opened_at
    return parameters(at, ballot.item.meeting.body).deviation


def _as_charter(frozen: str) -> str:
    """What the charter said of deviation, told by how a vote against an instruction was frozen."""
    same = frozen == obedience.AS_INSTRUCTED
    return obedience.AS_INSTRUCTED if same else obedience.VOID
