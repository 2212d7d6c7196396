"""Members demand a meeting: enough of them convene it without any officer (DOMAIN §4)."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from communes.domain import planning, rolls
from communes.domain.acting import Actor, acting
from communes.domain.chartering import communes_parameters
from communes.domain.convening import Invitation, convene, convene_problems
from communes.domain.planning import PlannedItem
from communes.models import (
    Basis,
    Body,
    ConveningRequest,
    ConveningSigner,
    MotionVersion,
    Person,
    Sitting,
)
from communes.problems import Problem, refuse_if


def demand_needed(body: Body, at: datetime) -> int:
    """How many members convene a meeting themselves: the charter's share, at least its number."""
    rules = communes_parameters(at, body)
    members = rolls.roll(body, Sitting.ASSEMBLY, at).count()
    share: Fraction = rules.demand_share * members
    return min(max(ceil(share), rules.demand_least), max(members, 1))


def demand(
    body: Body,
    invitation: Invitation,
    *,
    reason: str,
    signers: Sequence[Person],
    by: Actor,
    at: datetime,
) -> ConveningRequest:
    """Open a members' demand with those who signed it on paper; enough of them convene at once.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(convene_problems(body, invitation, at=at))
        refuse_if(_signer_problems(body, signers, at))
        agenda = [_kept(item) for item in invitation.items]
        told = {"place": invitation.place, "starts_at": invitation.starts_at, "reason": reason}
        request = ConveningRequest.objects.create(body=body, agenda=agenda, opened_at=at, **told)
        own = by.person.pk if by.person else None
        ConveningSigner.objects.bulk_create(
            ConveningSigner(request=request, person=one, on_paper=one.pk != own, signed_at=at)
            for one in signers
        )
        _convene_when_enough(request, by=by, at=at)
    return request


def join_demand(request: ConveningRequest, *, person: Person, by: Actor, at: datetime) -> None:
    """Sign a demand; the signature that reaches the number convenes the meeting.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        row = ConveningRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        problems = _signer_problems(row.body, [person], at)
        if row.meeting_id:
            problems.append(Problem("demand_met", _("The meeting was already convened.")))
        if row.signers.filter(person=person).exists():
            problems.append(Problem("demand_signed", _("You have already signed this demand.")))
        refuse_if(problems)
        ConveningSigner.objects.create(request=row, person=person, signed_at=at)
        _convene_when_enough(row, by=by, at=at)
        request.meeting = row.meeting


def _convene_when_enough(request: ConveningRequest, *, by: Actor, at: datetime) -> None:
    if request.signers.count() < demand_needed(request.body, at):
        return
    items = _planned(request)
    invitation = Invitation(request.place, request.starts_at, items)
    request.meeting = convene(request.body, invitation, by=by, at=at, basis=Basis.MEMBERS)
    request.save(update_fields=["meeting"])


def _kept(item: PlannedItem) -> dict[str, Any]:
    """An item as a demand keeps it until it convenes: with what it takes up or is about."""
    kept: dict[str, Any] = {"title": item.title, "kind": item.kind}
    if item.planned_minutes is not None:
        kept["minutes"] = item.planned_minutes
    kept |= {name: True for name in ("concerns_women", "sub") if getattr(item, name)}
    if item.point is not None:
        kept["point"] = item.point.key
    if item.motion_version is not None:
        kept["motion"] = item.motion_version.key
    return kept


def _planned(request: ConveningRequest) -> list[PlannedItem]:
    """The items of a demand; a point that another meeting took up meanwhile stands without it."""
    waiting = {point.key: point for point in planning.waiting(request.body)}
    keys = [row["motion"] for row in request.agenda if "motion" in row]
    motions = {row.key: row for row in MotionVersion.objects.filter(public_id__in=keys)}
    return [
        PlannedItem(
            title=row["title"],
            kind=row["kind"],
            planned_minutes=row.get("minutes"),
            concerns_women=row.get("concerns_women", False),
            sub=row.get("sub", False),
            point=waiting.get(row.get("point")),
            motion_version=motions.get(row.get("motion")),
        )
        for row in request.agenda
    ]


def _signer_problems(body: Body, signers: Sequence[Person], at: datetime) -> list[Problem]:
    ids = {person.pk for person in signers}
    members = rolls.roll(body, Sitting.ASSEMBLY, at).filter(pk__in=ids)
    foreign = ids - set(members.values_list("pk", flat=True))
    if not foreign:
        return []
    names = ", ".join(person.name for person in signers if person.pk in foreign)
    message = _("Only members may demand a meeting; not members: %(names)s.") % {"names": names}
    return [Problem("signer_not_member", message, {"count": len(foreign)}, "signers")]
