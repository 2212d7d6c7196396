"""A slip is struck out by a new entry and the decision entered anew; nothing is overwritten."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.arithmetic.majorities import Verdict as Arithmetic
from communes.domain import counting
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.stating import facts_of
from communes.models import AgendaItem, Meeting, Resolution, ResolutionEffect, Stage, Verdict
from communes.problems import Problem, refuse_if


def strike_problems(resolution: Resolution, reason: str) -> list[Problem]:
    """Why a decision may not be struck out: only before the minutes are signed, with a reason."""
    problems = []
    if resolution.item.meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        message = _("The minutes are signed: a correction is a resolution of a later meeting.")
        problems.append(Problem("minutes_signed", message))
    if resolution.effects.exists():
        problems.append(Problem("already_struck", _("This entry was already mended.")))
    if not reason.strip():
        problems.append(Problem("reason_missing", _("Say what the slip was."), {}, "reason"))
    return problems


def strike(resolution: Resolution, *, reason: str, by: Actor, at: datetime) -> None:
    """Strike out a decision entered by a slip, and undo what it brought about. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        item = resolution.item
        Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = Resolution.objects.select_related("item__meeting__body").get(pk=resolution.pk)
        refuse_if(strike_problems(row, reason))
        ResolutionEffect.objects.create(
            resolution=row, effect=ResolutionEffect.Effect.STRUCK, reason=reason.strip(), at=at
        )
        item.finished_at = None
        item.save(update_fields=["finished_at"])
        undo = kinds.kind(item.kind).undo
        if undo is not None:
            undo(row, by, at)
        acts.enter(row.body, "resolution.struck", {"resolution": row.key, "number": row.number})


def mend_problems(resolution: Resolution, count: Count, reason: str) -> list[Problem]:
    """Why the decision may not be mended to this count."""
    problems = strike_problems(resolution, reason)
    if count.total > resolution.present:
        message = _("%(total)s hands were counted, and %(present)s people in the room may vote.")
        figures = {"total": count.total, "present": resolution.present}
        problems.append(Problem("count_too_high", message % figures, figures, "count"))
    if min(count.votes_for, count.against, count.abstain) < 0:
        problems.append(Problem("count_negative", _("A count is never below zero."), {}, "count"))
    return problems


def mend(
    resolution: Resolution, *, count: Count, text: str, reason: str, by: Actor, at: datetime
) -> Resolution:
    """Replace a decision's count or text; the room stays as it was when the vote was taken.

    Kinds with an entry of their own are struck out and entered anew by their own deed.
    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        refuse_if(mend_problems(resolution, count, reason))
        strike(resolution, reason=reason, by=by, at=at)
        old = resolution
        voters = counting.Electorate(old.electorate, old.present, old.women_present)
        reached = counting.verdict(old.item, count, voters, old.happened_at)
        new = _successor(old, count, text, reached, by=by, at=at)
        acts.enter(old.body, "resolution.entered", facts_of(new))
    return new


def _successor(
    old: Resolution, count: Count, text: str, reached: Arithmetic, *, by: Actor, at: datetime
) -> Resolution:
    """The next revision of a decision struck out: same room and rule, another count."""
    new = Resolution.objects.create(
        item=old.item,
        body=old.body,
        number=old.number,
        revision=old.revision + 1,
        mends=old,
        text=text.strip() or old.text,
        facts=old.facts,
        units=old.units,
        method=count.method,
        electorate=old.electorate,
        present=old.present,
        women_present=old.women_present,
        votes_for=count.votes_for,
        votes_against=count.against,
        abstentions=count.abstain,
        rule=str(reached.majority),
        needed=reached.needed,
        charter=old.charter,
        verdict=Verdict.ADOPTED if reached.adopted else Verdict.REJECTED,
        happened_at=old.happened_at,
        recorded_at=by.recorded_at or at,
    )
    AgendaItem.objects.filter(pk=old.item_id).update(finished_at=at)
    return new
