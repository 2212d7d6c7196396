"""A vacant seat passes to a named alternate, or back to whom a slip took it from."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Person, Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import ending, granting
from mandates.domain.fitting import fit_problems
from mandates.domain.granting import Ground
from mandates.models import Alternate, EndReason, Mandate, MandateBasis


def name_problems(mandate: Mandate, people: Sequence[Person], at: datetime) -> list[Problem]:
    """Why these may not be its alternates: same reservation, in order, each once."""
    problems = [] if mandate.in_force(at) else [Problem("mandate_over", _("This mandate is over."))]
    for person in people:
        problems += fit_problems(mandate.seat, person)
    if len({one.pk for one in people}) < len(people) or mandate.person in people:
        message = _("An alternate is named once, and is another than the holder.")
        problems.append(Problem("alternate_twice", message, {}, "person"))
    if mandate.alternates.exists():
        problems.append(Problem("alternates_named", _("Its alternates are named already.")))
    return problems


def name_alternates(
    mandate: Mandate, people: Sequence[Person], *, by: Actor, at: datetime
) -> list[Alternate]:
    """Name the alternates of a mandate, in order. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        refuse_if(name_problems(row, people, at))
        made = [
            Alternate(mandate=row, person=person, position=number)
            for number, person in enumerate(people, 1)
        ]
        facts = {"mandate": row.key, "alternates": [person.key for person in people]}
        acts.enter(row.seat.body, "alternates.named", facts)
        return Alternate.objects.bulk_create(made)


def call_next(mandate: Mandate, *, by: Actor, at: datetime) -> Alternate | None:
    """Call the next alternate who still fits the seat; None where there is none left.

    Until the call is accepted the by-election goes on waiting for the next agenda.
    """
    with acting(by=by, at=at) as acts:
        rows = mandate.alternates.filter(called_at__isnull=True).select_related("person")
        for row in rows.order_by("position"):
            if fit_problems(mandate.seat, row.person):
                continue
            row.called_at = at
            row.save(update_fields=["called_at"])
            seat = mandate.seat
            figures = {"body": seat.body.name, "office": str(seat.office)}
            occasion, link = f"called:{mandate.key}:{row.position}", f"/mandates/{mandate.key}/"
            acts.notify_person(row.person, "alternate_called", occasion, link=link, figures=figures)
            return row
    return None


def called(mandate: Mandate, person: Person | None) -> Alternate | None:
    """The person's own call to take over the seat, while it is unanswered."""
    rows = mandate.alternates.filter(person=person, called_at__isnull=False)
    return rows.filter(accepted_at__isnull=True, declined_at__isnull=True).first()


def answer_problems(mandate: Mandate, person: Person | None, at: datetime) -> list[Problem]:
    """Why the person has no call to answer now: none, or the seat is held again."""
    if person is None or called(mandate, person) is None:
        return [Problem("not_called", _("You are not called to this seat."))]
    return granting.grant_problems(mandate.seat, person, at)


def answer(mandate: Mandate, *, accepts: bool, by: Actor, at: datetime) -> Mandate | None:
    """The alternate called takes the seat for the rest of the term, or the next is called.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        problems = answer_problems(mandate, by.person, at)
        refuse_if(problems if accepts else [one for one in problems if one.code == "not_called"])
        row = called(mandate, by.person)
        assert row is not None
        if not accepts:
            row.declined_at = at
            row.save(update_fields=["declined_at"])
            call_next(mandate, by=by, at=at)
            return None
        row.accepted_at = at
        row.save(update_fields=["accepted_at"])
        return _succeed(mandate, row.person, by=by, at=at)


def _succeed(mandate: Mandate, person: Person, *, by: Actor, at: datetime) -> Mandate:
    ground = Ground(
        basis=MandateBasis.SUCCESSION,
        resolution=mandate.resolution,
        until=mandate.term_until if mandate.term_until and mandate.term_until > at else None,
        kind=mandate.kind,
    )
    return granting.grant(mandate.seat, person, ground=ground, by=by, at=at)


def restore(resolution: Resolution, *, by: Actor, at: datetime) -> list[Mandate]:
    """Give back what a decision entered by a slip took, for the rest of each term."""
    taken = Mandate.objects.filter(ended_by=resolution, term_until__gt=at)
    given = []
    with acting(by=by, at=at):
        for old in taken.select_related("seat__body", "person", "rests_on").order_by("pk"):
            for since in Mandate.objects.filter(seat=old.seat).in_force(at):
                ending.end(since, reason=EndReason.MENDED, by=by, at=at)
            rests = old.rests_on if old.rests_on and old.rests_on.in_force(at) else None
            kept = Ground(
                basis=MandateBasis.CARRIED_OVER,
                resolution=old.resolution,
                rests_on=rests,
                until=old.term_until,
                kind=old.kind,
            )
            given.append(granting.grant(old.seat, old.person, ground=kept, by=by, at=at))
    return given
