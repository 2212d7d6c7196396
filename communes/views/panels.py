"""The panels beside an item: who speaks, who does what, who blocks."""

from datetime import datetime
from typing import Any

from communes.domain import consensus, debating, tasking
from communes.forms.consensus import BlockForm
from communes.forms.tasks import TaskForm
from communes.forms.womens import DeclareForm, WomensVoteForm
from communes.models import AgendaItem, Attendance, Method, Person, Stage, Task


def panels(item: AgendaItem, at: datetime) -> dict[str, Any]:
    """Everything that stands beside the record and the decision of an item."""
    speaks = debate_parts(item, at) if item.meeting.stage == Stage.OPEN else {}
    return {**speaks, **task_parts(item, at), **consensus_parts(item), **womens_parts(item)}


def debate_parts(item: AgendaItem, at: datetime) -> dict[str, Any]:
    """What the panel shows: the floor with its time, the list with its reasons."""
    now = debating.debate(item, at)
    running = now.running
    return {
        "debate": now,
        "lasted": at - running.began_at if running and running.began_at else None,
        "limit": now.rules.minutes * 60,
        "next_up": now.places[0] if now.places else None,
    }


def task_parts(item: AgendaItem, at: datetime) -> dict[str, Any]:
    """Tasks given under the item, the one it came back to hear about, and the form."""
    return {
        "item_tasks": list(
            Task.objects.filter(item=item).select_related("person", "committee").order_by("pk")
        ),
        "about": tasking.of_item(item),
        "task_form": TaskForm(**bearers(item, at)),
    }


def consensus_parts(item: AgendaItem) -> dict[str, Any]:
    """Blocks with their reasons, whether the item is put off, and whether it has to be."""
    return {
        "checks": list(item.checks.order_by("at", "pk")),
        "adjourned": item.adjournments.filter(taken_up_at__isnull=True).first(),
        "must_pause": any(
            one.code == "block_stands" for one in consensus.vote_problems(item, Method.HANDS)
        ),
        "block": BlockForm(),
    }


def womens_parts(item: AgendaItem) -> dict[str, Any]:
    """What the women decided on the item, and the forms for it."""
    return {
        "womens_votes": list(item.womens_votes.order_by("at", "pk")),
        "declare": DeclareForm(),
        "womens_vote": WomensVoteForm(),
    }


def bearers(item: AgendaItem, at: datetime) -> dict[str, Any]:
    """Who may be given a task in the room: whoever is in it, and the body's committees."""
    stays = Attendance.objects.filter(meeting=item.meeting_id, struck_at__isnull=True)
    people = Person.objects.living().filter(pk__in=stays.values("person"))
    return {
        "people": list(people.order_by("sort_key", "pk")),
        "committees": tasking.committees_of(item.meeting.body, at),
    }
