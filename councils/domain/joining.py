"""A body joins a council by its own resolution and the host's acceptance (DOMAIN §7)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import federating, planning, resolving
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.resolving import Decided
from communes.models import AgendaItem, Body, BodyKind, Relation, Resolution
from communes.problems import Problem, refuse_if
from councils.domain import seating
from councils.models import Joining
from quotas.domain.establishing import BodyTerms


@dataclass(frozen=True)
class Wish:
    """Where a body wants to belong: an existing council, or one to be founded."""

    host: Body | None = None
    level: str = ""
    name: str = ""


def join_problems(unit: Body, wish: Wish, at: datetime) -> list[Problem]:
    """Why the body may not ask to join this council, or to found it."""
    problems = []
    if federating.parents(unit, Relation.FEDERATES_INTO, at).exists():
        message = _("%(body)s already belongs to a council.") % {"body": unit}
        problems.append(Problem("host_already", message, {}, "host"))
    if wish.host is None and not wish.name.strip():
        message = _("Choose the council, or name the one to be founded.")
        problems.append(Problem("host_missing", message, {}, "host"))
    if wish.host is not None:
        if wish.host.kind != BodyKind.COUNCIL or wish.host.ended_at:
            problems.append(Problem("host_no_council", _("That body is no council."), {}, "host"))
        if wish.host.circle != unit.circle:
            message = _("Bodies of different circles do not federate into one another.")
            problems.append(Problem("circle_differs", message, {}, "host"))
    level = wish.host.level if wish.host else wish.level
    if wish.host is not None or wish.name.strip():
        problems += seating.council_problems(level, [unit], at)
    waiting = Joining.objects.filter(unit=unit, accepted_at__isnull=True)
    if waiting.exists():
        message = _("%(body)s has already asked to join; the answer is awaited.") % {"body": unit}
        problems.append(Problem("joining_waits", message, {}, "host"))
    return problems


def join(
    item: AgendaItem, *, wish: Wish, count: Count, text: str, by: Actor, at: datetime
) -> Resolution:
    """Decide to join a council; a council without units is founded and joined at once.

    A council that has units decides on acceptance at its next session. Raises `Refused`.
    """
    unit = item.meeting.body
    with acting(by=by, at=at) as acts:
        refuse_if(join_problems(unit, wish, at) + resolving.adopt_problems(item, count, at))
        facts = {"host": wish.host.key if wish.host else None, "name": wish.name.strip()}
        resolution = resolving.adopt(
            item, count=count, text=text, by=by, at=at, decided=Decided(facts=facts)
        )
        if not resolution.adopted:
            return resolution
        host = wish.host or _found(unit, wish, by=by, at=at)
        joining = Joining.objects.create(unit=unit, host=host, asked_by=resolution, asked_at=at)
        if federating.dependants(host, Relation.FEDERATES_INTO, at).exists():
            _await_acceptance(joining, at)
            acts.enter(host, "joining.asked", {"unit": unit.key})
        else:
            _admit(joining, None, by=by, at=at)
    return resolution


def waiting_for(host: Body) -> list[Joining]:
    """Units that asked to join and wait for the host's answer."""
    rows = Joining.objects.filter(host=host, accepted_at__isnull=True)
    return list(rows.select_related("unit").order_by("asked_at", "pk"))


def of_item(item: AgendaItem) -> Joining | None:
    """The joining that an item of the host's session is about."""
    point = getattr(item, "point", None)
    if point is None:
        return None
    rows = Joining.objects.filter(host=item.meeting.body, accepted_at__isnull=True)
    return rows.filter(unit__public_id=point.figures.get("unit")).select_related("unit").first()


def accept(item: AgendaItem, *, count: Count, text: str, by: Actor, at: datetime) -> Resolution:
    """Decide in the host's session on a unit's joining; adopted, its delegates sit at once.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        joining = of_item(item)
        problems = resolving.adopt_problems(item, count, at)
        if joining is None:
            message = _("Nobody waits to be accepted under this item.")
            problems.append(Problem("joining_missing", message))
        refuse_if(problems)
        assert joining is not None
        facts = {"unit": joining.unit.key}
        resolution = resolving.adopt(
            item, count=count, text=text, by=by, at=at, decided=Decided(facts=facts)
        )
        if resolution.adopted:
            _admit(joining, resolution, by=by, at=at)
    return resolution


def _found(unit: Body, wish: Wish, *, by: Actor, at: datetime) -> Body:
    terms = BodyTerms(wish.name, unit.time_zone, unit.language)
    return seating.establish_council(wish.level, terms, by=by, at=at, circle=unit.circle)


def _admit(joining: Joining, resolution: Resolution | None, *, by: Actor, at: datetime) -> None:
    joining.accepted_by = resolution
    joining.accepted_at = at
    joining.save(update_fields=["accepted_by", "accepted_at"])
    ground = resolution or joining.asked_by
    seating.seat_unit(joining.unit, joining.host, by=by, at=at, resolution=ground)


def _await_acceptance(joining: Joining, at: datetime) -> None:
    with override(joining.host.language):
        title = _("Acceptance of %(body)s") % {"body": joining.unit.name}
    planning.await_agenda(
        joining.host,
        kind="acceptance",
        occasion=f"joining:{joining.unit.key}:{joining.pk}",
        title=title,
        at=at,
        unit=joining.unit.key,
    )
