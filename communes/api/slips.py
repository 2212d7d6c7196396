"""Member numbers and slips by the API, for those who keep the register."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from communes import permissions
from communes.api.asking import Ask, found, require_seen
from communes.api.papers import language_of, printed
from communes.api.resources import acts, reads
from communes.domain import issuing
from communes.models import Body, BodyKind, MemberNumber, Person, Slip
from communes.papers.slips import slips_of, slips_paper
from communes.serializers.papers import PaperAskSerializer, PaperSerializer
from communes.serializers.slips import GivenSerializer, MemberNumberSerializer, SlipSerializer
from communes.typesetting import pdf


@reads(MemberNumberSerializer)
def member_number(ask: Ask, commune: UUID, person: UUID) -> MemberNumber:
    """A resident's number in the commune."""
    body = _kept(ask, commune)
    row = found(_residents(body, ask), person)
    member = MemberNumber.objects.filter(commune=body.pk, person=row).first()
    require_seen(member is not None)
    assert member is not None
    return member


@acts(GivenSerializer)
def give_numbers(ask: Ask, commune: UUID) -> Mapping[str, Any]:
    """Give a number and a slip to every resident who has none."""
    body = _kept(ask, commune)
    people = list(_residents(body, ask))
    return {"given": issuing.give_to_all(body, people, by=ask.actor("register"), at=ask.at)}


@acts(SlipSerializer, status=201)
def replace_slip(ask: Ask, commune: UUID, person: UUID) -> Slip:
    """Revoke a slip that was lost and issue another; the number stays."""
    body = _kept(ask, commune)
    row = found(_residents(body, ask), person)
    return issuing.replace(body, row, by=ask.actor("register"), at=ask.at)


@reads(PaperSerializer, asks=PaperAskSerializer)
def slip_print(ask: Ask, commune: UUID, person: UUID) -> Mapping[str, Any]:
    """One person's slip as a paper; printing changes nothing."""
    body = _kept(ask, commune)
    row = found(_residents(body, ask), person)
    slips = slips_of(body, Person.objects.filter(pk=row.pk), ask.at)
    require_seen(bool(slips))
    paper = slips_paper(body, slips, language_of(ask))
    return printed(paper, pdf(paper))


def _kept(ask: Ask, commune: UUID) -> Body:
    """The commune whose register is kept; for others it is not there."""
    body = found(Body.objects.filter(kind=BodyKind.COMMUNE), commune)
    require_seen(permissions.may_keep_register(ask.me, body, ask.at))
    return body


def _residents(body: Body, ask: Ask) -> Any:
    return Person.objects.living().residing(body.pk, ask.at)
