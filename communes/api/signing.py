"""Minutes, their signatures, and the book that vouches for them."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, chosen_one, require, require_fresh
from communes.api.filtering import Filter
from communes.api.reaching import body_of, meeting_of, run_by
from communes.api.resources import acts, reads
from communes.arithmetic.chains import canonical
from communes.domain import approving, booking, closing, signing
from communes.models import Entry, Meeting, Minutes, OpenPoint, Person
from communes.serializers.books import (
    EntrySerializer,
    MinutesSerializer,
    ProposeCorrectionSerializer,
    SignaturesSerializer,
    SignedOnPaperSerializer,
    SignSerializer,
    VerificationSerializer,
)
from communes.serializers.meetings import OpenPointSerializer


class EntryFilter(Filter):
    """Entries of one kind, or from a number on."""

    kind = filters.CharFilter(max_length=60)
    after = filters.NumberFilter(
        field_name="number", lookup_expr="gt", min_value=0, max_value=1_000_000_000
    )

    class Meta:
        model = Entry
        fields: list[str] = []


@reads(MinutesSerializer)
def minutes(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """The minutes as they stand; once signed, exactly what was signed."""
    row = meeting_of(ask, meeting)
    signed = Minutes.objects.filter(meeting=row).first()
    content = json.loads(signed.content) if signed else closing.content(row)
    approval = approving.approval_of(row) if signed else None
    return {
        "meeting": row.public_id,
        "digest": sha256(canonical(content)).hexdigest(),
        "signed_at": signed.signed_at if signed else None,
        "commitment": signed.digest if signed else None,
        "content": content,
        "approved_by": approval.public_id if approval else None,
        "corrections": approving.corrections_of(row) if signed else [],
    }


@reads(SignaturesSerializer)
def signatures(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Who has signed or refused the minutes, and who is still to do so."""
    return _signatures(meeting_of(ask, meeting))


@acts(SignaturesSerializer, takes=SignSerializer)
def sign(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Sign the minutes, refuse to, or sign as a witness, with one's own name.

    The last signature needed makes them immutable.
    """
    row = meeting_of(ask, meeting)
    require(permissions.may_sign(ask.me, row))
    require_fresh(ask)
    told = {name: ask.told[name] for name in ("verdict", "reason", "seen")}
    signing.sign(row, person=ask.myself, by=ask.by, at=ask.at, **told)
    return _signatures(row)


@acts(SignaturesSerializer, takes=SignedOnPaperSerializer)
def sign_on_paper(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Enter the signature of someone who chaired and signed on paper.

    It holds once two witnesses have signed, each with their own account.
    """
    row = run_by(ask, meeting)
    require_fresh(ask)
    chairs = Person.objects.filter(pk__in=[one.person.pk for one in signing.expected(row)])
    person = chosen_one(chairs, ask.told["person"], "person")
    assert person is not None
    seen = ask.told["seen"]
    signing.sign(row, person=person, by=ask.by, at=ask.at, seen=seen, on_paper=True)
    return _signatures(row)


@acts(OpenPointSerializer, takes=ProposeCorrectionSerializer, status=201)
def propose_correction(ask: Ask, meeting: UUID) -> OpenPoint:
    """Propose a correction of signed minutes to the body's next meeting, as every member may."""
    row = meeting_of(ask, meeting)
    require(permissions.may_demand(ask.me, row.body, ask.at))
    item = chosen_one(row.items.all(), ask.told["item"], "item")
    text = ask.told["text"]
    return approving.propose_correction(row, item=item, text=text, by=ask.by, at=ask.at)


@reads(EntrySerializer, lists=True, filters=EntryFilter)
def book(ask: Ask, body: UUID) -> QuerySet[Entry]:
    """A body's book, entry by entry; each is chained to the one before."""
    return Entry.objects.filter(body=body_of(ask, body)).order_by("number")


@reads(VerificationSerializer)
def verify_book(ask: Ask, body: UUID) -> Mapping[str, Any]:
    """Check a body's book now: the chain, the minutes, and the lists still kept."""
    row = body_of(ask, body)
    last = booking.head(row)
    broken = booking.verify(row)
    return {
        "whole": broken is None,
        "entries": last.number if last else 0,
        "head": last.hash if last else None,
        "broken": broken,
    }


def _signatures(meeting: Meeting) -> Mapping[str, Any]:
    return {
        "digest": signing.text_digest(meeting),
        "complete": signing.complete(meeting),
        "expected": signing.expected(meeting),
        "witnesses": signing.witnesses(meeting),
        "witnesses_needed": signing.witnesses_needed(meeting),
    }
