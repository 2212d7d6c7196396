"""The register, kept day by day: arrivals, moves, departures, deaths, corrections, duplicates."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from communes import ports
from communes.domain import issuing
from communes.domain.acting import Actor, Acts, acting
from communes.folding import fold, skeleton, sort_key
from communes.models import Body, Gender, Household, Person, Residence
from communes.periods import holding
from communes.problems import Problem, refuse_if


@dataclass(frozen=True)
class Particulars:
    """What the register holds of a person; gender is what the person declares."""

    name: str
    gender: str
    birth_year: int | None = None
    birth_date: date | None = None
    parent_name: str = ""


@dataclass(frozen=True)
class Home:
    """A household by name and address, or one that exists already."""

    name: str = ""
    address: str = ""
    existing: Household | None = None


def searchable(name: str) -> str:
    """The text under which a name is found: folded, and as a skeleton common to both scripts."""
    return f"{fold(name)} {skeleton(name)}"[:400]


def fill(person: Person, particulars: Particulars) -> Person:
    """Set the particulars and what is derived from them; saves nothing."""
    person.name = particulars.name.strip()
    person.sort_key = sort_key(person.name)[:240]
    person.folded = searchable(person.name)
    person.gender = particulars.gender
    person.birth_date = particulars.birth_date
    year = particulars.birth_date.year if particulars.birth_date else particulars.birth_year
    person.birth_year = year
    person.parent_name = particulars.parent_name.strip()
    return person


def particulars_problems(particulars: Particulars, *, on: date) -> list[Problem]:
    """Why these particulars cannot stand in the register on the day."""
    problems = []
    if not particulars.name.strip():
        problems.append(Problem("name_missing", _("Write the person's name."), {}, "name"))
    if particulars.gender not in Gender.values:
        message = _("Choose what the person declares: woman, man, other or undisclosed.")
        problems.append(Problem("gender_missing", message, {}, "gender"))
    year = particulars.birth_date.year if particulars.birth_date else particulars.birth_year
    if year is not None and not 1890 <= year <= on.year:
        message = _("The year of birth must lie between 1890 and %(year)s.") % {"year": on.year}
        problems.append(Problem("birth_year", message, {"year": on.year}, "birth_year"))
    return problems


def residence_of(person: Person, at: datetime) -> Residence | None:
    """Where the person lives at the instant."""
    rows = Residence.objects.filter(holding(at), person=person)
    return rows.select_related("household", "commune__body").first()


def household(home: Home, commune: Body, at: datetime) -> Household:
    """The household meant: the existing one, one of that name and address here, or a new one."""
    if home.existing is not None:
        return home.existing
    name = home.name.strip() or home.address.strip() or "—"
    folded = fold(f"{name} {home.address}")[:400]
    here = Residence.objects.filter(holding(at), commune=commune.pk, household__folded=folded)
    known = here.select_related("household").order_by("household").first() if folded else None
    if known is not None:
        return known.household
    return Household.objects.create(name=name, address=home.address.strip(), folded=folded)


def arrive(
    commune: Body,
    *,
    particulars: Particulars,
    home: Home,
    by: Actor,
    at: datetime,
    confirmed: bool = True,
) -> Residence:
    """Enter a newcomer or a newborn. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        refuse_if(particulars_problems(particulars, on=at.date()))
        person = fill(Person(), particulars)
        person.save()
        row = Residence.objects.create(
            person=person,
            household=household(home, commune, at),
            commune=commune.commune,
            since=at,
            confirmed=confirmed,
        )
        issuing.give(commune, [person], at=at)
        _enter(acts, commune, "arrived", person, row)
    return row


def move(person: Person, *, commune: Body, home: Home, by: Actor, at: datetime) -> Residence:
    """Move a person to another household, of this commune or another. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        old = _open_residence(person, at)
        to = household(home, commune, at)
        if to == old.household:
            message = _("%(name)s already lives in this household.") % {"name": person.name}
            refuse_if([Problem("same_household", message, {}, "household")])
        _close(old, at)
        row = Residence.objects.create(
            person=person, household=to, commune=commune.commune, since=at
        )
        issuing.give(commune, [person], at=at)
        _enter(acts, commune, "moved", person, row)
        if old.commune_id != commune.pk:
            left = old.commune.body
            _enter(acts, left, "moved_away", person, old)
            ports.followed_by("left", person, left, at, by)
    return row


def depart(person: Person, *, by: Actor, at: datetime) -> Residence:
    """Record that a person left the area; what rests on residence ends. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        old = _open_residence(person, at)
        _close(old, at)
        body = old.commune.body
        _enter(acts, body, "departed", person, old)
        ports.followed_by("left", person, body, at, by)
    return old


