"""Who is signed in, and what this account is told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django_filters import rest_framework as filters

from communes import freshness, ports
from communes.api.asking import Ask, found, require_session
from communes.api.filtering import Filter
from communes.api.resources import acts, reads
from communes.domain import addressing, noticing, proving
from communes.models import Body, Delivery, MailAddress, Notice
from communes.serializers.accounts import (
    AccountSerializer,
    AddressSerializer,
    ConfirmAddressSerializer,
    EnterAddressSerializer,
    GiveProofSerializer,
    LanguageSerializer,
    NoticeSerializer,
    ProofSerializer,
    UnreadSerializer,
)


@reads(AccountSerializer)
def me(ask: Ask) -> Mapping[str, Any]:
    """The account that is signed in, its person, and the offices held now."""
    offices = ports.offices_by_body(ask.me, ask.at) if ask.me else {}
    bodies = Body.objects.in_bulk(list(offices))
    held = [
        {"body": bodies[pk], "office": office.code, "caretaker": office.caretaker}
        for pk in sorted(offices)
        for office in sorted(offices[pk], key=lambda one: one.code)
    ]
    account = ask.account
    return {
        "id": account.public_id,
        "username": account.username,
        "language": account.language,
        "person": ask.me,
        "offices": held,
    }


@acts(ProofSerializer, takes=GiveProofSerializer, keyless=True)
def give_proof(ask: Ask) -> Mapping[str, Any]:
    """Prove that it is still you, before signing and what else weighs most.

    A passkey or a code; the password only for an account that has neither.
    """
    require_session(ask)
    freshness.take(ask.request, ask.account, ask.told, ask.at)
    return {"until": ask.at + proving.lasts()}


@acts(LanguageSerializer, takes=LanguageSerializer)
def choose_language(ask: Ask) -> Any:
    """Choose the language in which this account is answered."""
    account = ask.account
    account.language = ask.told["language"]
    account.save(update_fields=["language"])
    return account


@reads(AddressSerializer)
def address(ask: Ask) -> Mapping[str, Any]:
    """The address to which letters of this account go, and whether it is confirmed."""
    row = MailAddress.objects.filter(account=ask.account).first()
    return {"address": row.address if row else "", "confirmed": bool(row and row.confirmed_at)}


@acts(AddressSerializer, takes=EnterAddressSerializer)
def enter_address(ask: Ask) -> Mapping[str, Any]:
    """Name an address for letters in place of any before; a letter there asks to confirm it."""
    addressing.enter(ask.account, ask.told["address"], by=ask.by, at=ask.at)
    return {"address": ask.told["address"], "confirmed": False}


@acts(AddressSerializer)
def remove_address(ask: Ask) -> Mapping[str, Any]:
    """Want no more letters; the address is forgotten."""
    addressing.remove(ask.account, by=ask.by, at=ask.at)
    return {"address": "", "confirmed": False}


@acts(AddressSerializer, takes=ConfirmAddressSerializer)
def confirm_address(ask: Ask) -> Any:
    """Confirm the address with the secret end of the link that was sent there."""
    addressing.confirm(ask.account, ask.told["secret"], by=ask.by, at=ask.at)
    row = MailAddress.objects.get(account=ask.account)
    return {"address": row.address, "confirmed": True}


class NoticeFilter(Filter):
    """Notices read or not."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields: list[str] = []


@reads(NoticeSerializer, lists=True, filters=NoticeFilter)
def notices(ask: Ask) -> QuerySet[Notice]:
    """What this account was told, newest first."""
    return _mine(ask)


@acts(NoticeSerializer)
def read_notice(ask: Ask, notice: UUID) -> Notice:
    """Mark a notice as read; doing so twice changes nothing."""
    row = found(_mine(ask), notice)
    noticing.mark_read(row, ask.account, ask.at)
    return found(_mine(ask), notice)


@acts(UnreadSerializer)
def read_notices(ask: Ask) -> Mapping[str, int]:
    """Mark all notices as read."""
    noticing.mark_all_read(ask.account, ask.at)
    return {"unread": noticing.unread(ask.account).count()}


def _mine(ask: Ask) -> QuerySet[Notice]:
    read = Delivery.objects.filter(
        notice=OuterRef("pk"), account=ask.account, channel=noticing.IN_APP
    )
    rows = noticing.told_to(ask.account).filter(written_at__lte=ask.at)
    return rows.annotate(read_at=Subquery(read.values("read_at")[:1]))
