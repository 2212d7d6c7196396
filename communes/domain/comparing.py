"""The rows of a register file held beside the register: who is new, changed, doubtful."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from communes.folding import fold
from communes.models import Body, Gender, Household, Person, Residence
from communes.periods import holding
from communes.register_file import RegisterRow

_Name = tuple[str, int | None]


@dataclass(frozen=True)
class Match:
    """A row beside the person of the register that it may be, and where that person lives."""

    row: RegisterRow
    person: Person
    household: Household

    @property
    def differences(self) -> tuple[str, ...]:
        """The particulars that the row tells otherwise than the register.

        A blank cell tells nothing: an undisclosed gender replaces none that was declared.
        """
        row, person = self.row, self.person
        parent = row.parent_name.strip()
        told = {
            "name": row.name.strip() != person.name,
            "gender": row.gender not in (person.gender, Gender.UNDISCLOSED),
            "parent_name": bool(parent) and parent != person.parent_name,
            "birth_date": row.birth_date is not None and row.birth_date != person.birth_date,
        }
        return tuple(name for name, differs in told.items() if differs)


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
        names = {home_key(row.household, row.address) for row in self.new}
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
    homes = {_home_of(residence): residence.household for residence in residences}
    known: dict[_Name, list[Residence]] = defaultdict(list)
    for residence in residences:
        person = residence.person
        known[fold(person.name), person.birth_year].append(residence)
    sorted_rows = _Sorted(rows, known)
    seen = {match.person.pk for match in (*sorted_rows.same, *sorted_rows.doubtful)}
    same = sorted_rows.same
    return Plan(
        new=sorted_rows.new,
        changed=[match for match in same if match.differences],
        unchanged=[match for match in same if not match.differences],
        doubtful=sorted_rows.doubtful,
        twins=sorted_rows.twins,
        households=homes,
        missing=sum(1 for residence in residences if residence.person_id not in seen),
        digest=_digest(residences),
    )


class _Sorted:
    """Rows as they are told apart: first who lives where the file says, then who may be meant."""

    def __init__(self, rows: Sequence[RegisterRow], known: Mapping[_Name, list[Residence]]) -> None:
        self.new: list[RegisterRow] = []
        self.same: list[Match] = []
        self.doubtful: list[Match] = []
        self.twins: list[RegisterRow] = []
        self._known = known
        self._taken: set[int] = set()
        left = [row for row in self._without_twins(rows) if not self._lives_there(row)]
        for row in left:
            self._may_be(row)

    def _without_twins(self, rows: Sequence[RegisterRow]) -> Iterator[RegisterRow]:
        written: set[tuple[str, ...]] = set()
        for row in rows:
            home = home_key(row.household, row.address)
            key = (*map(str, _name_key(row)), home, row.gender, fold(row.parent_name))
            if key in written:
                self.twins.append(row)
            else:
                written.add(key)
                yield row

    def _lives_there(self, row: RegisterRow) -> bool:
        home = home_key(row.household, row.address)
        here = [one for one in self._free(row) if _home_of(one) == home]
        if here:
            self.same.append(self._take(row, here))
        return bool(here)

    def _may_be(self, row: RegisterRow) -> None:
        elsewhere = self._free(row)
        if elsewhere:
            self.doubtful.append(self._take(row, elsewhere))
        else:
            self.new.append(row)

    def _free(self, row: RegisterRow) -> list[Residence]:
        return [r for r in self._known.get(_name_key(row), ()) if r.person_id not in self._taken]

    def _take(self, row: RegisterRow, found: list[Residence]) -> Match:
        """Of namesakes the one with the same parent's name, where the file tells it."""
        parent = fold(row.parent_name)
        chosen = next((r for r in found if fold(r.person.parent_name) == parent), found[0])
        self._taken.add(chosen.person_id)
        return Match(row, chosen.person, chosen.household)


def _name_key(row: RegisterRow) -> _Name:
    return fold(row.name), row.birth_year


def _home_of(residence: Residence) -> str:
    return home_key(residence.household.name, residence.household.address)


def home_key(name: str, address: str) -> str:
    """The text by which two households are held to be one."""
    return fold(f"{name} {address}")


def _digest(residences: Sequence[Residence]) -> str:
    """A digest of the register's state, so that a preview is applied to what it was made from."""
    state = hashlib.sha256()
    for row in residences:
        person = row.person
        told = (person.name, person.gender, person.birth_year, person.birth_date)
        state.update(repr((row.pk, row.household_id, person.parent_name, *told)).encode())
    return state.hexdigest()
