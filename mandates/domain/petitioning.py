"""A petition for a recall is opened: grounds, roll, threshold and closing are frozen with it."""

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain import rolls
from communes.domain.acting import Actor, Acts, CommittedList, acting
from communes.domain.chartering import communes_parameters
from communes.domain.keeping import erase_day
from communes.domain.stating import stamp
from communes.models import Body, Person, Sitting
from communes.problems import Problem, refuse_if
from mandates.answers import recall_parameters
from mandates.arithmetic import petitions
from mandates.domain import ending
from mandates.models import Mandate, MandateBasis, Petition, PetitionElector

LONGEST = 4_000
"""Signs of grounds and of a reply."""


def granting_body(mandate: Mandate, at: datetime) -> Body:
    """The body that gave the mandate, and whose electors may force the vote on its recall."""
    return ending.electing_body(mandate.seat, at)


def ground_of(mandate: Mandate) -> Mandate:
    """The mandate through which this one is recalled: an ex officio one through its ground."""
    while mandate.basis == MandateBasis.EX_OFFICIO and mandate.rests_on is not None:
        mandate = mandate.rests_on
    return mandate


def electors(body: Body, at: datetime) -> QuerySet[Person]:
    """Who may sign: residents of the election age, or who sits in a body made of seats."""
    age = communes_parameters(at, body).election_age
    return rolls.roll(body, Sitting.ASSEMBLY, at, age=age)


def subject_problems(mandate: Mandate, at: datetime) -> list[Problem]:
    """Why there is no recall of this mandate now: it is over, or recalled through its ground."""
    if not mandate.in_force(at):
        return [Problem("mandate_over", _("This mandate is over."))]
    if mandate.basis == MandateBasis.EX_OFFICIO:
        message = _("This mandate follows another and is recalled through that one.")
        return [Problem("recalled_through_ground", message, {"mandate": ground_of(mandate).key})]
    return []


def time_problems(mandate: Mandate, at: datetime) -> list[Problem]:
    """Why it is not the time: the mandate is too young, a petition runs or ran lately."""
    body = granting_body(mandate, at)
    rules, zone = recall_parameters(at, body), ZoneInfo(body.time_zone)
    problems = []
    if at < petitions.earliest(mandate.since, rules.after_days, zone):
        message = _("A petition may be opened from %(days)s days after the mandate began.")
        figures = {"days": rules.after_days}
        problems.append(Problem("mandate_too_young", message % figures, figures))
    for earlier in Petition.objects.filter(mandate=mandate).select_related("mandate"):
        over = petitions.over_since(earlier.life, at)
        if over is None:
            message = _("A petition for the recall of this mandate is open already.")
            problems.append(Problem("petition_running", message, {"petition": earlier.key}))
        elif at < petitions.rested(over, rules.pause_months, zone):
            message = _(
                "A petition against the same mandate ended less than %(months)s months ago."
            )
            figures = {"months": rules.pause_months}
            problems.append(Problem("petition_too_soon", message % figures, figures))
    return problems


def grounds_problems(grounds: str) -> list[Problem]:
    """Why these grounds will not do."""
    if not grounds.strip():
        return [Problem("grounds_missing", _("Say what the grounds are."), {}, "grounds")]
    if len(grounds.strip()) > LONGEST:
        return [Problem("grounds_too_long", _("This is too long."), {}, "grounds")]
    return []


def opener_problems(mandate: Mandate, person: Person | None, at: datetime) -> list[Problem]:
    """Why this person may not open it: electors of the body that gave the mandate may."""
    body = granting_body(mandate, at)
    if person is not None and electors(body, at).filter(pk=person.pk).exists():
        return []
    message = _("Electors of %(body)s may open it.") % {"body": body.name}
    return [Problem("not_elector", message)]


def open_problems(
    mandate: Mandate, person: Person | None, grounds: str, at: datetime
) -> list[Problem]:
    """Every reason against opening a petition on these grounds now."""
    subject = subject_problems(mandate, at)
    own = opener_problems(mandate, person, at)
    later = [] if subject else time_problems(mandate, at)
    return [*subject, *own, *later, *grounds_problems(grounds)]


