"""A whole confederation as an audit sees it, filled by a handful of statements of SQL.

Tree, seats and ten years of mandates: each seat was held for terms of 505 days, now and then by
nobody; most seats are reserved, and one committee in eight sits by an older plan without
reservations, so that all four verdicts occur. Everything follows from the rows' numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Model

from communes import guards
from communes.models import Affiliation, Body, BodyKind, Relation
from mandates.models import Mandate, OfficeCode, Seat
from tests.factories import world
from tests.factories.world import NOW

TERM, TERMS, BATCHES = timedelta(days=505), 7, 12
GENDER = (
    "CASE WHEN {place} < 49 THEN 'woman' WHEN {place} < 98 THEN 'man' "
    "WHEN {place} < 99 THEN 'other' ELSE 'undisclosed' END"
)
"""The gender of a person by their number's last two digits, and so by the place drawn."""


@dataclass(frozen=True)
class Scale:
    """How many bodies of each kind: councils by levels from below, the top one last."""

    communes: int
    councils: tuple[int, ...]
    committees: int
    people: int

    @property
    def bodies(self) -> int:
        """All of them, with the women's assembly of each commune."""
        return self.communes * 2 + sum(self.councils) + self.committees


FULL = Scale(4400, (220, 22, 7, 1), 40_950, 200_000)
DISTRICT = Scale(120, (10, 1), 1_080, 10_000)
LEVELS = ("neighbourhood", "district", "region", "people")


