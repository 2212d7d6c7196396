"""Bodies are made with their seat plan and their seats, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain import chartering, federating, founding
from communes.domain.acting import Actor, acting
from communes.models import Body, BodyKind, Circle, MadeOf, Relation, Resolution
from communes.problems import Problem, refuse_if
from mandates.answers import parameters as mandate_rules
from mandates.domain import granting, placing
from mandates.domain.placing import SeatTerms
from mandates.models import Mandate, OfficeCode, Seat
from quotas.arithmetic.composition import reserved
from quotas.arithmetic.plans import reservations
from quotas.models import SeatPlan
from quotas.parameters import QuotasParameters, plan_of


@dataclass(frozen=True)
class BodyTerms:
    """What a new body is called and where its clocks stand."""

    name: str
    time_zone: str
    language: str
    area: str = ""
    matters: str = ""


def parameters(at: datetime, body: Body | None = None) -> QuotasParameters:
    """This floor's section of the charter in force."""
    return cast("QuotasParameters", chartering.parameters("quotas", at, body))


def establish_commune(terms: BodyTerms, *, by: Actor, at: datetime) -> Body:
    """Make a commune with its board's seats, and the women's assembly that stands beside it."""
    with acting(by=by, at=at):
        commune = founding.found_body(
            kind=BodyKind.COMMUNE,
            made_of=MadeOf.RESIDENTS,
            name=terms.name,
            time_zone=terms.time_zone,
            language=terms.language,
            level="commune",
            area=terms.area,
            matters=terms.matters,
            by=by,
            at=at,
        )
        deputies = parameters(at).deputies
        offices = [OfficeCode.CO_CHAIR] * 2 + [OfficeCode.DEPUTY] * deputies
        furnish(commune, [*offices, OfficeCode.SECRETARY], by=by, at=at)
        establish_womens_assembly(commune, by=by, at=at)
    return commune


def establish_womens_assembly(beside: Body, *, by: Actor, at: datetime) -> Body:
    """Make the women's assembly of a body, chaired by two women."""
    with acting(by=by, at=at):
        body = founding.found_body(
            kind=BodyKind.WOMENS_ASSEMBLY,
            made_of=MadeOf.RESIDENTS,
            circle=Circle.WOMEN,
            name=_("%(name)s · women's assembly") % {"name": beside.name},
            time_zone=beside.time_zone,
            language=beside.language,
            level=beside.level,
            by=by,
            at=at,
        )
        federating.relate(body, beside, Relation.BESIDE, by=by, at=at)
        furnish(body, [OfficeCode.CO_CHAIR] * 2, by=by, at=at)
    return body


def committee_problems(parent: Body, field: str, size: int, at: datetime) -> list[Problem]:
    """Why the body may not form this committee."""
    problems = []
    if not field.strip() or len(field) > 40:
        problems.append(Problem("field_missing", _("Choose the field of work."), {}, "field"))
    formed = federating.dependants(parent, Relation.FORMED_BY, at)
    if formed.filter(committee__field=field, ended_at__isnull=True).exists():
        message = _("There is already a committee for this field.")
        problems.append(Problem("committee_exists", message, {}, "field"))
    if not 2 <= size <= 40:
        message = _("A committee has 2 to 40 seats.")
        problems.append(Problem("size", message, {}, "size"))
    return problems


def establish_committee(
    parent: Body,
    *,
    field: str,
    name: str,
    by: Actor,
    at: datetime,
    size: int | None = None,
    resolution: Resolution | None = None,
) -> Body:
    """Form a committee; in a commune one of its co-chairs takes a place on the board.

    Raises `Refused`.
    """
    seats = parameters(at, parent).committee_seats if size is None else size
    with acting(by=by, at=at):
        refuse_if(committee_problems(parent, field, seats, at))
        # Long: one line for each thing that is said of a body at its founding.
        body = founding.found_body(
            kind=BodyKind.COMMITTEE,
            made_of=MadeOf.SEATS,
            circle=Circle.WOMEN if field == "women" else Circle(parent.circle),
            name=name,
            time_zone=parent.time_zone,
            language=parent.language,
            level=parent.level,
            field=field,
            by=by,
            at=at,
        )
        federating.relate(body, parent, Relation.FORMED_BY, by=by, at=at, resolution=resolution)
        offices = [OfficeCode.CO_CHAIR] * 2 + [OfficeCode.MEMBER] * (seats - 2)
        furnish(body, offices, by=by, at=at, resolution=resolution)
        if parent.kind == BodyKind.COMMUNE:
            _place_on_board(parent, body, by=by, at=at)
    return body


