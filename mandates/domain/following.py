"""What a death, a departure or a corrected gender means for mandates."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Affiliation, Body, Circle, Gender, Person, Relation
from communes.periods import holding
from mandates.domain import ending
from mandates.models import EndReason, Mandate


def followed_by(event: str, person: Person, body: Body | None, at: datetime, by: Actor) -> None:
    """End what rests on a person's life, residence or gender, in the running transaction."""
    mine = Mandate.objects.filter(person=person).in_force(at)
    reason, ends = _which(event, mine, person, body, at)
    with acting(by=by, at=at):
        for mandate in ends.order_by("pk"):
            ending.end(mandate, reason=reason, by=by, at=at)


def would_follow(event: str, person: Person, body: Body | None, at: datetime) -> list[str]:
    """What `followed_by` would end now, in words; changes nothing."""
    mine = Mandate.objects.filter(person=person).in_force(at)
    _reason, ends = _which(event, mine, person, body, at)
    return [
        _("The mandate ends: %(office)s in %(body)s.")
        % {"office": row.seat.get_office_display(), "body": row.seat.body.name}
        for row in _with_what_rests_on_it(ends, at)
    ]


def _with_what_rests_on_it(ends: QuerySet[Mandate], at: datetime) -> list[Mandate]:
    rows = Mandate.objects.select_related("seat__body").in_force(at).order_by("pk")
    found: dict[int, Mandate] = {}
    layer = list(rows.filter(pk__in=ends.values("pk")))
    while layer:
        found |= {row.pk: row for row in layer}
        carried = rows.filter(rests_on__in=[row.pk for row in layer])
        layer = [row for row in carried if row.pk not in found]
    return list(found.values())


def _which(
    event: str, mine: QuerySet[Mandate], person: Person, body: Body | None, at: datetime
) -> tuple[str, QuerySet[Mandate]]:
    if event == "died":
        return EndReason.DIED, mine
    if event == "left" and body is not None:
        return EndReason.LEFT, mine.filter(_of_area(body, at))
    return EndReason.GENDER_CORRECTED, mine.filter(_kept_from(person.gender))


def _kept_from(gender: str) -> Q:
    """Seats that nobody of the gender holds: reserved otherwise, or of a women's body."""
    otherwise = ~Q(reserved_gender="") & ~Q(reserved_gender=gender)
    if gender == Gender.WOMAN:
        return otherwise
    return otherwise | Q(seat__body__circle=Circle.WOMEN)


def _of_area(body: Body, at: datetime) -> Q:
    """Seats of the body, of what it formed or what stands beside it, and seats it sends to."""
    near = Affiliation.objects.filter(
        holding(at), parent=body, relation__in=[Relation.FORMED_BY, Relation.BESIDE]
    )
    own = Q(seat__body=body) | Q(seat__body__in=near.values("body"))
    sent = Q(seat__sending_body=body) | Q(seat__sending_body__in=near.values("body"))
    return own | sent
