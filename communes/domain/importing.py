"""A register comes in from a file: compared with what is there, previewed, applied whole."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from communes import ports
from communes.domain.acting import Actor, acting
from communes.domain.registering import Particulars, fill
from communes.folding import fold
from communes.models import Body, Household, Person, Residence
from communes.periods import holding
from communes.problems import Problem, refuse_if
from communes.register_file import RegisterRow

Decision = Literal["same", "new", "skip"]


@dataclass(frozen=True)
class Match:
    """A row beside the person of the register that it may be."""

    row: RegisterRow
    person: Person


@dataclass(frozen=True)
class Plan:
    """What an import would do, and the state of the register that it was compared with."""

    new: Sequence[RegisterRow] = ()
    changed: Sequence[Match] = ()
    unchanged: Sequence[Match] = ()
    doubtful: Sequence[Match] = ()
    twins: Sequence[RegisterRow] = ()
    households: Mapping[str, Household] = field(default_factory=dict)
    missing: int = 0
    digest: str = ""

    @property
    def new_households(self) -> int:
        """How many households the file names that the register does not know."""
        names = {_home_key(row.household, row.address) for row in self.new}
        return len(names - set(self.households))


def compare(rows: Sequence[RegisterRow], commune: Body, at: datetime) -> Plan:
    """Hold the rows against the commune's register: two queries, the rest in memory.

    A person is the same when folded name, year of birth and household agree; doubtful when
    name and year agree and the household does not; a row that repeats an earlier row of the
    file is a twin.
    """
    residences = list(
        Residence.objects.filter(holding(at), commune=commune.pk)
        .select_related("person", "household")
        .order_by("pk")
    )
    homes = {_home_key(r.household.name, r.household.address): r.household for r in residences}
    known: dict[tuple[str, int | None], list[Residence]] = defaultdict(list)
    for residence in residences:
        person = residence.person
        known[fold(person.name), person.birth_year].append(residence)
    sorted_rows = _Sorted()
    for row in rows:
        sorted_rows.place(row, known[fold(row.name), row.birth_year])
    seen = {match.person.pk for match in (*sorted_rows.same, *sorted_rows.doubtful)}
    same = sorted_rows.same
    return Plan(
        new=sorted_rows.new,
        changed=[match for match in same if _differs(match)],
        unchanged=[match for match in same if not _differs(match)],
        doubtful=sorted_rows.doubtful,
        twins=sorted_rows.twins,
        households=homes,
        missing=sum(1 for residence in residences if residence.person_id not in seen),
        digest=_digest(residences),
    )


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
        changed = [*plan.changed, *(m for m in plan.doubtful if chosen.get(m.row.line) == "same")]
        regendered = [m.person for m in changed if m.row.gender != m.person.gender]
        _update(changed, plan, commune, at)
        _create(new, plan, commune, at, progress)
        facts = {"new": len(new), "changed": len(changed), "unchanged": len(plan.unchanged)}
        acts.enter(commune, "register.imported", facts)
        for person in regendered:
            ports.followed_by("gender", person, None, at, by)
    return plan


class _Sorted:
    """Rows as they are told apart, one after another."""

    def __init__(self) -> None:
        self.new: list[RegisterRow] = []
        self.same: list[Match] = []
        self.doubtful: list[Match] = []
        self.twins: list[RegisterRow] = []
        self._taken: set[int] = set()
        self._written: set[tuple[str, int | None, str, str]] = set()

    def place(self, row: RegisterRow, residences: list[Residence]) -> None:
        """Decide what one row is."""
        key = (fold(row.name), row.birth_year, _home_key(row.household, row.address), row.gender)
        if key in self._written and not row.parent_name:
            self.twins.append(row)
            return
        self._written.add(key)
        free = [r for r in residences if r.person_id not in self._taken]
        home = _home_key(row.household, row.address)
        here = [r for r in free if _home_key(r.household.name, r.household.address) == home]
        if here:
            self._taken.add(here[0].person_id)
            self.same.append(Match(row, here[0].person))
        elif free:
            self._taken.add(free[0].person_id)
            self.doubtful.append(Match(row, free[0].person))
        else:
            self.new.append(row)


def _home_key(name: str, address: str) -> str:
    return fold(f"{name} {address}")


def _differs(match: Match) -> bool:
    row, person = match.row, match.person
    parent = row.parent_name.strip()
    return (
        row.name.strip() != person.name
        or row.gender != person.gender
        or bool(parent and parent != person.parent_name)
        or bool(row.birth_date and row.birth_date != person.birth_date)
    )


def _digest(residences: Sequence[Residence]) -> str:
    """A digest of the register's state, so that a preview is applied to what it was made from."""
    state = hashlib.sha256()
    for row in residences:
        person = row.person
        told = f"{row.pk}|{row.household_id}|{person.name}|{person.gender}|{person.birth_year}\n"
        state.update(told.encode())
    return state.hexdigest()


def _decided(plan: Plan, chosen: Mapping[int, Decision], what: Decision) -> Iterator[RegisterRow]:
    doubtful = [match.row for match in plan.doubtful]
    return (row for row in [*doubtful, *plan.twins] if chosen.get(row.line) == what)


def _particulars(row: RegisterRow) -> Particulars:
    return Particulars(row.name, row.gender, row.birth_year, row.birth_date, row.parent_name)


def _update(changed: Sequence[Match], plan: Plan, commune: Body, at: datetime) -> None:
    people = []
    moved = []
    for match in changed:
        told = _particulars(match.row)
        parent = told.parent_name or match.person.parent_name
        born = told.birth_date or match.person.birth_date
        merged = Particulars(told.name, told.gender, told.birth_year, born, parent)
        people.append(fill(match.person, merged))
        if match in plan.doubtful:
            moved.append(match)
    fields = ["name", "sort_key", "folded", "gender", "birth_year", "birth_date", "parent_name"]
    Person.objects.bulk_update(people, fields, batch_size=500)
    if moved:
        ids = [match.person.pk for match in moved]
        Residence.objects.filter(person__in=ids, until__isnull=True).update(until=at)
        rows = [match.row for match in moved]
        _reside([match.person for match in moved], rows, plan, commune, at)


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
    homes = plan.households
    assert isinstance(homes, dict)
    wanted = {_home_key(row.household, row.address): row for row in rows}
    fresh = [
        Household(name=row.household.strip(), address=row.address.strip(), folded=key[:400])
        for key, row in wanted.items()
        if key not in homes
    ]
    for one in Household.objects.bulk_create(fresh):
        homes[_home_key(one.name, one.address)] = one
    Residence.objects.bulk_create(
        Residence(
            person=person,
            household=homes[_home_key(row.household, row.address)],
            commune=commune.commune,
            since=at,
        )
        for person, row in zip(people, rows, strict=True)
    )
