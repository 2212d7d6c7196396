"""Who lives where, for a tree that is filled already: households, residents, books."""

from django.db import connection

from communes import guards
from communes.models import Body, BodyKind, Commune, Entry, Household, Person, Residence
from tests.benchmarks.filling_tree import grow, run

AT_HOME = 5
"""Residents of a household."""


def settle(town: Body, people: int) -> None:
    """As many of the filled people as there are live in the filled communes, five by five."""
    guards.lift(connection)
    one = Residence.objects.select_related("household").filter(commune=town.pk)[0]
    first = Person.objects.order_by("-pk")[0].pk - people + 1
    communes = Body.objects.filter(kind=BodyKind.COMMUNE).exclude(pk=town.pk).order_by("pk")
    bodies = list(communes.values_list("pk", flat=True))
    run(
        "INSERT INTO communes_commune SELECT b.id, c.area, c.matters FROM communes_body b, "
        "communes_commune c WHERE c.body_id = %s AND b.kind = 'commune' AND b.id <> c.body_id",
        town.pk,
    )
    assert Commune.objects.count() == len(bodies) + 1
    homes = grow(
        one.household, "numbers WHERE n <= %s", people // AT_HOME,
        name="'House ' || n", folded="'house ' || n",
    )  # fmt: skip
    grow(
        one, "numbers WHERE n <= %s", people,
        person_id=f"{first} + n - 1",
        household_id=f"{homes} + (n - 1) / {AT_HOME}",
        commune_id=f"{bodies[0]} + (n - 1) / {AT_HOME} %% {len(bodies)}",
    )  # fmt: skip
    founded = Entry.objects.filter(body=town, number=1).get()
    grow(founded, f"communes_body b WHERE b.id >= {bodies[0]}", body_id="b.id", order="b.id")
    guards.install(connection)
    run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    assert Household.objects.count() >= people // AT_HOME