def furnish(
    body: Body,
    offices: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    resolution: Resolution | None = None,
) -> list[Seat]:
    """Place a new body's seats as its charter's rules reserve them, and keep the plan."""
    with acting(by=by, at=at):
        kept = reservations(
            offices,
            parameters(at, body).composition,
            circle=body.circle,
            pair=mandate_rules(at, body).pair,
        )
        terms = [SeatTerms(office, gender) for office, gender in zip(offices, kept, strict=True)]
        seats = placing.place(body, terms, by=by, at=at)
        keep_plan(body, at, resolution)
    return seats


def add_auditor(body: Body, *, by: Actor, at: datetime) -> Seat:
    """Add the seat of an auditor for the body's branch of the tree; it is filled by election."""
    with acting(by=by, at=at):
        return placing.place(body, [SeatTerms(OfficeCode.AUDITOR)], by=by, at=at)[0]


def replan(body: Body, *, by: Actor, at: datetime) -> None:
    """Reserve open seats where the body's size now asks for it: those held rightly, then vacant."""
    with acting(by=by, at=at) as acts:
        seats = list(_plan_seats(body, at).select_for_update(of=("self",)))
        target = reserved(parameters(at, body).composition, len(seats))
        holders = _genders(seats, at)
        changed = []
        for gender, wanted in (("woman", target.women), ("man", target.men)):
            lacking = wanted - sum(1 for seat in seats if seat.reserved_gender == gender)
            free = [s for s in seats if not s.reserved_gender and s.office != OfficeCode.CO_CHAIR]
            fitting = [s for s in free if holders.get(s.pk) in (gender, None)]
            fitting.sort(key=lambda seat: seat.pk not in holders)
            for seat in fitting[: max(0, lacking)]:
                seat.reserved_gender = gender
                seat.save(update_fields=["reserved_gender"])
                changed.append({"seat": seat.key, "reserved": gender})
        if changed:
            acts.enter(body, "seats.reserved", {"seats": changed})
        keep_plan(body, at, None)


def _place_on_board(commune: Body, committee: Body, *, by: Actor, at: datetime) -> None:
    seats = list(_plan_seats(commune, at))
    holders = _genders(seats, at)
    expected = [holders.get(seat.pk) or seat.reserved_gender for seat in seats]
    chairs = Seat.objects.filter(body=committee, office=OfficeCode.CO_CHAIR).in_force(at)
    wanted = "woman" if expected.count("woman") <= expected.count("man") else "man"
    chair = chairs.filter(reserved_gender=wanted).first() or chairs.first()
    terms = SeatTerms(
        OfficeCode.MEMBER,
        chair.reserved_gender if chair else "",
        sending_body=committee,
        follows=chair,
    )
    placed = placing.place(commune, [terms], by=by, at=at)[0]
    if chair is not None:
        for ground in Mandate.objects.filter(seat=chair).in_force(at):
            granting.follow(placed, ground, by=by, at=at)
    replan(commune, by=by, at=at)


def _plan_seats(body: Body, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.in_force(at).counted().filter(body=body).order_by("pk")


def _genders(seats: Sequence[Seat], at: datetime) -> dict[int, str]:
    rows = Mandate.objects.in_force(at).filter(seat__in=seats)
    return dict(rows.values_list("seat_id", "gender"))


def _across(body: Body, size: int, at: datetime) -> dict[str, Any]:
    """Seats for youth and components lie across those of the genders: the plan holds numbers."""
    if body.circle != Circle.EVERYONE:
        return {"youth": 0, "components": {}}
    found = plan_of(parameters(at, body), size, kind=body.kind, level=body.level)
    youth = found.youth.seats if found.youth else 0
    return {"youth": youth, "components": dict(found.components)}


def keep_plan(body: Body, at: datetime, resolution: Resolution | None) -> None:
    """Keep the numbers by which the body's seats now stand, if they are others than before."""
    seats = list(_plan_seats(body, at))
    kept = [seat.reserved_gender for seat in seats]
    figures: dict[str, Any] = {
        "size": len(seats),
        "women": kept.count("woman"),
        "men": kept.count("man"),
        **_across(body, len(seats), at),
    }
    last = SeatPlan.objects.filter(body=body, until__isnull=True).first()
    if last is not None:
        if all(getattr(last, name) == value for name, value in figures.items()):
            return
        last.until = at
        last.save(update_fields=["until"])
    SeatPlan.objects.create(body=body, since=at, resolution=resolution, **figures)
