"""Who was told what of a meeting, when and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet

from communes.domain import noticing, rolls
from communes.models import Channel, Delivery, Meeting, Notice, Person


@dataclass(frozen=True)
class Reach:
    """One notice of a meeting: to how many accounts it went, and what became of its letters."""

    notice: Notice
    accounts: int
    sent: int
    waiting: int
    failed: int


def reached(meeting: Meeting) -> Sequence[Reach]:
    """What the body was told of the meeting, the latest first."""
    notices = list(noticing.of_meeting(meeting))
    rows = list(Delivery.objects.filter(notice__in=notices))
    return [_reach(one, [row for row in rows if row.notice_id == one.pk]) for one in notices]


def people(meeting: Meeting, at: datetime) -> QuerySet[Person]:
    """Who has to be told, those without an account last; each account has its `told`."""
    notices = noticing.of_meeting(meeting).order_by()
    rows = Delivery.objects.filter(notice__in=notices).select_related("notice").order_by("pk")
    listed = rolls.roll(meeting.body, meeting.sitting, at).select_related("account__mail_address")
    told = listed.prefetch_related(Prefetch("account__deliveries", rows, to_attr="told"))
    without = ExpressionWrapper(Q(account__isnull=True), output_field=BooleanField())
    return told.annotate(without=without).order_by("without", "sort_key", "pk")


def _reach(notice: Notice, rows: Sequence[Delivery]) -> Reach:
    mails = [row for row in rows if row.channel == Channel.MAIL]
    return Reach(
        notice=notice,
        accounts=sum(row.channel == Channel.APP for row in rows),
        sent=sum(row.sent_at is not None for row in mails),
        waiting=sum(row.sent_at is None and row.next_at is not None for row in mails),
        failed=sum(row.sent_at is None and row.next_at is None for row in mails),
    )
