"""Deciding: the count is entered, the rule of the charter applied, the verdict kept with both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes import kinds
from communes.domain import (
    attending,
    changing,
    chartering,
    confiding,
    consensus,
    numbering,
    weighing,
    womens,
)
from communes.domain.acting import Actor, CommittedList, acting
from communes.domain.attending import Room
from communes.domain.counting import Count, Electorate, count_problems, electorate
from communes.domain.keeping import list_day
from communes.domain.listing import roll_call
from communes.domain.opening import running_all
from communes.domain.stating import facts_of
from communes.models import (
    AgendaItem,
    Ballot,
    BodyKind,
    Method,
    Resolution,
    Role,
    Verdict,
)
from communes.problems import Problem, refuse_if


@dataclass(frozen=True)
class Outcome:
    """A verdict that the caller's own rule has reached, e.g. an election's."""

    adopted: bool
    rule: str
    needed: int = 0


@dataclass(frozen=True)
class Decided:
    """What an upper floor's deed hands to `adopt` beside the count."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    units: Sequence[Mapping[str, Any]] = ()
    outcome: Outcome | None = None


def item_problems(item: AgendaItem, at: datetime) -> list[Problem]:
    """Why nothing may be decided on the item: its meeting, its standing, its announcement."""
    problems = attending.room_problems(item.meeting)
    if not kinds.kind(item.kind).decides:
        problems.append(Problem("item_no_decision", _("This item is for discussion only.")))
    if item.resolutions.standing().exists():
        message = _("This item is already decided. Mend the slip instead of deciding again.")
        problems.append(Problem("item_decided", message))
    if item.added_at > item.meeting.convened_at and not item.urgent:
        message = _(
            "This item was not announced with the notice: it can be discussed, and decided "
            "only when the meeting has declared it urgent."
        )
        problems.append(Problem("item_not_announced", message))
    return problems + changing.aimed_problems(item)


def room_decides_problems(state: Room) -> list[Problem]:
    """Why the room may deliberate and not decide: quorum or women's presence unmet."""
    problems = []
    if not state.quorum.met:
        lacking = state.quorum.missing
        message = ngettext(
            "The quorum is not met: %(missing)s more is needed.",
            "The quorum is not met: %(missing)s more are needed.",
            lacking,
        )
        problems.append(Problem("quorum_unmet", message % {"missing": lacking}))
    if state.presence is not None and state.presence_binds and not state.presence.met:
        missing = state.presence.missing or 1
        message = ngettext(
            "Too few women are present to decide: %(missing)s more is needed.",
            "Too few women are present to decide: %(missing)s more are needed.",
            missing,
        )
        problems.append(Problem("presence_unmet", message % {"missing": missing}))
    return problems


def room_problems_for(item: AgendaItem, state: Room) -> list[Problem]:
    """The same for one item: the women present may have released their presence for it."""
    problems = room_decides_problems(state)
    if not any(one.code == "presence_unmet" for one in problems) or not womens.released(item):
        return problems
    return [one for one in problems if one.code != "presence_unmet"]


def concerned_problems(item: AgendaItem, at: datetime) -> list[Problem]:
    """Whoever an item concerns neither chairs nor records it."""
    concerned = {person.pk for person in kinds.kind(item.kind).concerned(item)}
    if not concerned:
        return []
    roles = running_all(item, at)
    deciding = [*roles[Role.CHAIR], *roles[Role.RECORDER]]
    return [
        Problem(
            "concerned",
            _("%(name)s is concerned by this item: name someone else to chair or record it.")
            % {"name": person.name},
        )
        for person in deciding
        if person.pk in concerned
    ]


def method_problems(item: AgendaItem, count: Count) -> list[Problem]:
    """A council decides by roll call, delegation by delegation; hands only for procedure."""
    council = item.meeting.body.kind == BodyKind.COUNCIL
    if council and item.motion_version_id and count.method != Method.ROLL_CALL:
        return [Problem("council_roll_call", _("A council decides on a motion by roll call."))]
    return []


