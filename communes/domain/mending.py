"""A slip is struck out by a new entry and the decision entered anew; nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.domain import changing, confiding, counting, resolving
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.resolving import Decided, Outcome
from communes.domain.stating import facts_of
from communes.models import AgendaItem, Meeting, Resolution, ResolutionEffect, Stage, Verdict, What
from communes.problems import Problem, refuse_if


@dataclass(frozen=True)
class Slip:
    """A decision that was entered by a slip, and what the slip was."""

    resolution: Resolution
    reason: str


def strike_problems(resolution: Resolution, reason: str, at: datetime) -> list[Problem]:
    """Why a decision may not be struck out: only before the minutes are signed, with a reason,
    and not while what it brought about is being acted upon."""
    problems = []
    if resolution.item.meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        message = _("The minutes are signed: a correction is a resolution of a later meeting.")
        problems.append(Problem("minutes_signed", message))
    if resolution.effects.slips().exists():
        problems.append(Problem("already_struck", _("This entry was already mended.")))
    elif resolution.effects.holding().exists():
        message = _("A later resolution changes this one: mend that one first.")
        problems.append(Problem("already_changed", message))
    if not reason.strip():
        problems.append(Problem("reason_missing", _("Say what the slip was."), {}, "reason"))
    return problems + kinds.kind(resolution.item.kind).undo_problems(resolution, at)


def entered_at(resolution: Resolution) -> datetime:
    """When what the decision brought about came about: at its entry, or when a slip was mended."""
    if resolution.mends is None:
        return resolution.happened_at
    struck = ResolutionEffect.Effect.STRUCK
    return resolution.mends.effects.filter(effect=struck).latest("at").at


def strike(resolution: Resolution, *, reason: str, by: Actor, at: datetime) -> None:
    """Strike out a decision entered by a slip, and undo what it brought about. Raises `Refused`.

    What it did to an earlier resolution no longer holds, for it rested on this entry.
    """
    with acting(by=by, at=at) as acts:
        item = resolution.item
        Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = Resolution.objects.select_related("item__meeting__body").get(pk=resolution.pk)
        refuse_if(strike_problems(row, reason, at))
        slip, struck = confiding.slip_of(row), ResolutionEffect.Effect.STRUCK
        why = confiding.keep(row.item, What.SLIP, slip, reason.strip(), by=by, at=at)
        ResolutionEffect.objects.create(resolution=row, effect=struck, reason=why, at=at)
        item.finished_at = None
        item.save(update_fields=["finished_at"])
        undo = kinds.kind(item.kind).undo
        if undo is not None:
            undo(row, by, at)
        facts = {"resolution": row.key, "number": row.number}
        acts.enter(row.body, "resolution.struck", facts, confiding.vouch(slip))


def mend_problems(resolution: Resolution, count: Count, reason: str, at: datetime) -> list[Problem]:
    """Why the decision may not be mended to this count."""
    problems = strike_problems(resolution, reason, at)
    if count.total > resolution.present:
        message = _("%(total)s hands were counted, and %(present)s people in the room may vote.")
        figures = {"total": count.total, "present": resolution.present}
        problems.append(Problem("count_too_high", message % figures, figures, "count"))
    if min(count.votes_for, count.against, count.abstain) < 0:
        problems.append(Problem("count_negative", _("A count is never below zero."), {}, "count"))
    if "counted" in resolution.facts and not _as_called(resolution, count):
        message = _(
            "This count is that of the votes by name: strike the decision out and call the roll "
            "again. Its text may be mended."
        )
        problems.append(Problem("count_called", message, {}, "count"))
    return problems


def _as_called(old: Resolution, count: Count) -> bool:
    """Whether a count is that of the roll call as it was entered."""
    called = (old.votes_for, old.votes_against, old.abstentions, old.method)
    return (count.votes_for, count.against, count.abstain, count.method) == called


def mend(
    resolution: Resolution, *, count: Count, text: str, reason: str, by: Actor, at: datetime
) -> Resolution:
    """Replace a decision's count or text; the room stays as it was when the vote was taken.

    Kinds with an entry of their own hand their slip to their own deed. Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(_own_entry_problems(resolution) + mend_problems(resolution, count, reason, at))
        kept = None
        if "counted" in resolution.facts:
            kept = Outcome(resolution.adopted, resolution.rule, resolution.needed)
        same = Decided(resolution.facts, resolution.units, kept)
        return _replace(Slip(resolution, reason), count, text, same, by=by, at=at)


def _own_entry_problems(resolution: Resolution) -> list[Problem]:
    """What such a decision brought about can only be brought about anew by its own deed."""
    if kinds.kind(resolution.item.kind).entry is None:
        return []
    return [Problem("own_entry", _("This decision is mended where it was entered."))]


def entry_problems(
    item: AgendaItem, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Why this count may not be entered on the item, anew or in place of a slip."""
    if slip is None:
        return resolving.adopt_problems(item, count, at)
    return mend_problems(slip.resolution, count, slip.reason, at)


def enter(
    item: AgendaItem,
    *,
    count: Count,
    text: str,
    decided: Decided,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Enter what an upper floor's deed has worked out, anew or in place of a slip.

    A slip is struck out first, with all it brought about. Raises `Refused`.
    """
    with acting(by=by, at=at):
        if slip is None:
            return resolving.adopt(item, count=count, text=text, decided=decided, by=by, at=at)
        refuse_if(mend_problems(slip.resolution, count, slip.reason, at))
        return _replace(slip, count, text, decided, by=by, at=at)


def _replace(
    slip: Slip, count: Count, text: str, decided: Decided, *, by: Actor, at: datetime
) -> Resolution:
    old = slip.resolution
    with acting(by=by, at=at) as acts:
        strike(old, reason=slip.reason, by=by, at=at)
        outcome = decided.outcome
        if outcome is None:
            voters = counting.Electorate(old.electorate, old.present, old.women_present)
            reached = counting.verdict(old.item, count, voters, old.happened_at)
            outcome = Outcome(reached.adopted, str(reached.majority), reached.needed)
        new = _successor(old, count, decided, outcome)
        words = text.strip() or confiding.decision_of(old)
        new.text = confiding.keep_decision(new, words, by=by, at=at)
        new.recorded_at = by.recorded_at or at
        new.save()
        AgendaItem.objects.filter(pk=old.item_id).update(finished_at=at)
        lists = confiding.vouch(new.public_id)
        acts.enter(old.body, "resolution.entered", facts_of(new), lists)
        changing.carry_out(new, acts)
    return new


def _successor(old: Resolution, count: Count, decided: Decided, outcome: Outcome) -> Resolution:
    """The next revision of a decision struck out: same room and charter, another count."""
    return Resolution(
        item=old.item,
        body=old.body,
        number=old.number,
        revision=old.revision + 1,
        mends=old,
        facts=dict(decided.facts),
        units=[dict(unit) for unit in decided.units],
        method=count.method,
        electorate=old.electorate,
        present=old.present,
        women_present=old.women_present,
        votes_for=count.votes_for,
        votes_against=count.against,
        abstentions=count.abstain,
        rule=outcome.rule,
        needed=outcome.needed,
        charter=old.charter,
        verdict=Verdict.ADOPTED if outcome.adopted else Verdict.REJECTED,
        happened_at=old.happened_at,
    )
