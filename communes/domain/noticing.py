"""Notices reach accounts: delivered by a sweep, read on the page."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from communes.models import Account, Delivery, Notice

IN_APP = "app"


def deliver(at: datetime) -> int:
    """Deliver what accounts were written and have not yet been handed; in one statement a batch."""
    delivered = Delivery.objects.filter(notice=OuterRef("pk"), channel=IN_APP)
    waiting = Notice.objects.filter(~Exists(delivered), account__isnull=False, written_at__lte=at)
    rows = [
        Delivery(notice=notice, account_id=notice.account_id, channel=IN_APP, at=at)
        for notice in waiting.order_by("pk")[:5000]
        if notice.account_id is not None
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def unread(account: Account) -> QuerySet[Notice]:
    """Notices to the account that it has not marked as read, newest first."""
    read = Delivery.objects.filter(
        notice=OuterRef("pk"), account=account, read_at__isnull=False, channel=IN_APP
    )
    return Notice.objects.filter(~Exists(read), account=account)


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
