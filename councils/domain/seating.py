"""A council is made, and its units' delegates take their seats in it, ex officio."""

from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from communes.domain import chartering, federating, founding
from communes.domain.acting import Actor, acting
from communes.models import (
    Affiliation,
    Body,
    BodyKind,
    Charter,
    Circle,
    MadeOf,
    Relation,
    Resolution,
)
from communes.problems import Problem, refuse_if
from councils.models import Council, Level
from councils.parameters import CouncilsParameters
from mandates.answers import parameters as mandate_rules
from mandates.domain import granting, placing
from mandates.domain.placing import SeatTerms
from mandates.models import Mandate, OfficeCode, Seat
from quotas.domain import dissolving, establishing
from quotas.domain.establishing import BodyTerms


def levels(at: datetime) -> list[Level]:
    """The levels of the charter in force, from the communes upward."""
    return list(Level.objects.filter(charter=Charter.objects.in_force(at)).order_by("order"))


def set_up_levels(charter: Charter, at: datetime) -> list[Level]:
    """Write down the levels of a charter that came into force, once; those before end."""
    known = list(Level.objects.filter(charter=charter).order_by("order"))
    if known:
        return known
    Level.objects.filter(until__isnull=True).update(until=at)
    terms = cast("CouncilsParameters", charter.book.sections["councils"]).levels
    return Level.objects.bulk_create(
        Level(code=one.code, order=one.order, names=dict(one.names), charter=charter, since=at)
        for one in terms
    )


def council_problems(level: str, units: list[Body], at: datetime) -> list[Problem]:
    """Why there can be no council of this level for these units: it must lie above each of them."""
    known = {row.code: row for row in set_up_levels(chartering.in_force(at), at)}
    if level not in known:
        return [Problem("level_unknown", _("The charter knows no such level."), {}, "level")]
    lower = [known[unit.level].order for unit in units if unit.level in known]
    if known[level].order == 0 or any(order >= known[level].order for order in lower):
        message = _("A council stands on a level above those who send delegates to it.")
        return [Problem("level_too_low", message, {}, "level")]
    return []


def establish_council(
    level: str, terms: BodyTerms, *, by: Actor, at: datetime, circle: str = Circle.EVERYONE
) -> Body:
    """Make a council of a level; its co-chairs are elected by its session. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(council_problems(level, [], at))
        body = founding.found_body(
            kind=BodyKind.COUNCIL,
            made_of=MadeOf.SEATS,
            circle=Circle(circle),
            name=terms.name,
            time_zone=terms.time_zone,
            language=terms.language,
            level=level,
            by=by,
            at=at,
        )
        row = Level.objects.get(charter=chartering.in_force(at), code=level)
        Council.objects.create(body=body, level=row)
        establishing.furnish(body, [OfficeCode.CO_CHAIR] * 2, by=by, at=at)
    return body


def seat_unit(
    unit: Body, host: Body, *, by: Actor, at: datetime, resolution: Resolution | None = None
) -> list[Seat]:
    """Let a unit federate into its host: a delegate's seat for each co-chair, ex officio.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        federating.relate(unit, host, Relation.FEDERATES_INTO, by=by, at=at, resolution=resolution)
        chairs = list(
            Seat.objects.filter(body=unit, office=OfficeCode.CO_CHAIR).in_force(at).order_by("pk")
        )
        number = mandate_rules(at, host).delegates_per_body
        terms = [
            SeatTerms(OfficeCode.DELEGATE, chair.reserved_gender, unit, chair)
            for chair in chairs[:number]
        ]
        seats = placing.place(host, terms, by=by, at=at)
        for seat in seats:
            for ground in Mandate.objects.filter(seat=seat.follows).in_force(at):
                granting.follow(seat, ground, by=by, at=at)
    return seats


def unseat_unit(unit: Body, host: Body, *, by: Actor, at: datetime) -> None:
    """Take back a unit's federation that was entered by a slip: seats, mandates, relation."""
    with acting(by=by, at=at) as acts:
        seats = Seat.objects.in_force(at).filter(body=host, sending_body=unit)
        dissolving.take_away(list(seats), by=by, at=at)
        rows = Affiliation.objects.filter(body=unit, parent=host, until__isnull=True)
        rows.filter(relation=Relation.FEDERATES_INTO).update(until=at)
        facts = {"body": unit.key, "parent": host.key, "relation": str(Relation.FEDERATES_INTO)}
        acts.enter(unit, "relation.ended", facts)
        acts.enter(host, "relation.ended", facts)
