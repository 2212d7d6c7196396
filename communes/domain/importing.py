"""A register comes in from a file: compared with what is there, previewed, applied whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from communes import ports
from communes.domain import issuing
from communes.domain.acting import Actor, acting
from communes.domain.comparing import Match, Plan, compare, home_key
from communes.domain.registering import Particulars, fill
from communes.models import Body, Household, Person, Residence
from communes.problems import Problem, refuse_if
from communes.register_file import RegisterRow

Decision = Literal["same", "new", "skip"]


def apply_problems(plan: Plan, *, digest: str, rows: int) -> list[Problem]:
    """Why the plan may not be applied: the register moved on, or there is nothing to do."""
    problems = []
    if digest and digest != plan.digest:
        message = _("The register changed since the preview. Look at it again, then import.")
        problems.append(Problem("register_moved_on", message))
    if rows == 0:
        problems.append(Problem("register_empty", _("The file holds no residents."), {}, "file"))
    return problems


def apply(
    rows: Sequence[RegisterRow],
    commune: Body,
    *,
    by: Actor,
    at: datetime,
    digest: str = "",
    decisions: Mapping[int, Decision] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Import the rows, all or nothing; doubtful rows and twins as decided, else left out.

    `digest` is that of the plan shown before; another state of the register raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        Body.objects.select_for_update(of=("self",)).get(pk=commune.pk)
        plan = compare(rows, commune, at)
        refuse_if(apply_problems(plan, digest=digest, rows=len(rows)))
        chosen = decisions or {}
        new = [*plan.new, *_decided(plan, chosen, "new")]
        moved = [match for match in plan.doubtful if chosen.get(match.row.line) == "same"]
        changed = [*plan.changed, *moved]
        _correct(changed, by=by, at=at)
        _move(moved, plan, commune, at)
        _create(new, plan, commune, at, progress)
        facts = {"new": len(new), "changed": len(changed), "unchanged": len(plan.unchanged)}
        facts["left_out"] = len(rows) - sum(facts.values())
        acts.enter(commune, "register.imported", facts)
    return plan


def _decided(plan: Plan, chosen: Mapping[int, Decision], what: Decision) -> Iterator[RegisterRow]:
    doubtful = [match.row for match in plan.doubtful]
    return (row for row in [*doubtful, *plan.twins] if chosen.get(row.line) == what)


def _particulars(row: RegisterRow) -> Particulars:
    return Particulars(row.name, row.gender, row.birth_year, row.birth_date, row.parent_name)


def _correct(changed: Sequence[Match], *, by: Actor, at: datetime) -> None:
    """Write what the file tells otherwise; what rests on an old gender ends before that."""
    regendered = [match.person for match in changed if "gender" in match.differences]
    people = [fill(match.person, _merged(match)) for match in changed]
    for person in regendered:  # before the rows are written, or the database refuses
        ports.followed_by("gender", person, None, at, by)
    fields = ["name", "sort_key", "folded", "gender", "birth_year", "birth_date", "parent_name"]
    Person.objects.bulk_update(people, fields, batch_size=500)


def _merged(match: Match) -> Particulars:
    """What the file tells, and what the register knows where the file is silent."""
    told, person = _particulars(match.row), match.person
    gender = told.gender if "gender" in match.differences else person.gender
    parent = told.parent_name or person.parent_name
    born = told.birth_date or person.birth_date
    return Particulars(told.name, gender, told.birth_year, born, parent)


def _move(moved: Sequence[Match], plan: Plan, commune: Body, at: datetime) -> None:
    people = [match.person for match in moved]
    Residence.objects.filter(person__in=people, until__isnull=True).update(until=at)
    _reside(people, [match.row for match in moved], plan, commune, at)


def _create(
    rows: Sequence[RegisterRow],
    plan: Plan,
    commune: Body,
    at: datetime,
    progress: Callable[[int, int], None] | None,
) -> None:
    step = 1000
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        people = Person.objects.bulk_create([fill(Person(), _particulars(row)) for row in part])
        _reside(people, part, plan, commune, at)
        if progress is not None:
            progress(min(start + step, len(rows)), len(rows))


def _reside(
    people: Sequence[Person],
    rows: Sequence[RegisterRow],
    plan: Plan,
    commune: Body,
    at: datetime,
) -> None:
    homes = _homes(rows, plan)
    Residence.objects.bulk_create(
        Residence(
            person=person,
            household=homes[home_key(row.household, row.address)],
            commune=commune.commune,
            since=at,
        )
        for person, row in zip(people, rows, strict=True)
    )
    issuing.give(commune, people, at=at)


def _homes(rows: Sequence[RegisterRow], plan: Plan) -> dict[str, Household]:
    """The households that the rows name, those not yet known made and added to the plan."""
    homes = plan.households
    assert isinstance(homes, dict)
    wanted = {home_key(row.household, row.address): row for row in rows}
    fresh = [
        Household(name=row.household.strip(), address=row.address.strip(), folded=key[:400])
        for key, row in wanted.items()
        if key not in homes
    ]
    for one in Household.objects.bulk_create(fresh):
        homes[home_key(one.name, one.address)] = one
    return homes
