"""Electors are drawn by lot, with a recorded seed, to verify a sheet; never officers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from communes import ports
from communes.domain.acting import Actor, acting
from communes.domain.stating import stamp
from communes.models import Account, Person
from mandates.answers import recall_parameters
from mandates.arithmetic import petitions
from mandates.models import Petition, PetitionElector, Sheet, Verification


def roll(petition: Petition) -> QuerySet[Person]:
    """The electors frozen when the petition opened."""
    rows = PetitionElector.objects.filter(petition=petition)
    return Person.objects.filter(pk__in=rows.values("person"))


def draw(sheet: Sheet, people: Sequence[Person], *, by: Actor, at: datetime) -> None:
    """Call the first of the lots; enter the sheet with its seed and how many were in the draw."""
    petition = sheet.petition
    needed = recall_parameters(petition.opened_at, petition.body).verifiers
    order = petitions.drawn(sheet.lot_seed, [one.key for one in people])[:needed]
    by_key = {one.key: one for one in people}
    with acting(by=by, at=at) as acts:
        for key in order:
            call(sheet, by_key[key], by=by, at=at)
        facts = {
            **sheet_facts(sheet),
            "electors": sheet.signatures.count(),
            "drawn_from": len(people),
            "verifiers": order,
        }
        acts.enter(petition.body, "sheet.received", facts)


def sheet_facts(sheet: Sheet) -> dict[str, Any]:
    """What the book says of a sheet as it was handed in, its seed with it."""
    return {
        "petition": sheet.petition.key,
        "sheet": sheet.key,
        "number": sheet.number,
        "lines": sheet.lines,
        "confirm_by": stamp(sheet.confirm_by),
        "seed": sheet.lot_seed,
    }


def call(sheet: Sheet, person: Person, *, by: Actor, at: datetime) -> None:
    with acting(by=by, at=at) as acts:
        Verification.objects.create(sheet=sheet, person=person, called_at=at)
        figures = {
            "number": sheet.number,
            "body": sheet.petition.body.name,
            "confirm_by": sheet.confirm_by.isoformat(),
            "zone": sheet.petition.zone,
        }
        occasion, link = f"sheet:{sheet.key}", f"/sheets/{sheet.key}/"
        acts.notify_person(person, "sheet_drawn", occasion, link=link, figures=figures)


def eligible(petition: Petition, collector: Person | None, at: datetime) -> list[Person]:
    """Electors with an account, never officers; nor whose mandate or sheet it is *(ours)*.

    Who signed the sheet may be drawn too, and looks at the other lines as well: if the lot
    passed signatories over, whoever draws it again from the seed would read who they are.
    """
    officers = [person.pk for person, _office in ports.officers(petition.body, at)]
    accounts = Account.objects.filter(is_active=True, person__isnull=False)
    electors = Person.objects.living().filter(pk__in=roll(petition).values("pk"))
    people = electors.filter(pk__in=accounts.values("person"))
    barred = {*officers, petition.mandate.person_id, *([collector.pk] if collector else [])}
    return list(people.exclude(pk__in=barred).order_by("pk"))
