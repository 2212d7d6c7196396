"""A vacant seat passes to the alternate who was called, or back to whom a slip took it from."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import ending, filling, granting
from mandates.domain.granting import Ground
from mandates.models import Alternate, Answer, EndReason, Mandate, MandateBasis, OfficeCode


def answer_problems(alternate: Alternate, at: datetime) -> list[Problem]:
    """Why the alternate has nothing to answer now."""
    if alternate.until is not None or alternate.called_at is None:
        return [Problem("not_called", _("Nobody calls this alternate now."))]
    if alternate.answer_by is not None and at >= alternate.answer_by:
        return [Problem("answer_late", _("The time to answer is over."))]
    return []


def accept_problems(alternate: Alternate, at: datetime) -> list[Problem]:
    """Why the alternate may not take the seat now."""
    problems = answer_problems(alternate, at)
    if problems or alternate.vacated is None:
        return problems
    until = alternate.vacated.term_until
    if until is not None and until <= at:
        message = _("The term for which this seat fell vacant is over; it is elected anew.")
        problems.append(Problem("term_over", message))
    seat, person = alternate.seat, alternate.person
    unfit = filling.succession_problems(seat, [person], at)[person.pk]
    return problems + unfit + granting.held_problems(seat, at)


def accept(alternate: Alternate, *, by: Actor, at: datetime) -> Mandate:
    """Take the seat for the rest of the term; another seat of the same body is given up.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = _locked(alternate)
        refuse_if(accept_problems(row, at))
        assert row.vacated is not None
        filling.ended(row, Answer.ACCEPTED, acts)
        for other in _seats_beside(row, at):
            ending.end(other, reason=EndReason.INCOMPATIBLE, by=by, at=at)
        ground = Ground(
            basis=MandateBasis.SUCCESSION,
            resolution=row.resolution,
            until=row.vacated.term_until,
            kind=row.vacated.kind,
            limits=row.vacated.limits,
        )
        return granting.grant(row.seat, row.person, ground=ground, by=by, at=at)


def decline(alternate: Alternate, *, by: Actor, at: datetime) -> None:
    """Leave the seat to whoever comes next. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = _locked(alternate)
        refuse_if(answer_problems(row, at))
        assert row.vacated is not None
        filling.ended(row, Answer.DECLINED, acts)
        filling.vacated(row.vacated, by=by, at=at)


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
                limits=old.limits,
            )
            given.append(granting.grant(old.seat, old.person, ground=kept, by=by, at=at))
    return given


def _locked(alternate: Alternate) -> Alternate:
    rows = Alternate.objects.select_for_update(of=("self",))
    return rows.select_related("seat__body", "person", "vacated__seat__body").get(pk=alternate.pk)


def _seats_beside(row: Alternate, at: datetime) -> list[Mandate]:
    """One person holds one seat of a body: a deputy who becomes co-chair is no longer deputy."""
    mine = Mandate.objects.in_force(at).filter(person=row.person, seat__body=row.seat.body)
    apart = [OfficeCode.AUDITOR, OfficeCode.DELEGATE]
    return list(mine.exclude(seat__office__in=apart).order_by("pk"))
