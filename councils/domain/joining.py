"""A body joins a council by its own resolution and the host's acceptance (DOMAIN §7)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import federating, mending, planning
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.resolving import Decided
from communes.models import AgendaItem, Body, BodyKind, OpenPoint, Relation, Resolution
from communes.problems import Problem, refuse_if
from councils.domain import seating
from councils.models import Joining
from quotas.domain import dissolving
from quotas.domain.establishing import BodyTerms


@dataclass(frozen=True)
class Wish:
    """Where a body wants to belong: an existing council, or one to be founded."""

    host: Body | None = None
    level: str = ""
    name: str = ""


def unit_problems(unit: Body, at: datetime) -> list[Problem]:
    """Why the body may not join any council now: it belongs to one, or waits for its answer."""
    if federating.parents(unit, Relation.FEDERATES_INTO, at).exists():
        message = _("%(body)s already belongs to a council.") % {"body": unit}
        return [Problem("host_already", message, {}, "host")]
    if _waiting().filter(unit=unit).exists():
        message = _("%(body)s has already asked to join; the answer is awaited.") % {"body": unit}
        return [Problem("joining_waits", message, {}, "host")]
    return []


def join_problems(unit: Body, wish: Wish, at: datetime) -> list[Problem]:
    """Why the body may not ask to join this council, or to found it."""
    problems = unit_problems(unit, at)
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
    return problems


def join_entry_problems(
    item: AgendaItem, wish: Wish, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering this decision to join, anew or in place of a slip."""
    problems = mending.entry_problems(item, count, at, slip)
    if slip is not None:  # what the slip brought about is taken back first
        return problems
    return join_problems(item.meeting.body, wish, at) + problems


def join(
    item: AgendaItem,
    *,
    wish: Wish,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Decide to join a council; a council without units is founded and joined at once.

    A council that has units decides on acceptance at its next session. Raises `Refused`.
    """
    unit = item.meeting.body
    with acting(by=by, at=at):
        refuse_if(join_entry_problems(item, wish, count, at, slip))
        decided = Decided(facts=_facts(wish))
        resolution = mending.enter(
            item, count=count, text=text, decided=decided, slip=slip, by=by, at=at
        )
        refuse_if(join_problems(unit, _seen_anew(wish), at) if slip is not None else [])
        if resolution.adopted:
            _ask(unit, wish, resolution, by=by, at=at)
    return resolution


def _facts(wish: Wish) -> dict[str, str | None]:
    host = wish.host.key if wish.host else None
    return {"host": host, "level": wish.level, "name": wish.name.strip()}


def _seen_anew(wish: Wish) -> Wish:
    """A council that the slip had founded is gone with it."""
    if wish.host is not None:
        wish.host.refresh_from_db()
    return wish


def _ask(unit: Body, wish: Wish, resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """Join the host at once when it has no units yet, else wait for its answer."""
    with acting(by=by, at=at) as acts:
        host = wish.host or _found(unit, wish, by=by, at=at)
        joining = Joining.objects.create(unit=unit, host=host, asked_by=resolution, asked_at=at)
        if federating.dependants(host, Relation.FEDERATES_INTO, at).exists():
            _await_acceptance(joining, at)
            acts.enter(host, "joining.asked", {"unit": unit.key})
        else:
            _admit(joining, None, by=by, at=at)


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back what a decision to join or to accept, struck out as a slip, brought about."""
    with acting(by=by, at=at):
        asked = Joining.objects.filter(asked_by=resolution, undone_at__isnull=True).first()
        accepted = Joining.objects.filter(accepted_by=resolution, undone_at__isnull=True).first()
        for joining in (asked, accepted):
            if joining is not None and joining.accepted_at is not None:
                seating.unseat_unit(joining.unit, joining.host, by=by, at=at)
        if asked is not None:
            asked.undone_at = at
            asked.save(update_fields=["undone_at"])
            OpenPoint.objects.filter(occasion=_occasion(asked), item__isnull=True).delete()
            if _founded_by(resolution, asked.host, at):
                dissolving.dissolve(asked.host, by=by, at=at)
        if accepted is not None:
            accepted.accepted_by = accepted.accepted_at = None
            accepted.save(update_fields=["accepted_by", "accepted_at"])


def _founded_by(resolution: Resolution, host: Body, at: datetime) -> bool:
    """Whether the decision had founded the council, and nobody else belongs to it or asked to."""
    if resolution.facts.get("host"):
        return False
    units = federating.dependants(host, Relation.FEDERATES_INTO, at)
    return not units.exists() and not _waiting().filter(host=host).exists()


def _waiting() -> QuerySet[Joining]:
    return Joining.objects.filter(accepted_at__isnull=True, undone_at__isnull=True)


def asked_by(unit: Body) -> Joining | None:
    """The joining that the unit has asked for and to which the host has not answered yet."""
    return _waiting().filter(unit=unit).select_related("host").first()


def waiting_for(host: Body) -> list[Joining]:
    """Units that asked to join and wait for the host's answer."""
    rows = _waiting().filter(host=host)
    return list(rows.select_related("unit", "host", "asked_by").order_by("asked_at", "pk"))


def of_item(item: AgendaItem) -> Joining | None:
    """The joining that an item of the host's session is about.

    An item that was written by hand is about whoever has waited longest.
    """
    rows = _waiting().filter(host=item.meeting.body).select_related("unit")
    point = getattr(item, "point", None)
    if point is None:
        return rows.order_by("asked_at", "pk").first()
    return rows.filter(unit__public_id=point.figures.get("unit")).first()


def accept_problems(
    item: AgendaItem, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering the answer to a unit that asked to join."""
    problems = mending.entry_problems(item, count, at, slip)
    if slip is None and of_item(item) is None:
        message = _("Nobody waits to be accepted under this item.")
        problems.append(Problem("joining_missing", message))
    return problems


def accept(
    item: AgendaItem,
    *,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Decide in the host's session on a unit's joining; adopted, its delegates sit at once.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(accept_problems(item, count, at, slip))
        unit = item.point.figures.get("unit")
        resolution = mending.enter(
            item,
            count=count,
            text=text,
            decided=Decided(facts={"unit": unit}),
            slip=slip,
            by=by,
            at=at,
        )
        joining = of_item(item)
        if resolution.adopted and joining is not None:
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
        occasion=_occasion(joining),
        title=title,
        at=at,
        unit=joining.unit.key,
    )


def _occasion(joining: Joining) -> str:
    asked = joining.asked_by.key if joining.asked_by else ""
    return f"joining:{joining.unit.key}:{asked}"
