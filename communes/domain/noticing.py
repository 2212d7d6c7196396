"""Notices reach accounts: handed out by a sweep, read on the page."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime

from communes import notices
from communes.domain import digesting, rolls
from communes.domain.acting import Actor, acting
from communes.domain.keeping import erase_day
from communes.models import Account, Body, Channel, Delivery, Meeting, Notice, Sitting

IN_APP = Channel.APP
BATCH = 100
BATCH_IN_APP = 5000


def deliver(at: datetime) -> int:
    """Deliver what accounts were written and have not yet been handed; in two statements a batch.

    Which notices wait is read from an index of those alone, however many were delivered before.
    """
    waiting = Notice.objects.filter(handed_at__isnull=True, account__isnull=False)
    batch = list(waiting.filter(written_at__lte=at).order_by("written_at", "pk")[:BATCH_IN_APP])
    rows = [
        Delivery(notice=notice, account_id=notice.account_id, channel=IN_APP, at=at)
        for notice in batch
        if notice.account_id is not None
    ]
    with transaction.atomic():
        Delivery.objects.bulk_create(rows + digesting.queued(batch, at), ignore_conflicts=True)
        Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(handed_at=at)
    return len(rows)


def hand_out(at: datetime) -> int:
    """Hand what bodies were told to each member with an account, and queue the letters."""
    unhanded = Notice.objects.filter(
        code__in=notices.to_members(), body__isnull=False, handed_at__isnull=True
    )
    waiting = unhanded.filter(written_at__lte=at, written_at__gt=at - digesting.STALE)
    return sum(_hand(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _hand(pk: int, at: datetime) -> int:
    """Hand out one notice, once: its row is locked, and says when it was."""
    with acting(by=Actor(basis="charter"), at=at) as acts:
        rows = Notice.objects.select_for_update(of=("self",)).filter(handed_at__isnull=True)
        notice = rows.select_related("body").filter(pk=pk).first()
        if notice is None or notice.body is None:
            return 0
        notice.handed_at = at
        notice.save(update_fields=["handed_at"])
        if _over(notice, at):
            return 0
        facts = {"notice": notice.key, "code": notice.code}
        facts["meeting"] = str(notice.figures.get("meeting", ""))
        acts.enter(notice.body, "notice.sent", {**facts, **_reach(notice, notice.body, at)})
    return 1


def _reach(notice: Notice, body: Body, at: datetime) -> dict[str, int]:
    """Write a row for each member with an account, and for each letter; how many there are."""
    members = rolls.roll(body, notice.figures.get("sitting", Sitting.ASSEMBLY), at)
    people = set(members.values_list("pk", flat=True))
    accounts = list(Account.objects.filter(person__in=people, is_active=True).order_by("pk"))
    letters = digesting.reached(accounts) if notices.kind(notice.code).letter else []
    rows = [_row(notice, one, Channel.APP, at) for one in accounts]
    rows += [_row(notice, one, Channel.MAIL, at) for one in letters]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return {"members": len(people), "accounts": len(accounts), "letters": len(letters)}


def _over(notice: Notice, at: datetime) -> bool:
    """Whether what it tells of lies a day and more in the past."""
    starts_at = parse_datetime(str(notice.figures.get("starts_at", "")))
    return starts_at is not None and starts_at < at - timedelta(days=1)


def forget(at: datetime) -> int:
    """Forget who was told what when the charter's time for personal lists is over; the counts,
    which name nobody, stay in the book."""
    told = Exists(Delivery.objects.filter(notice=OuterRef("pk")))
    rows = Notice.objects.filter(told, body__isnull=False).select_related("body")
    oldest = list(rows.order_by("written_at", "pk")[:BATCH])
    today = at.astimezone(UTC).date()
    due = [row for row in oldest if row.body and erase_day(row.body, row.written_at) <= today]
    return Delivery.objects.filter(notice__in=due).delete()[0]


def _row(notice: Notice, account: Account, channel: str, at: datetime) -> Delivery:
    queued = at if channel == Channel.MAIL else None
    return Delivery(notice=notice, account=account, channel=channel, at=at, next_at=queued)


def of_meeting(meeting: Meeting) -> QuerySet[Notice]:
    """What its body was told about a meeting, the latest first."""
    rows = Notice.objects.filter(body=meeting.body_id, figures__meeting=meeting.key)
    return rows.filter(code__in=notices.to_members()).order_by("-written_at", "-pk")


def told_to(account: Account) -> QuerySet[Notice]:
    """What the account was told: by itself, or as a member of a body that was told."""
    handed = Delivery.objects.filter(notice=OuterRef("pk"), account=account, channel=IN_APP)
    told = Notice.objects.filter(Q(account=account) | Exists(handed))
    return told.exclude(code=digesting.DIGEST)  # a letter about notices, and none itself


def unread(account: Account) -> QuerySet[Notice]:
    """Notices to the account that it has not marked as read, newest first."""
    read = Delivery.objects.filter(
        notice=OuterRef("pk"), account=account, read_at__isnull=False, channel=IN_APP
    )
    return told_to(account).filter(~Exists(read))


def mark_read(notice: Notice, account: Account, at: datetime) -> None:
    """Mark a notice as read by the account; doing so twice changes nothing."""
    row, _made = Delivery.objects.get_or_create(
        notice=notice, account=account, channel=IN_APP, defaults={"at": at}
    )
    if row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])


def mark_all_read(account: Account, at: datetime) -> None:
    """Mark everything written to the account until now as read."""
    rows = [
        Delivery(notice=notice, account=account, channel=IN_APP, at=at)
        for notice in unread(account)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Delivery.objects.filter(account=account, channel=IN_APP, read_at__isnull=True)
    mine.filter(notice__written_at__lte=at).update(read_at=at)