def run(statement: str, *values: Any) -> int:
    """One statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def grow(like: Model, source: str, *values: Any, order: str = "n", **columns: str) -> int:
    """Rows like one, but for some columns, for each row of the source; the first new id."""
    names = [str(one.column) for one in like._meta.concrete_fields if one.column != "id"]
    fresh = (
        "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    )
    told: Mapping[str, str] = {"public_id": fresh, **columns}
    listed = ", ".join(f'"{name}"' for name in names)
    chosen = ", ".join(told.get(name, f't."{name}"') for name in names)
    table = like._meta.db_table
    first = int(type(like)._default_manager.aggregate(last=Max("pk"))["last"]) + 1
    run(
        f"INSERT INTO {table} ({listed}) SELECT {chosen} "
        f"FROM {table} t, {source} AND t.id = {like.pk} ORDER BY {order}",
        *values,
    )
    return first


def fill(scale: Scale, now: datetime = NOW) -> Body:
    """The confederation, with the guards lifted meanwhile; its uppermost council."""
    town = world.settled_town(pairs=8, at=now - timedelta(days=3700))
    if connection.vendor == "postgresql":
        run("SET statement_timeout = 0")  # a test's statement ends after a minute
    guards.lift(connection)
    counts = (
        f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {scale.people})"
    )
    run(f"CREATE TEMPORARY TABLE numbers AS {counts} SELECT n FROM c")
    gender = GENDER.format(place="n %% 100")
    people = grow(town.women[0], "numbers WHERE true", gender=gender, name="'Person ' || n")
    _bodies(town.body, scale)
    _seats(town.body)
    _mandates(town.body, people, scale.people // 100, now)
    guards.install(connection)
    run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return Body.objects.filter(kind=BodyKind.COUNCIL).order_by("-pk")[0]


def _bodies(town: Body, scale: Scale) -> None:
    """Communes, what stands beside and below them, and the councils that they federate into."""

    def some(count: int, **columns: str) -> int:
        return grow(town, "numbers WHERE n <= %s", count, **columns)

    communes = some(scale.communes, name="'Commune ' || n", folded="'commune ' || n")
    womens = some(
        scale.communes,
        name="'Women ' || n", folded="'women ' || n", kind="'womens_assembly'", circle="'women'",
    )  # fmt: skip
    circle = "CASE WHEN n %% 9 = 0 THEN 'women' ELSE 'everyone' END"
    committees = some(
        scale.committees,
        name="'Committee ' || n", folded="'committee ' || n",
        kind="'committee'", circle=circle, made_of="'seats'",
    )  # fmt: skip
    belongs = _belonging(town)
    belongs(womens, scale.communes, communes, scale.communes, Relation.BESIDE)
    belongs(committees, scale.committees, communes, scale.communes, Relation.FORMED_BY)
    below, many = communes, scale.communes
    for level, count in zip(LEVELS[-len(scale.councils) :], scale.councils, strict=True):
        council = {"name": f"'{level} ' || n", "folded": f"'{level} ' || n", "level": f"'{level}'"}
        first = some(count, kind="'council'", made_of="'seats'", **council)
        belongs(below, many, first, count, Relation.FEDERATES_INTO)
        below, many = first, count


def _belonging(town: Body) -> Any:
    row = Affiliation.objects.filter(parent=town)[0]

    def belongs(first: int, count: int, parent: int, parents: int, relation: str) -> None:
        grow(
            row,
            "numbers WHERE n <= %s",
            count,
            body_id=f"{first} + n - 1",
            parent_id=f"{parent} + (n - 1) %% {parents}",
            relation=f"'{relation}'",
        )

    return belongs


def _seats(town: Body) -> None:
    """Two co-chairs for all; members, or delegates of each unit."""
    row = Seat.objects.filter(body=town, office=OfficeCode.CO_CHAIR)[0]
    bodies = f"(SELECT id AS one, kind, circle FROM communes_body WHERE id > {town.pk} + 1) b"
    pair = "CASE WHEN n = 1 OR b.circle = 'women' THEN 'woman' ELSE 'man' END"
    kept = (
        "CASE WHEN b.circle = 'women' OR (n = 1 AND b.one %% 8 > 0) THEN 'woman' "
        "WHEN n = 2 AND b.one %% 8 > 0 THEN 'man' ELSE '' END"
    )
    shape = {"body_id": "b.one", "number": "n"}
    grow(row, f"{bodies}, numbers WHERE n <= 2", **shape, reserved_gender=pair, order="one, n")
    more = "n <= CASE b.kind WHEN 'committee' THEN 3 WHEN 'commune' THEN 3 ELSE 0 END"
    more += " - CASE WHEN b.kind = 'committee' AND b.one %% 8 = 1 THEN 1 ELSE 0 END"
    grow(
        row, f"{bodies}, numbers WHERE {more} AND n <= 3",
        **shape, reserved_gender=kept, office="'member'", order="one, n",
    )  # fmt: skip
    units = "(SELECT body_id AS unit, parent_id AS host, row_number() OVER "
    units += "(PARTITION BY parent_id ORDER BY body_id) AS place FROM communes_affiliation "
    units += f"WHERE relation = '{Relation.FEDERATES_INTO}') u"
    grow(
        row, f"{units}, numbers WHERE n <= 2",
        body_id="u.host", number="2 * u.place - 2 + n", office="'delegate'",
        reserved_gender="CASE WHEN n = 1 THEN 'woman' ELSE 'man' END",
        sending_body_id="u.unit", order="unit, n",
    )  # fmt: skip


def _mandates(town: Body, people: int, hundreds: int, now: datetime) -> None:
    """Term after term for each seat; one in twelve is vacant now, one in nine was in each term."""
    row = Mandate.objects.filter(seat__body=town)[0]
    columns = "k integer, batch integer, since {0}, ends {0}"
    kind = "timestamptz" if connection.vendor == "postgresql" else "text"
    run(f"CREATE TEMPORARY TABLE term ({columns.format(kind)})")
    terms = [
        (k, batch, since, since + TERM)
        for k in range(TERMS)
        for batch in range(BATCHES)
        for since in [now - timedelta(days=400 - 30 * batch) - k * TERM]
    ]
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO term VALUES (%s, %s, %s, %s)",
            [(k, batch, adapt(since), adapt(ends)) for k, batch, since, ends in terms],
        )
    seats = (
        f"(SELECT id AS n, reserved_gender AS kept FROM mandates_seat WHERE body_id > {town.pk} + 1"
        ") s, term WHERE term.batch = n %% 12 "
        "AND CASE WHEN k = 0 THEN n * 7 %% 12 > 0 ELSE (n + k) %% 9 > 0 END"
    )
    drawn = "(n * n + n / 3 * 31 + k * 17) %% "
    place = (
        f"CASE s.kept WHEN 'woman' THEN {drawn}49 WHEN 'man' THEN 49 + {drawn}49 "
        f"ELSE {drawn}100 END"
    )
    block = f"((n * 79 + k * 104729) %% {hundreds}) * 100"
    grow(
        row, seats, order="k DESC, n", seat_id="s.n", reserved_gender="s.kept",
        since="term.since", until="term.ends", term_until="term.ends",
        gender=GENDER.format(place=f"({place})"),
        person_id=f"{people} - 1 + {block} + CASE WHEN {place} = 0 THEN 100 ELSE {place} END",
    )  # fmt: skip
