"""A seat is vacant: whoever comes next is called, or its election waits for the next agenda."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, Acts, acting
from communes.models import Account, Affiliation, Body, OpenPoint, Person, Relation, Resolution
from communes.periods import holding
from communes.problems import Problem
from communes.sets import among, pour
from mandates.answers import parameters
from mandates.domain import qualifying
from mandates.models import Alternate, Answer, Mandate, OfficeCode, Seat


class Vacancy(NamedTuple):
    """A vacant seat as far as its election is concerned, and what made it vacant."""

    seat: str
    office: str
    number: int
    body: Body
    sending_body: Body | None
    occasion: str


def electing_body(seat: Seat, at: datetime) -> Body:
    """The body whose meeting fills the seat: who sends there, who formed it, or it itself."""
    return _electing(seat.body, seat.sending_body, _forming({seat.body_id}, at))


def await_election(seat: Seat, *, occasion: str, at: datetime) -> None:
    """Let the election of a vacant seat wait for the next agenda; a following seat has none."""
    if seat.follows_id is None and seat.holds_at(at):
        await_elections([_vacancy(seat, occasion)], at=at)


def await_elections(vacant: Sequence[Vacancy], *, at: datetime) -> None:
    """The same for many seats that follow none, in a constant number of statements."""
    homes = {one.body.pk for one in vacant if one.sending_body is None}
    forming = _forming(homes, at)
    offices: dict[tuple[str, str], str] = {}
    points = []
    for one in vacant:
        body = _electing(one.body, one.sending_body, forming)
        spoken = (body.language, one.office)
        if spoken not in offices:
            offices[spoken] = _office(*spoken)
        title = offices[spoken] % {"number": one.number, "body": one.body.name}
        figures = {"seat": one.seat}
        points.append(
            {"body_id": body.pk, "occasion": one.occasion, "title": title, "figures": figures}
        )
    pour(OpenPoint, points, {"kind": "election", "opened_at": at}, once=True)


def name_alternates(
    seat: Seat, people: Sequence[Person], resolution: Resolution, *, acts: Acts
) -> list[Alternate]:
    """Put these persons down as alternates in this order, in place of any before."""
    before = Alternate.objects.filter(seat=seat, until__isnull=True, called_at__isnull=True)
    before.update(until=acts.at, answer=Answer.PASSED_OVER)  # whoever is called may still answer
    rows = [
        Alternate(
            seat=seat,
            person=person,
            position=position,
            gender=person.gender,
            reserved_gender=seat.reserved_gender,
            resolution=resolution,
            since=acts.at,
        )
        for position, person in enumerate(people, start=1)
    ]
    made = Alternate.objects.bulk_create(rows)
    facts = {"seat": seat.key, "persons": [person.key for person in people]}
    acts.enter(seat.body, "alternates.named", {**facts, "resolution": resolution.key})
    return made


def dismiss(seat: Seat, *, at: datetime, all_of_them: bool = True) -> None:
    """Nobody is an alternate for the seat any more, or at least nobody is called: it was filled."""
    rows = Alternate.objects.filter(seat=seat, until__isnull=True)
    gone = rows if all_of_them else rows.filter(called_at__isnull=False)
    gone.update(until=at, answer=Answer.PASSED_OVER)


def vacated(mandate: Mandate, *, by: Actor, at: datetime) -> None:
    """What is done about a seat whose holder is gone before the term: the charter's way.

    The next alternate is called. Without any, the seat of a co-chair goes to the deputy of that
    gender or the pair is elected anew, where the charter says so; else its election waits.
    """
    seat = mandate.seat
    if seat.follows_id is not None or not seat.holds_at(at):
        return
    with acting(by=by, at=at) as acts:
        if _call_next(mandate, acts):
            return
        way = parameters(at, seat.body).co_chair_vacancy
        if seat.office == OfficeCode.CO_CHAIR and way == "deputy" and _call_deputy(mandate, acts):
            return
        vacant = [_vacancy(seat, f"vacancy:{mandate.key}")]
        if seat.office == OfficeCode.CO_CHAIR and way == "anew":
            chairs = Seat.objects.in_force(at).filter(body=seat.body, office=seat.office)
            others = chairs.exclude(pk=seat.pk).filter(follows__isnull=True)
            vacant += [
                _vacancy(one, f"anew:{mandate.key}:{one.number}")
                for one in others.select_related("body", "sending_body")
            ]
        await_elections(vacant, at=at)


def lapse(at: datetime) -> int:
    """Go on to the next where an alternate did not answer in time; how many had not."""
    count = 0
    due = Alternate.objects.overdue(at).order_by("pk").values_list("pk", flat=True)
    for pk in list(due):
        with acting(by=Actor(basis="charter", recorded_at=at), at=at) as acts:
            rows = Alternate.objects.select_for_update(of=("self",)).overdue(at).filter(pk=pk)
            row = rows.select_related("seat__body", "vacated__seat__body").first()
            if row is not None:
                ended(row, Answer.LAPSED, acts)
                assert row.vacated is not None
                vacated(row.vacated, by=acts.by, at=at)
                count += 1
    return count


def ended(row: Alternate, answer: str, acts: Acts) -> None:
    """Put down what an alternate who was called answered, or that none came."""
    row.answer, row.until = answer, acts.at
    row.save(update_fields=["answer", "until"])
    facts = {"alternate": row.key, "seat": row.seat.key, "answer": str(answer)}
    acts.enter(row.seat.body, "alternate.answered", facts)


def succession_problems(
    seat: Seat, people: Sequence[Person], at: datetime
) -> dict[int, list[Problem]]:
    """Why each of these may not succeed to the seat, by person id: eligible as at its election."""
    body = electing_body(seat, at)
    home = qualifying.home_of(body)
    return qualifying.qualify([seat], body, home, people, at, succeeding=True)


def _call_next(mandate: Mandate, acts: Acts) -> bool:
    waiting = Alternate.objects.select_for_update(of=("self",)).waiting()
    rows = list(waiting.filter(seat=mandate.seat).select_related("person"))
    if not rows:
        return False
    seated = _seated_in(mandate.seat, acts.at)
    told = succession_problems(mandate.seat, [row.person for row in rows], acts.at)
    for row in rows:
        gone = row.person_id == mandate.person_id or row.person_id in seated
        if not gone and not told[row.person_id]:
            _call(row, mandate, acts)
            return True
        row.answer, row.until = Answer.PASSED_OVER, acts.at
        row.save(update_fields=["answer", "until"])
    return False


def _seated_in(seat: Seat, at: datetime) -> set[int]:
    """Who holds a seat of this office in the body: whoever stands in for several takes one."""
    rows = Mandate.objects.in_force(at).filter(seat__body=seat.body_id, seat__office=seat.office)
    return set(rows.values_list("person", flat=True))


def _call_deputy(mandate: Mandate, acts: Acts) -> bool:
    """Call the deputy of the co-chair's gender, as if named an alternate; once for a vacancy."""
    seat = mandate.seat
    rows = Mandate.objects.in_force(acts.at).filter(
        seat__body=seat.body, seat__office=OfficeCode.DEPUTY, gender=mandate.reserved_gender
    )
    called = Alternate.objects.filter(vacated=mandate).values("person")
    rows = rows.exclude(person__in=called).exclude(person=mandate.person_id)
    deputy = rows.select_related("person").order_by("since").first()
    if deputy is None or succession_problems(seat, [deputy.person], acts.at)[deputy.person_id]:
        return False
    row = Alternate(
        seat=seat,
        person=deputy.person,
        position=1,
        gender=deputy.gender,
        reserved_gender=seat.reserved_gender,
        resolution=deputy.resolution,
        since=acts.at,
    )
    _call(row, mandate, acts)
    return True