def open_petition(mandate: Mandate, *, grounds: str, by: Actor, at: datetime) -> Petition:
    """Open a petition for the recall of a mandate; the person concerned is told at once.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        rows = Mandate.objects.select_for_update(of=("self",)).select_related("seat__body")
        row = rows.get(pk=mandate.pk)
        refuse_if(open_problems(row, by.person, grounds, at))
        body = granting_body(row, at)
        people = list(electors(body, at).order_by("pk").values_list("pk", "public_id"))
        petition = Petition.objects.create(
            mandate=row, body=body, grounds=grounds.strip(), **_frozen(body, len(people), at)
        )
        PetitionElector.objects.bulk_create(
            PetitionElector(petition=petition, person_id=pk, erase_on=petition.erase_on)
            for pk, _public_id in people
        )
        roll = sorted(str(public_id) for _pk, public_id in people)
        listed = CommittedList("petition_roll", petition.public_id, roll, petition.erase_on)
        acts.enter(body, "petition.opened", facts_of(petition), [listed])
        tell(acts, petition, "petition_opened")
    return petition


def _frozen(body: Body, size: int, at: datetime) -> dict[str, Any]:
    rules, zone = recall_parameters(at, body), ZoneInfo(body.time_zone)
    closes_at = petitions.deadline(at, rules.days, zone)
    last = petitions.deadline(closes_at, rules.confirm_days, zone)
    return {
        "opened_at": at,
        "closes_at": closes_at,
        "counts_until": closes_at,
        "zone": body.time_zone,
        "roll_size": size,
        "threshold": petitions.threshold(rules.share, size),
        "erase_on": erase_day(body, last),
    }


def reply_problems(
    petition: Petition, text: str, person: Person | None, at: datetime
) -> list[Problem]:
    """Why the reply may not be put beside the grounds."""
    problems = []
    if person is None or person.pk != petition.mandate.person_id:
        message = _("The person whose mandate it is replies.")
        problems.append(Problem("not_concerned", message))
    if petition.replied_at is not None:
        message = _("The reply stands beside the grounds already.")
        problems.append(Problem("replied", message))
    lapsed = petition.standing(at) in (petitions.Standing.LAPSED, petitions.Standing.ENDED)
    if lapsed or not petition.mandate.in_force(at):
        problems.append(Problem("petition_over", _("This petition is over.")))
    if not text.strip():
        problems.append(Problem("reply_missing", _("Write your reply."), {}, "reply"))
    if len(text.strip()) > LONGEST:
        problems.append(Problem("reply_too_long", _("This is too long."), {}, "reply"))
    return problems


def reply(petition: Petition, *, text: str, by: Actor, at: datetime) -> None:
    """The person concerned replies; the reply stands beside the grounds. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = locked(petition)
        refuse_if(reply_problems(row, text, by.person, at))
        row.reply, row.replied_at = text.strip(), at
        row.save(update_fields=["reply", "replied_at"])
        facts = {"petition": row.key, "reply": digest(row.reply)}
        acts.enter(row.body, "petition.replied", facts)


def locked(petition: Petition) -> Petition:
    """The petition, held until the end of the transaction."""
    rows = Petition.objects.select_for_update(of=("self",))
    return rows.select_related("body", "mandate__seat__body", "mandate__person").get(pk=petition.pk)


def digest(text: str) -> str:
    """What the book holds of a text that may name people."""
    return hashlib.sha256(text.encode()).hexdigest()


def facts_of(petition: Petition) -> dict[str, Any]:
    """What the book says of a petition as it was opened: figures, instants and ids."""
    return {
        "petition": petition.key,
        "mandate": petition.mandate.key,
        "grounds": digest(petition.grounds),
        "electors": petition.roll_size,
        "threshold": petition.threshold,
        "closes_at": stamp(petition.closes_at),
        "zone": petition.zone,
        "erase_on": petition.erase_on.isoformat(),
    }


def tell(acts: Acts, petition: Petition, code: str) -> None:
    """Tell the person concerned, and the body."""
    seat = petition.mandate.seat
    figures = {
        "body": seat.body.name,
        "office": str(seat.office),
        "closes_at": petition.closes_at.isoformat(),
        "zone": petition.zone,
    }
    link, named = f"/petitions/{petition.key}/", f"{code}:{petition.key}"
    acts.notify_person(petition.mandate.person, code, named, link=link, figures=figures)
    acts.notify(petition.body, code, named, link=link, figures=figures)


def foreseen(body: Body, at: datetime) -> dict[str, Any]:
    """What would be frozen if the petition opened now: electors, threshold, closing, zone."""
    return _frozen(body, electors(body, at).count(), at)
