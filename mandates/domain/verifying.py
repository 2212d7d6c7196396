"""Paper sheets: handed in, looked at by electors drawn by lot, counted when all confirm them.

A sheet handed in before the closing counts even when it is confirmed after it; nobody but the
verifiers drawn for it is shown who signed on it.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from communes import ports
from communes.domain.acting import Actor, acting
from communes.models import Person
from communes.problems import Problem, refuse_if
from communes.randomness import new_salt
from mandates.answers import recall_parameters
from mandates.arithmetic import petitions
from mandates.domain import concluding, drawing, signing
from mandates.domain.petitioning import locked
from mandates.models import (
    Channel,
    Petition,
    Sheet,
    Signature,
    SignatureStatus,
    Verification,
)

MOST_LINES = 500
"""Lines of one sheet, or of a bundle handed in as one."""


def hand_in_problems(
    petition: Petition, signers: Sequence[Person], lines: int, person: Person | None, at: datetime
) -> list[Problem]:
    """Why the sheet may not be handed in so."""
    problems = signing.elector_problems(petition, person) + signing.over_problems(petition, at)
    if not 1 <= lines <= MOST_LINES:
        message = _("Say how many lines are signed, %(most)s at most.") % {"most": MOST_LINES}
        problems.append(Problem("lines_missing", message, {"most": MOST_LINES}, "lines"))
    elif len(signers) > lines:
        message = _("More electors are ticked than lines are signed.")
        problems.append(Problem("lines_too_few", message, {}, "lines"))
    known = drawing.roll(petition).filter(pk__in=[one.pk for one in signers]).count()
    if known < len({one.pk for one in signers}):
        message = _("Only electors of the frozen roll are ticked.")
        problems.append(Problem("not_on_roll", message, {}, "signers"))
    needed = recall_parameters(petition.opened_at, petition.body).verifiers
    if not problems and len(drawing.eligible(petition, person, at)) < needed:
        message = _("Too few electors with an account could verify the sheet.")
        problems.append(Problem("verifiers_missing", message))
    return problems


def hand_in(
    petition: Petition, *, signers: Sequence[Person], lines: int, by: Actor, at: datetime
) -> Sheet:
    """Receive a sheet now; verifiers are drawn by lot, with a recorded seed, and told.

    `lines` counts every signed line, `signers` are those of electors. Raises `Refused`.
    """
    with acting(by=by, at=at):
        row = locked(petition)
        signers = list({one.pk: one for one in signers}.values())
        refuse_if(hand_in_problems(row, signers, lines, by.person, at))
        late = at >= row.closes_at or row.concluded_at is not None
        sheet = _received(row, lines, None if late else by.person, at)
        _write_lines(sheet, signers, late)
        if late:
            row.late += lines
            row.save(update_fields=["late"])
        else:
            row.counts_until = max(row.counts_until, _settling(row))
            row.save(update_fields=["counts_until"])
        people = [] if late else drawing.eligible(row, by.person, at)
        drawing.draw(sheet, people, by=by, at=at)
    return sheet


def _received(petition: Petition, lines: int, collector: Person | None, at: datetime) -> Sheet:
    days = recall_parameters(petition.opened_at, petition.body).confirm_days
    return Sheet.objects.create(
        petition=petition,
        number=petition.sheets.count() + 1,
        lines=lines,
        collector=collector,
        received_at=at,
        confirm_by=petitions.deadline(at, days, ZoneInfo(petition.zone)),
        lot_seed=new_salt(),
    )


def _write_lines(sheet: Sheet, signers: Sequence[Person], late: bool) -> None:
    Signature.objects.bulk_create(
        Signature(
            petition=sheet.petition,
            person=person,
            channel=Channel.PAPER,
            sheet=sheet,
            received_at=sheet.received_at,
            status=SignatureStatus.LATE if late else SignatureStatus.WAITING,
            erase_on=sheet.petition.erase_on,
        )
        for person in signers
    )


def _settling(petition: Petition) -> datetime:
    """Until when signatures can still begin to count, by the sheets that came in time."""
    rows = petition.sheets.filter(received_at__lt=petition.closes_at)
    ends = [one.settled_at or one.confirm_by for one in rows]
    return max([petition.closes_at, *ends])


def task_of(sheet: Sheet, person: Person | None) -> Verification | None:
    """The person's task to verify this sheet, answered or not."""
    return sheet.verifications.filter(person=person, declined_at__isnull=True).first()


