"""Minutes, their signatures, and the book that vouches for them."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, require
from communes.api.filtering import Filter
from communes.api.reaching import body_of, meeting_of
from communes.api.resources import acts, reads
from communes.arithmetic.chains import canonical
from communes.domain import booking, closing, signing
from communes.models import Entry, Meeting, Minutes
from communes.serializers.books import (
    EntrySerializer,
    MinutesSerializer,
    SignaturesSerializer,
    SignSerializer,
    VerificationSerializer,
)


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
    return {
        "meeting": row.public_id,
        "digest": sha256(canonical(content)).hexdigest(),
        "signed_at": signed.signed_at if signed else None,
        "commitment": signed.digest if signed else None,
        "content": content,
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
    told = {name: ask.told[name] for name in ("verdict", "reason", "seen")}
    signing.sign(row, person=ask.myself, by=ask.by, at=ask.at, **told)
    return _signatures(row)


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
        "digest": closing.digest(meeting),
        "complete": signing.complete(meeting),
        "expected": signing.expected(meeting),
        "witnesses": signing.witnesses(meeting),
        "witnesses_needed": signing.witnesses_needed(meeting),
    }