def _call(row: Alternate, mandate: Mandate, acts: Acts) -> None:
    days = parameters(acts.at, mandate.seat.body).alternate_days
    row.vacated, row.called_at = mandate, acts.at
    row.answer_by = acts.at + timedelta(days=days)
    row.save()
    body = mandate.seat.body
    facts = {"alternate": row.key, "seat": mandate.seat.key, "person": row.person.key}
    acts.enter(body, "alternate.called", {**facts, "vacated": mandate.key})
    figures = {"body": body.name, "office": str(mandate.seat.office), "days": days}
    account = Account.objects.filter(person=row.person_id).first()
    if account is not None:
        acts.notify(
            account,
            "alternate_called",
            f"called:{row.key}",
            figures=figures,
            link="/mandates/",
            urgent=True,
        )


def _vacancy(seat: Seat, occasion: str) -> Vacancy:
    own = (seat.key, seat.office, seat.number)
    return Vacancy(*own, seat.body, seat.sending_body, occasion)


def _office(language: str, office: str) -> str:
    """What agendas call the office, in the language of the body whose agenda it is."""
    with translation.override(language):
        told = {"office": OfficeCode(office).label, "number": "%(number)s", "body": "%(body).200s"}
        return _("Election: %(office)s of %(body)s (seat %(number)s)") % told


def _electing(body: Body, sending: Body | None, forming: Mapping[int, Body]) -> Body:
    return sending or forming.get(body.pk) or body


def _forming(homes: Iterable[int], at: datetime) -> dict[int, Body]:
    """Who formed each of these bodies, where another did."""
    rows = Affiliation.objects.filter(
        among("body", homes), holding(at), relation=Relation.FORMED_BY
    )
    return {row.body_id: row.parent for row in rows.select_related("parent").order_by("-pk")}