def verify_problems(sheet: Sheet, person: Person | None, at: datetime) -> list[Problem]:
    """Why the person does not answer for this sheet now."""
    task = task_of(sheet, person) if person else None
    if task is None:
        message = _("Two electors drawn by lot verify this sheet; you are not one of them.")
        return [Problem("not_drawn", message)]
    if task.confirmed_at is not None:
        return [Problem("confirmed_already", _("You have already confirmed this sheet."))]
    problems = signing.over_problems(sheet.petition, at)
    if at >= sheet.confirm_by:
        problems.append(Problem("confirmed_too_late", _("The time to confirm it is over.")))
    if sheet.petition.concluded_at is not None and not problems:
        problems.append(Problem("petition_over", _("This petition is over.")))
    return problems


def confirm_problems(sheet: Sheet, person: Person | None, at: datetime) -> list[Problem]:
    """The same, and that verifiers are never officers: whoever became one gives the task back."""
    problems = verify_problems(sheet, person, at)
    officers = [one for one, _office in ports.officers(sheet.petition.body, at)]
    if not problems and person in officers:
        message = _("Officers verify no sheets: give the task back.")
        problems.append(Problem("officer_verifies", message))
    return problems


def confirm(sheet: Sheet, *, refused: Sequence[Person] = (), by: Actor, at: datetime) -> None:
    """Confirm a sheet but for the lines refused; with the last verifier it counts.

    A line counts that none of them refused. Raises `Refused`.
    """
    with acting(by=by, at=at):
        petition = locked(sheet.petition)
        row = Sheet.objects.get(pk=sheet.pk)
        row.petition = petition
        refuse_if(confirm_problems(row, by.person, at))
        task = task_of(row, by.person)
        assert task is not None
        task.confirmed_at = at
        task.save(update_fields=["confirmed_at"])
        lines = row.signatures.filter(status=SignatureStatus.WAITING)
        named = lines.filter(person__in=[one.pk for one in refused])
        named.update(status=SignatureStatus.REFUSED)
        if not row.verifications.filter(confirmed_at__isnull=True, declined_at__isnull=True):
            _settle(row, petition, by=by, at=at)


def decline(sheet: Sheet, *, by: Actor, at: datetime) -> None:
    """Give the task back: the next lot is called. Raises `Refused`."""
    with acting(by=by, at=at):
        petition = locked(sheet.petition)
        row = Sheet.objects.get(pk=sheet.pk)
        row.petition = petition
        problems = verify_problems(row, by.person, at)
        asked = row.verifications.values_list("person", flat=True)
        pool = drawing.eligible(petition, row.collector, at)
        rest = [one for one in pool if one.pk not in set(asked)]
        if not problems and not rest:
            message = _("Nobody else can be called; only you can verify this sheet.")
            problems.append(Problem("verifiers_missing", message))
        refuse_if(problems)
        row.verifications.filter(person=by.person).update(declined_at=at)
        by_key = {one.key: one for one in rest}
        first = petitions.drawn(row.lot_seed, by_key)[0]
        drawing.call(row, by_key[first], by=by, at=at)
        with acting(by=by, at=at) as acts:
            facts = {"petition": petition.key, "sheet": row.key, "verifier": first}
            acts.enter(petition.body, "sheet.redrawn", facts)


def _settle(sheet: Sheet, petition: Petition, *, by: Actor, at: datetime) -> None:
    """All confirmed: each line of an elector who has not signed yet counts from now.

    Nor does one count of who signed elsewhere and withdrew that: each signs once.
    """
    lines = sheet.signatures.filter(status=SignatureStatus.WAITING).order_by("pk")
    others = Signature.objects.filter(petition=petition).exclude(sheet=sheet)
    valid_before = Q(person__in=others.filter(status=SignatureStatus.VALID).values("person"))
    withdrew = others.filter(withdrawn_at__isnull=False).values("person")
    again = valid_before | Q(person__in=withdrew, withdrawn_at__isnull=True)
    known = list(lines.filter(again).values_list("pk", flat=True))
    repeated = lines.filter(pk__in=known).update(status=SignatureStatus.REPEATED)
    valid = lines.update(status=SignatureStatus.VALID, counted_at=at)
    sheet.settled_at, sheet.collector = at, None
    sheet.save(update_fields=["settled_at", "collector"])
    petition.counts_until = _settling(petition)
    petition.save(update_fields=["counts_until"])
    with acting(by=by, at=at) as acts:
        facts = {"petition": petition.key, "sheet": sheet.key, "valid": valid}
        acts.enter(petition.body, "sheet.confirmed", {**facts, "repeated": repeated})
    concluding.succeed_if_reached(petition, at)
