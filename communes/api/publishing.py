"""Publication of minutes, checks of prints, and who was told of a meeting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from communes import permissions
from communes.api.asking import Ask, require
from communes.api.papers import language_of
from communes.api.reaching import meeting_of, readable
from communes.api.resources import acts, reads
from communes.domain import publishing, telling
from communes.domain.filing import LARGEST
from communes.models import Meeting, Person, Publication
from communes.papers.published import public_file
from communes.papers.verifying import Finding, check_code, check_file
from communes.serializers.papers import PaperAskSerializer
from communes.serializers.publishing import (
    MeetingNoticesSerializer,
    PrintFindingSerializer,
    PrintSerializer,
    PublicationStateSerializer,
    PublicMinutesSerializer,
    PublishSerializer,
    ToldPersonSerializer,
    WithdrawSerializer,
)


@reads(PublicationStateSerializer)
def publication(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """To whom the minutes are published, and how names are told to everyone."""
    return _state(ask, meeting_of(ask, meeting))


@acts(PublicationStateSerializer, takes=PublishSerializer, status=201)
def publish(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Publish signed minutes as the charter says; the members are told."""
    row = _published_by(ask, meeting)
    publishing.publish(row, words=ask.told["words"], by=ask.by, at=ask.at)
    return _state(ask, row)


@acts(PublicationStateSerializer, takes=WithdrawSerializer)
def withdraw_publication(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Withdraw the publication of minutes, with the reason."""
    row = _published_by(ask, meeting)
    last = Publication.objects.filter(meeting=row).first()
    if last is None:
        raise Http404
    publishing.withdraw(last, reason=ask.told["reason"], by=ask.by, at=ask.at)
    return _state(ask, row)


@reads(PublicMinutesSerializer, asks=PaperAskSerializer)
def public_minutes(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """Minutes published to everyone, as everyone reads them.

    The same stands without an account at `/published/meetings/{meeting}/minutes.json`.
    """
    row = meeting_of(ask, meeting)
    found = publishing.open_to_everyone(ask.at).filter(meeting=row).first()
    if found is None:
        raise Http404
    return public_file(found, language_of(ask), ask.at)


@reads(PrintFindingSerializer, takes=PrintSerializer)
def verify_print(ask: Ask) -> Finding:
    """Whether a printed code, or a PDF, is what the book holds; nothing of it is kept."""
    rows, told = readable(ask), ask.told
    if told["pdf"]:
        return check_file(told["pdf"][:LARGEST], rows)
    return check_code(told["code"], rows)


@reads(ToldPersonSerializer, lists=True)
def told(ask: Ask, meeting: UUID) -> QuerySet[Person]:
    """Who has to be told of the meeting, and what reached them, when and by which way."""
    return telling.people(_told_by(ask, meeting), ask.at)


@reads(MeetingNoticesSerializer)
def meeting_notices(ask: Ask, meeting: UUID) -> Mapping[str, Any]:
    """What the body was told of the meeting, and how far each notice went."""
    row = _told_by(ask, meeting)
    without = telling.people(row, ask.at).filter(account__isnull=True).count()
    return {"without_account": without, "notices": telling.reached(row)}


def _told_by(ask: Ask, meeting: UUID) -> Meeting:
    """The meeting, for those who run it and the body's officers (403 for other readers)."""
    row = meeting_of(ask, meeting)
    runs = permissions.may_run(ask.me, row, ask.at)
    require(runs or permissions.officer(ask.me, row.body, ask.at))
    return row


def _published_by(ask: Ask, meeting: UUID) -> Meeting:
    """The signed meeting, for those who publish its minutes (403 for other readers)."""
    row = meeting_of(ask, meeting)
    require(permissions.may_publish(ask.me, row, ask.at))
    return row


def _state(ask: Ask, row: Meeting) -> Mapping[str, Any]:
    rules = publishing.rules(row.body, ask.at)
    done = Publication.objects.filter(meeting=row).select_related("withdrawal")
    return {
        "readers": rules.readers,
        "names": rules.names,
        "open": publishing.open_to_everyone(ask.at).filter(meeting=row).exists(),
        "publications": done.order_by("-at", "-pk"),
    }
