"""Who may be elected: age, residence or seat, the reservation, a second seat, terms served."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.models import AgendaItem, Body, BodyKind, Person, Relation, Sitting
from communes.problems import Problem
from mandates.answers import parameters
from mandates.arithmetic.limits import Served, limit_reached, must_rotate, terms_served
from mandates.domain import fitting
from mandates.models import EndReason, Mandate, MandateBasis, OfficeCode, Seat


def qualify(
    seats: Sequence[Seat],
    body: Body,
    home: Body,
    people: Sequence[Person],
    at: datetime,
    item: AgendaItem | None = None,
    *,
    succeeding: bool = False,
) -> dict[int, list[Problem]]:
    """Why each of these persons may not hold any of the seats, by person id.

    `body` elects, `home` is the body whose roll candidates stand on. What a decision on `item`
    granted that is being mended is no term before. Whoever succeeds for the rest of a term gives
    up another seat and starts no round. Queries do not grow with the people.
    """
    # Long: one line for each reason.
    ids = [person.pk for person in people]
    roll = rolls.roll(home, Sitting.ASSEMBLY, at)
    members = set(roll.filter(pk__in=ids).values_list("pk", flat=True))
    seated = set() if succeeding else _seated_already(seats, ids, at)
    terms = _terms_served(seats, ids, at, item)
    last = set() if succeeding else _held_last(seats, at)
    age = communes_parameters(at, body).election_age
    rules = parameters(at, body)
    apart = _kept_apart(seats, people, at)
    on = rolls.day_of(body, at).date()
    told: dict[int, list[Problem]] = {}
    for person in people:
        fits = [fitting.fit_problems(seat, person) for seat in seats]
        told[person.pk] = [
            *([] if person.has_reached(age, on) else [_too_young(age)]),
            *([] if person.pk in members else [_not_on_roll(person, body)]),
            *(fits[0] if fits and all(fits) else []),
            *([_seated(person)] if person.pk in seated else []),
            *apart.get(person.pk, []),
            *_term_problems(person, terms.get(person.pk, 0), rules.term_limit_council),
            *_rotation_problems(person, seats, last, rules.rotation),
        ]
    return told


def _seated_already(seats: Sequence[Seat], people: Sequence[int], at: datetime) -> set[int]:
    """One person holds one seat of a body, but for a council's co-chairs, who are delegates."""
    if not seats or seats[0].office == OfficeCode.AUDITOR:
        return set()
    rows = Mandate.objects.in_force(at).filter(person__in=people, seat__body=seats[0].body_id)
    rows = rows.exclude(seat__in=seats).exclude(seat__office=OfficeCode.AUDITOR)
    if seats[0].body.kind == BodyKind.COUNCIL:
        rows = rows.filter(seat__office=seats[0].office)
    return set(rows.values_list("person_id", flat=True))


def _terms_served(
    seats: Sequence[Seat], people: Sequence[int], at: datetime, item: AgendaItem | None
) -> dict[int, int]:
    """Terms in this office of an elected council (DOMAIN §5); elsewhere they do not count.

    The one going on too: an election begins the next one when it is over.
    """
    if not seats or seats[0].body.kind != BodyKind.COUNCIL:
        return {}
    rows = Mandate.objects.filter(person__in=people, seat__body=seats[0].body_id, since__lte=at)
    rows = rows.filter(seat__office=seats[0].office)
    if item is not None:
        rows = rows.exclude(resolution__item=item)
    over: dict[int, list[Served]] = defaultdict(list)
    for person, seat, term, reason, basis in rows.values_list(*_TERM):
        counts = reason != EndReason.MENDED and basis != MandateBasis.SUCCESSION
        over[person].append(Served(seat, term, counts))
    return {person: terms_served(served) for person, served in over.items()}


_TERM = ("person", "seat", "term_until", "end_reason", "basis")


def _held_last(seats: Sequence[Seat], at: datetime) -> set[int]:
    """Who holds these seats, or held them last."""
    later = Mandate.objects.filter(seat=OuterRef("seat"), since__gt=OuterRef("since"))
    valid = Mandate.objects.exclude(end_reason=EndReason.MENDED).filter(since__lte=at)
    later = later.exclude(end_reason=EndReason.MENDED).filter(since__lte=at)
    rows = valid.filter(~Exists(later), seat__in=seats)
    return set(rows.values_list("person", flat=True))


def _kept_apart(
    seats: Sequence[Seat], people: Sequence[Person], at: datetime
) -> dict[int, list[Problem]]:
    """Seats held elsewhere that the charter keeps apart from these, unless it ends the older."""
    if not seats or parameters(at, seats[0].body).incompatible_ends:
        return {}
    found: dict[int, list[Problem]] = defaultdict(list)
    for held in fitting.incompatible_with(seats[0], people, at):
        found[held.person_id].append(fitting.incompatible_problem(held))
    return found


def home_of(body: Body) -> Body:
    """On whose roll candidates stand: a committee's members come from the body that formed it."""
    if body.kind == BodyKind.COMMITTEE:
        home = body.affiliations.filter(relation=Relation.FORMED_BY).first()
        return home.parent if home else body
    return body


def _too_young(age: int) -> Problem:
    message = _("Candidates must have reached the age of %(age)s.") % {"age": age}
    return Problem("too_young", message, {"age": age}, "person")


def _not_on_roll(person: Person, body: Body) -> Problem:
    told = {"name": person.name, "body": body.name}
    return Problem(
        "not_on_roll", _("%(name)s is not on the roll of %(body)s.") % told, {}, "person"
    )


def _seated(person: Person) -> Problem:
    message = _("%(name)s already holds a seat of this body.") % {"name": person.name}
    return Problem("incompatible", message, {}, "person")


def _term_problems(person: Person, terms: int, limit: int) -> list[Problem]:
    if not limit_reached(terms, limit):
        return []
    message = _("%(name)s has served %(terms)s terms here; the charter allows %(limit)s.")
    told = {"name": person.name, "terms": terms, "limit": limit}
    return [Problem("term_limit", message % told, {"limit": limit}, "person")]


def _rotation_problems(
    person: Person, seats: Sequence[Seat], last: set[int], rotating: Sequence[str]
) -> list[Problem]:
    held = person.pk if person.pk in last else None
    if not seats or not must_rotate(seats[0].office, rotating, held, person.pk):
        return []
    message = _("%(name)s held this seat last; by the charter it goes round.")
    return [Problem("rotation", message % {"name": person.name}, {}, "person")]