def adopt_problems(
    item: AgendaItem,
    count: Count,
    at: datetime,
    ballot: Ballot | None = None,
    voters: Electorate | None = None,
) -> list[Problem]:
    """Every reason against deciding this item with this count now.

    `voters` is the item's electorate, for callers that have counted it already.
    """
    problems = item_problems(item, at)
    if item.meeting.opened_at is None:
        return problems
    state = attending.room(item.meeting, at)
    return [
        *problems,
        *room_problems_for(item, state),
        *count_problems(count, voters or electorate(item, at, ballot)),
        *method_problems(item, count),
        *consensus.vote_problems(item, count.method),
        *concerned_problems(item, at),
    ]


def adopt(
    item: AgendaItem,
    *,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    decided: Decided | None = None,
    ballot: Ballot | None = None,
) -> Resolution:
    """Enter a decision: freeze electorate, room, rule and verdict. Raises `Refused`.

    Where an earlier entry was struck out as a slip, this one takes its number, one revision on.
    """
    with acting(by=by, at=at) as acts:
        row = changing.locked(item)
        changing.hold(row)
        voters = electorate(row, at, ballot)
        refuse_if(adopt_problems(row, count, at, ballot, voters))
        resolution = _resolution(row, count, voters, at, decided or _plain(row), by)
        resolution.text = confiding.keep_decision(resolution, text.strip(), by=by, at=at)
        resolution.ballot = ballot
        numbering.number(resolution)
        resolution.save()
        row.finished_at = at
        row.save(update_fields=["finished_at"])
        acts.enter(resolution.body, "resolution.entered", facts_of(resolution), _lists(resolution))
        changing.carry_out(resolution, acts)
    return resolution


def _plain(item: AgendaItem) -> Decided:
    """What a decision without a form of its own puts down."""
    return Decided(facts=kinds.kind(item.kind).facts(item))


def _apart(count: Count) -> dict[str, Any]:
    """The women's count, where it was taken apart."""
    if count.women is None:
        return {}
    return {"women": dict(zip(("for", "against", "abstain"), count.women, strict=True))}


def _lists(resolution: Resolution) -> list[CommittedList]:
    ballot, words = resolution.ballot, confiding.vouch(resolution.public_id)
    if ballot is None:
        return words
    erase_on = list_day(ballot.votes.all(), resolution.body, resolution.happened_at)
    votes = roll_call(ballot.public_id)
    return [CommittedList("roll_call", ballot.public_id, votes, erase_on), *words]


def _outcome(
    item: AgendaItem, count: Count, voters: Electorate, decided: Decided, at: datetime
) -> tuple[Outcome, Mapping[str, Any]]:
    """What is decided, and what the book says of the ways in which a council's votes count."""
    if decided.outcome is not None:
        return decided.outcome, {}
    weighed = weighing.weigh(item, count, voters, decided.units, at)
    reached = weighed.verdict
    return Outcome(reached.adopted, str(reached.majority), reached.needed), weighed.facts()


def _resolution(
    item: AgendaItem,
    count: Count,
    voters: Electorate,
    at: datetime,
    decided: Decided,
    by: Actor,
) -> Resolution:
    outcome, told = _outcome(item, count, voters, decided, at)
    # Long: one line for each thing that a decision freezes.
    return Resolution(
        item=item,
        body=item.meeting.body,
        facts={**decided.facts, **_apart(count), **told},
        units=[dict(unit) for unit in decided.units],
        method=count.method,
        electorate=voters.size,
        present=voters.present,
        women_present=voters.women,
        votes_for=count.votes_for,
        votes_against=count.against,
        abstentions=count.abstain,
        rule=outcome.rule,
        needed=outcome.needed,
        charter=chartering.in_force(at),
        verdict=Verdict.ADOPTED if outcome.adopted else Verdict.REJECTED,
        happened_at=at,
        recorded_at=by.recorded_at or at,
    )
