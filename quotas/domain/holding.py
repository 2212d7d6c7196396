"""The women hold their primary, and take it back where it was entered by a slip."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import counting
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem
from communes.problems import Problem, refuse_if
from quotas.arithmetic.primaries import named
from quotas.domain import electing, nominating, primaries, totalling, womens_seats
from quotas.domain.totalling import Tally
from quotas.models import Candidacy, Election, Primary
from quotas.parameters import ElectedBy


def hold_problems(election: Election, tally: Tally, at: datetime) -> list[Problem]:
    """Why this primary cannot be entered now: nobody asks for one, the room, the figures.

    Each woman has as many votes as there are seats, or approves of as many as she likes where
    the election is by approvals; a primary before ranked papers is counted by totals *(ours)*.
    """
    if womens_seats.way(election, at) is not ElectedBy.PRIMARY:
        message = _("The charter asks for no primary on these seats.")
        return [Problem("no_primary", message)]
    if primaries.of(election) is not None:
        return [Problem("primary_held", _voted())]
    problems = electing.entry_problems(election.item, at) + electing.eligible_problems(election, at)
    present = counting.of_voters(election.item, womens_seats.WOMEN, at).present
    if not present:
        problems.append(Problem("no_women", primaries.no_woman(), {}, "votes"))
    return problems + totalling.figures_problems(election, tally, present)


def hold(election: Election, *, tally: Tally, by: Actor, at: datetime) -> Primary:
    """Enter what the women counted: those named stand before everyone, the others no longer.

    As many are named for each seat as the charter says, and whoever has as many votes as the
    last of them. Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = _locked(election)
        refuse_if(hold_problems(row, tally, at))
        names = womens_seats.rules(row.item.meeting.body, at).primary_names
        chosen = named(tally.votes, names * len(nominating.seats_of(row)))
        women = counting.of_voters(row.item, womens_seats.WOMEN, at)
        stands = list(row.candidacies.order_by("pk"))
        held = Primary.objects.create(
            election=row,
            votes={one.key: tally.votes[one.pk] for one in stands},
            named=[one.key for one in stands if one.pk in chosen],
            abstain=tally.abstain,
            method=tally.method,
            electorate=women.size,
            present=women.present,
            happened_at=at,
            recorded_at=by.recorded_at or at,
        )
        row.candidacies.exclude(pk__in=chosen).update(passed_over=True)
        facts = {"item": row.item.key, **primaries.counted(held)}
        acts.enter(row.item.meeting.body, "election.primary", facts)
    return held


def take_back_problems(held: Primary) -> list[Problem]:
    """Why the women's vote stays: what followed rests on it, or the meeting is over."""
    return nominating.closed_problems(held.election.item)


def _another_problems(held: Primary) -> list[Problem]:
    """Whether it was taken back already, or another stands in its place, by now."""
    now = primaries.of(held.election)
    if now is None:
        return [Problem("primary_missing", primaries.first())]
    return [] if now.pk == held.pk else [Problem("primary_held", _voted())]


def take_back(held: Primary, *, by: Actor, at: datetime) -> Election:
    """Take a primary back that was entered by a slip: all stand again. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = _locked(held.election)
        refuse_if(take_back_problems(held) or _another_problems(held))
        facts = {"item": row.item.key, **primaries.counted(held)}
        held.delete()
        Candidacy.objects.filter(election=row).update(passed_over=False)
        acts.enter(row.item.meeting.body, "election.primary_taken_back", facts)
    return row


def _voted() -> str:
    return _("The women have voted already: take their vote back first.")


def _locked(election: Election) -> Election:
    AgendaItem.objects.select_for_update(of=("self",)).get(pk=election.item_id)
    return Election.objects.select_related("item__meeting__body", "body").get(pk=election.pk)