def record_death(person: Person, *, on: date, by: Actor, at: datetime) -> None:
    """Record a death: residence and mandates end now. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        old = _open_residence(person, at)
        if on > at.date():
            message = _("The day of death lies in the future.")
            refuse_if([Problem("death_in_future", message, {}, "on")])
        _close(old, at)
        Person.objects.filter(pk=person.pk).update(died_on=on)
        person.died_on = on
        _enter(acts, old.commune.body, "died", person, old)
        ports.followed_by("died", person, None, at, by)


def correct(person: Person, *, particulars: Particulars, by: Actor, at: datetime) -> Person:
    """Correct what the register holds of a person. Raises `Refused`.

    A corrected gender ends a mandate whose seat is reserved otherwise.
    """
    with acting(by=by, at=at) as acts:
        refuse_if(particulars_problems(particulars, on=at.date()))
        row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        changed = row.gender != particulars.gender
        fill(row, particulars)
        residence = residence_of(row, at)
        if residence is not None:
            Residence.objects.filter(pk=residence.pk).update(confirmed=True)
            _enter(acts, residence.commune.body, "corrected", row, residence)
        if changed:
            ports.followed_by("gender", row, None, at, by)
        row.save()  # after what rested on the old particulars, or the database refuses
    return row


def confirm(person: Person, *, by: Actor, at: datetime) -> Residence:
    """Confirm a person who was entered at the door. Raises `Refused`; twice changes nothing."""
    with acting(by=by, at=at) as acts:
        row = _open_residence(person, at)
        if not row.confirmed:
            row.confirmed = True
            row.save(update_fields=["confirmed"])
            _enter(acts, row.commune.body, "confirmed", person, row)
    return row


def merge_problems(duplicate: Person, into: Person, at: datetime) -> list[Problem]:
    """Why two rows may not be declared one person."""
    problems = []
    if duplicate.pk == into.pk or into.merged_into_id or duplicate.merged_into_id:
        problems.append(Problem("merge_same", _("Choose two different persons.")))
    if ports.offices_by_body(duplicate, at):
        message = _("%(name)s holds a seat: keep this entry and merge the other into it.")
        problems.append(Problem("merge_seated", message % {"name": duplicate.name}))
    if hasattr(duplicate, "account") and hasattr(into, "account"):
        problems.append(Problem("merge_accounts", _("Both have an account; close one first.")))
    return problems


def merge(duplicate: Person, *, into: Person, by: Actor, at: datetime) -> None:
    """Declare a row a duplicate of another; its residence ends, nothing is deleted.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        refuse_if(merge_problems(duplicate, into, at))
        row = residence_of(duplicate, at)
        if row is not None:
            _close(row, at)
            _enter(acts, row.commune.body, "merged", duplicate, row, into=into.key)
        Person.objects.filter(pk=duplicate.pk).update(merged_into=into)
        duplicate.merged_into = into
        if hasattr(duplicate, "account"):
            account = duplicate.account
            account.person = into
            account.save(update_fields=["person"])


def _open_residence(person: Person, at: datetime) -> Residence:
    row = (
        Residence.objects.select_for_update(of=("self",))
        .filter(holding(at), person=person)
        .select_related("commune__body", "household")
        .first()
    )
    if row is None:
        message = _("%(name)s does not live in any commune now.") % {"name": person.name}
        refuse_if([Problem("no_residence", message)])
    assert row is not None
    return row


def _close(row: Residence, at: datetime) -> None:
    row.until = at
    row.save(update_fields=["until"])


def _enter(acts: Acts, body: Body, what: str, person: Person, row: Residence, **more: str) -> None:
    facts = {"what": what, "person": person.key, "household": row.household.key, **more}
    acts.enter(body, "register.changed", facts)
