"""What women decide in a mixed room: their presence released for an item, an item declared theirs.

DOMAIN §4. Released is by a majority of the women present: more than half of them *(ours)*. That
an item concerns women is declared by its mover, by the chairs, or by a tenth of the women
present; where that is disputed the women present decide, more for than against, and it stays so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from communes.domain import attending
from communes.domain.acting import Actor, Acts, acting
from communes.domain.attending import room_problems
from communes.domain.counting import Count
from communes.models import AgendaItem, Circle, Meeting, Method, WomensVote
from communes.models.womens import ASKED, Question
from communes.problems import Problem, refuse_if

By = Literal["mover", "chairs", "women"]
WAYS: tuple[By, ...] = ("mover", "chairs", "women")
ONE_IN = 10
"""One woman in so many of those present suffices to declare that an item concerns women."""


def released(item: AgendaItem) -> bool:
    """Whether the women present let the item be decided though too few of them are there."""
    last = item.womens_votes.filter(question=Question.RELEASE).order_by("at", "pk").last()
    return last is not None and last.adopted


def item_problems(item: AgendaItem) -> list[Problem]:
    """Why the women are not asked about this item now."""
    problems = room_problems(item.meeting)
    if item.meeting.body.circle == Circle.WOMEN:
        message = _("In a women's body everything is decided by women.")
        problems.append(Problem("womens_body", message))
    if item.resolutions.standing().exists():
        problems.append(Problem("item_decided", _("This item is already decided.")))
    return problems


def declare_problems(item: AgendaItem, way: str, demanded: int, at: datetime) -> list[Problem]:
    """Why it cannot be declared now, in this way, that the item concerns women."""
    problems = item_problems(item)
    if way not in WAYS:
        message = _("The mover, the chairs or a tenth of the women present declare it.")
        problems.append(Problem("way_unknown", message, {}, "way"))
    if item.concerns_women:
        problems.append(Problem("declared_already", _("The item concerns women already.")))
    if item.womens_votes.filter(question=Question.CONCERNS).exists():
        message = _("The women decided on this; their decision stands.")
        problems.append(Problem("women_decided", message))
    women = attending.room(item.meeting, at).women
    if way == "women" and (demanded < 1 or demanded * ONE_IN < women or demanded > women):
        message = _("One tenth of the women present, at least one, declare it together.")
        problems.append(Problem("too_few_women", message, {"women": women}, "demanded"))
    return problems


def declare(item: AgendaItem, *, way: str, by: Actor, at: datetime, demanded: int = 0) -> None:
    """Declare that the item concerns women: their count is taken apart. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = _locked(item)
        refuse_if(declare_problems(row, way, demanded, at))
        row.concerns_women = item.concerns_women = True
        row.save(update_fields=["concerns_women"])
        facts = {"item": row.key, "way": way, "demanded": demanded}
        acts.enter(row.meeting.body, "women.declared", facts)


def vote_problems(
    item: AgendaItem, question: str, votes_for: int, against: int, at: datetime
) -> list[Problem]:
    """Why this count among the women present cannot be entered now."""
    problems = item_problems(item)
    if question not in dict(ASKED):
        problems.append(Problem("question_unknown", _("Choose what the women were asked.")))
    state = attending.room(item.meeting, at)
    problems += room_count_problems(votes_for, against, state.women)
    met = state.presence is None or state.presence.met
    if question == Question.RELEASE and met:
        message = _("Enough women are present: nothing has to be released.")
        problems.append(Problem("release_needless", message))
    return problems


def room_count_problems(votes_for: int, against: int, women: int) -> list[Problem]:
    """Why so many women cannot have voted: they are not in the room as members."""
    if min(votes_for, against) >= 0 and votes_for + against <= women:
        return []
    message = _("%(women)s women are in the room as members.") % {"women": women}
    return [Problem("count_too_high", message, {"women": women}, "votes_for")]


def vote(
    item: AgendaItem, *, question: str, votes_for: int, against: int, by: Actor, at: datetime
) -> WomensVote:
    """Enter what the women present decided among themselves. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = _locked(item)
        refuse_if(vote_problems(row, question, votes_for, against, at))
        made = enter(row, question, votes_for, against, acts)
        if question == Question.CONCERNS:
            row.concerns_women = item.concerns_women = made.adopted
            row.save(update_fields=["concerns_women"])
    return made


def enter(item: AgendaItem, question: str, votes_for: int, against: int, acts: Acts) -> WomensVote:
    """Write down what the women present decided: to let something go, more than half of them."""
    women = attending.room(item.meeting, acts.at).women
    disputed = question == Question.CONCERNS
    adopted = votes_for > against if disputed else 2 * votes_for > women
    counts = {"votes_for": votes_for, "against": against, "women": women, "adopted": adopted}
    made = WomensVote.objects.create(item=item, question=question, at=acts.at, **counts)
    told = {"item": item.key, "question": str(question)}
    acts.enter(item.meeting.body, "women.voted", told | counts)
    return made


def count_problems(item: AgendaItem, count: Count, present: int, women: int) -> list[Problem]:
    """Why the women's count of a decision cannot be: missing, or at odds with the whole count."""
    if count.women is None:
        apart = item.concerns_women and count.method in (Method.HANDS, Method.PAPER)
        if not apart or item.meeting.body.circle == Circle.WOMEN:
            return []
        message = _("This item concerns women: enter the women's count as well.")
        return [Problem("women_count_missing", message, {}, "women_for")]
    whole = (count.votes_for, count.against, count.abstain)
    rest = [all_of - theirs for all_of, theirs in zip(whole, count.women, strict=True)]
    fits = sum(count.women) <= women and sum(rest) <= present - women
    if min(*count.women, *rest) >= 0 and fits:
        return []
    message = _("The women's count does not fit the whole count or the women in the room.")
    return [Problem("women_count_odd", message, {"women": women}, "women_for")]


def voted_in(meetings: Sequence[Meeting]) -> Mapping[int, list[dict[str, Any]]]:
    """What the women decided on each item, as the minutes hold it."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = WomensVote.objects.filter(item__meeting__in=meetings).order_by("at", "pk")
    for row in rows:
        told = {"question": row.question, "for": row.votes_for, "against": row.against}
        found.setdefault(row.item_id, []).append(
            {**told, "women": row.women, "adopted": row.adopted}
        )
    return found


def _locked(item: AgendaItem) -> AgendaItem:
    Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__body")
    return rows.get(pk=item.pk)
