"""Credentials: the signed code of a mandate, the key, and whether a code holds."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from communes.api.asking import Ask, found, require
from communes.api.papers import language_of, printed
from communes.api.resources import acts, reads
from communes.serializers.papers import PaperAskSerializer, PaperSerializer
from communes.typesetting import pdf
from mandates import permissions
from mandates.arithmetic import tokens
from mandates.domain import binding, crediting
from mandates.domain.binding import Sheet
from mandates.models import Mandate
from mandates.papers import card_paper
from mandates.serializers.credentials import (
    CheckSerializer,
    CredentialFindingSerializer,
    CredentialSerializer,
    KeySerializer,
)


@reads(CredentialSerializer)
def credential(ask: Ask, mandate: UUID) -> Mapping[str, Any]:
    """The signed code of a mandate in force, for its holder and who runs the bodies concerned."""
    sheet = _sheet(ask, mandate)
    key = tokens.fingerprint(crediting.own_public())
    return {"code": crediting.code_of(sheet, ask.at), "key": key}


@reads(PaperSerializer, asks=PaperAskSerializer)
def credential_print(ask: Ask, mandate: UUID) -> Mapping[str, Any]:
    """The card of a mandate as a paper."""
    paper = card_paper(_sheet(ask, mandate), language_of(ask), ask.at)
    return printed(paper, pdf(paper))


@reads(KeySerializer)
def credential_key(ask: Ask) -> Mapping[str, Any]:
    """The public key with which this installation's cards are checked elsewhere."""
    return {"key": tokens.fingerprint(crediting.own_public()), "pem": crediting.exported()}


@acts(CredentialFindingSerializer, takes=CheckSerializer)
def check_credential(ask: Ask) -> crediting.Finding:
    """Whether a code holds; nothing is kept of it."""
    require(ask.me is not None)
    keys = crediting.trusted([ask.told["pem"]]) if ask.told["pem"] else []
    return crediting.check(ask.told["code"], ask.at, keys)


def _sheet(ask: Ask, mandate: UUID) -> Sheet:
    row = found(binding.with_seats(Mandate.objects.all()), mandate)
    require(row.in_force(ask.at) and permissions.may_print_card(ask.me, row, ask.at))
    return binding.sheets([row], ask.at)[0]
