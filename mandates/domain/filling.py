"""A seat is vacant: whoever comes next is called, or its election waits for the next agenda."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import translation

from communes.domain.acting import Actor, Acts, acting
from communes.models import Account, Affiliation, Body, OpenPoint, Person, Relation, Resolution
from communes.periods import holding
from mandates.answers import parameters
from mandates.domain.fitting import fit_problems
from mandates.models import Alternate, Answer, Mandate, OfficeCode, Seat


def electing_body(seat: Seat, at: datetime) -> Body:
    """The body whose meeting fills the seat: who sends there, who formed it, or it itself."""
    return _electing_bodies([seat], at)[seat.pk]


def await_election(seat: Seat, *, occasion: str, at: datetime) -> None:
    """Let the election of a vacant seat wait for the next agenda; a following seat has none."""
    await_elections([(seat, occasion)], at=at)


def await_elections(vacant: Sequence[tuple[Seat, str]], *, at: datetime) -> None:
    """The same for many seats, each with its occasion, in a constant number of statements."""
    own = [(s, occasion) for s, occasion in vacant if s.follows_id is None and s.holds_at(at)]
    bodies = _electing_bodies([seat for seat, _occasion in own], at)
    offices = _offices({(bodies[s.pk].language, s.office) for s, _occasion in own})
    points = [
        OpenPoint(
            body=bodies[seat.pk],
            kind="election",
            occasion=occasion,
            title=offices[bodies[seat.pk].language, seat.office] % (seat.number, seat.body.name),
            figures={"seat": seat.key},
            opened_at=at,
        )
        for seat, occasion in own
    ]
    OpenPoint.objects.bulk_create(points, ignore_conflicts=True)


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
        vacant = [(seat, f"vacancy:{mandate.key}")]
        if seat.office == OfficeCode.CO_CHAIR and way == "anew":
            chairs = Seat.objects.in_force(at).filter(body=seat.body, office=seat.office)
            others = chairs.exclude(pk=seat.pk).select_related("body", "sending_body")
            vacant += [(one, f"anew:{mandate.key}:{one.number}") for one in others]
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


def _call_next(mandate: Mandate, acts: Acts) -> bool:
    rows = Alternate.objects.select_for_update(of=("self",)).waiting().filter(seat=mandate.seat)
    seated = _seated_in(mandate.seat, acts.at)
    for row in rows.select_related("person"):
        gone = row.person_id == mandate.person_id or row.person_id in seated
        if not gone and not fit_problems(mandate.seat, row.person):
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
    if deputy is None:
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


def _offices(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What agendas call these offices, each in the language of the body whose agenda it is."""
    found = {}
    for language, office in wanted:
        with translation.override(language):
            found[language, office] = f"{OfficeCode(office).label} %s · %.250s"
    return found


def _electing_bodies(seats: Sequence[Seat], at: datetime) -> dict[int, Body]:
    homes = {seat.body_id for seat in seats if seat.sending_body_id is None}
    rows = Affiliation.objects.filter(holding(at), body__in=homes, relation=Relation.FORMED_BY)
    formed = {row.body_id: row.parent for row in rows.select_related("parent").order_by("-pk")}
    return {s.pk: s.sending_body or formed.get(s.body_id) or s.body for s in seats}
