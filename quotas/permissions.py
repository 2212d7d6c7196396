"""Who may try, on this floor: audit a branch and read what was found; found a commune."""

from datetime import datetime

from django.db.models import Q, QuerySet

from communes import permissions as ground
from communes import remembering
from communes.domain import federating, rolls
from communes.models import Body, BodyKind, Circle, Person
from communes.permissions import RUNNING
from communes.sets import among
from mandates.models import Mandate, OfficeCode
from quotas.domain.apportioning import COMPONENTS
from quotas.models import Audit, Course
from quotas.models.courses import CourseQuerySet


def audited_by(person: Person | None, at: datetime) -> list[Body]:
    """The bodies whose branch the person audits, by a mandate of auditor in force.

    Staff do not audit: only such a mandate counts.
    """
    if person is None:
        return []
    rows = Mandate.objects.in_force(at).filter(person=person, seat__office=OfficeCode.AUDITOR)
    ids = rows.values("seat__body")
    return list(Body.objects.filter(pk__in=ids).order_by("folded", "pk"))


def _within(person: Person | None, at: datetime) -> frozenset[int]:
    """The bodies of the branches that the person audits: perhaps all, and read once for a page."""

    def load() -> frozenset[int]:
        branches = [federating.branch(body, at) for body in audited_by(person, at)]
        return frozenset().union(*branches)

    return remembering.once(("audited", person.pk if person else None, at), load)


def scopes_of(person: Person | None, at: datetime) -> list[Body]:
    """What the person may have audited: the bodies audited, and the councils in their branches."""
    mine = audited_by(person, at)
    within = _within(person, at)
    councils = Body.objects.existing(at).filter(among("pk", within), kind=BodyKind.COUNCIL)
    known = {body.pk for body in mine}
    return [*mine, *(one for one in councils.order_by("folded", "pk") if one.pk not in known)]


def may_audit(person: Person | None, at: datetime) -> bool:
    """Whether the person holds a mandate of auditor now."""
    return bool(audited_by(person, at))


def may_found(person: Person | None, at: datetime) -> bool:
    """Co-chairs and secretaries of a commune or a council found further communes with their
    residents; caretakers do not.

    "Later ones by the host council or a division" (DOMAIN §3): a commune that belongs to no
    council yet is its own host *(ours)*, and until a council's co-chairs are elected those of
    its communes stand for it.
    """
    if person is None:
        return False
    rows = Mandate.objects.in_force(at).filter(person=person, seat__office__in=RUNNING)
    hosts = rows.filter(seat__body__kind__in=[BodyKind.COUNCIL, BodyKind.COMMUNE])
    return hosts.filter(seat__body__circle=Circle.EVERYONE).exists()


def readable_audits(person: Person | None, at: datetime) -> QuerySet[Audit]:
    """Audits of branches that lie within those the person audits now."""
    within = _within(person, at)
    return Audit.objects.filter(among("scope", within)) if within else Audit.objects.none()


def audited_courses(person: Person | None, at: datetime) -> CourseQuerySet:
    """The lives of findings in the branches that the person audits."""
    within = _within(person, at)
    return Course.objects.filter(among("body", within)) if within else Course.objects.none()


def readable_courses(person: Person | None, at: datetime) -> CourseQuerySet:
    """What everyone may know of a body's quotas; what rests on declared components is known to
    its auditors, and to those who answer for the body."""
    if person is None:
        return Course.objects.none()
    own = Mandate.objects.in_force(at).filter(person=person, seat__office__in=RUNNING)
    mine = Q(body__in=own.values("seat__body")) | Q(pk__in=audited_courses(person, at).values("pk"))
    return Course.objects.filter(~Q(rule=COMPONENTS) | mine)


def may_audit_body(person: Person | None, body: Body, at: datetime) -> bool:
    """Whether the body lies in a branch that the person audits."""
    return any(body.pk in federating.branch(one, at) for one in audited_by(person, at))


def may_answer(person: Person | None, body: Body, at: datetime) -> bool:
    """The co-chairs and the secretary answer for their body, caretakers included."""
    if person is None or not rolls.in_circle(person, body):
        return False
    return ground.officer(person, body, at)
