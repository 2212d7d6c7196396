"""Letters about notices: the urgent at once, the others gathered into one a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes import notices
from communes.domain.letters import address, joined, letter_foot
from communes.models import Account, Channel, Delivery, Notice
from communes.notices import CONFIRMING, Letter

DIGEST = "digest"
MORNING = time(5)
"""When the letter of the day leaves, by Greenwich *(ours)*: it tells of the day before."""
STALE = timedelta(days=30)
"""A notice that lay so long is no news: a database told afterwards, a machine switched off."""
BATCH = 200
MOST = 100
"""So many notices are told in one letter; of more it says how many."""


def queued(handed: Iterable[Notice], at: datetime) -> list[Delivery]:
    """What these notices to accounts become by e-mail: rows to be written, none for the others."""
    told = [one for one in handed if _goes_by_mail(one, at)]
    reach = {one.pk for one in reached([one.account_id for one in told])}
    return [_waiting(one, at) for one in told if one.account_id in reach]


def reached(accounts: Iterable[Account | int | None]) -> Sequence[Account]:
    """Those accounts that have a confirmed address of e-mail, in the order of their ids."""
    ids = [one.pk if isinstance(one, Account) else one for one in accounts if one is not None]
    rows = Account.objects.filter(mail_address__confirmed_at__isnull=False, is_active=True)
    return list(rows.filter(pk__in=ids).order_by("pk"))


def morning_after(at: datetime) -> datetime:
    """The first morning after the instant."""
    today = datetime.combine(at.astimezone(UTC).date(), MORNING, UTC)
    return today if today > at else today + timedelta(days=1)


def gather(at: datetime) -> int:
    """Make the letter of the day for each account for which something waits; how many it made.

    One a day for an account, which the database keeps too: the occasion is the day.
    """
    count = 0
    while accounts := _waiting_accounts(at):
        with transaction.atomic():
            locked = Account.objects.select_for_update(of=("self",)).filter(pk__in=accounts)
            count += _gather(list(locked.order_by("pk")), at)
    return count


def digest_letter(figures: Mapping[str, Any]) -> Letter | None:
    """The letter of the day: each notice in a line, and where it leads."""
    rows = Notice.objects.filter(public_id__in=figures.get("notices", [])).order_by("pk")
    lines: list[str] = []
    for row in rows:
        lines += [f"· {notices.sentence(row.code, row.figures)}"]
        lines += [f"  {address(row.link)}"] if row.link else []
    count = int(figures.get("count", len(lines)))
    if not lines:
        return None
    if count > MOST:
        lines.append(_("And %(count)s more.") % {"count": count - MOST})
    subject = ngettext("%(count)s notice from Komîn", "%(count)s notices from Komîn", count)
    parts = [*lines, "", address("/"), "", letter_foot()]
    return Letter(subject % {"count": count}, joined(parts))


def _goes_by_mail(notice: Notice, at: datetime) -> bool:
    fresh = notice.account_id is not None and notice.written_at > at - STALE
    return fresh and notice.code not in (CONFIRMING, DIGEST)


def _waiting(notice: Notice, at: datetime) -> Delivery:
    urgent = notice.urgent or notices.kind(notice.code).urgent
    return Delivery(
        notice=notice,
        account_id=notice.account_id or 0,
        channel=Channel.MAIL if urgent else Channel.DIGEST,
        at=at,
        next_at=at if urgent else morning_after(at),
    )


def _due(at: datetime) -> Any:
    rows = Delivery.objects.filter(channel=Channel.DIGEST, sent_at__isnull=True)
    return rows.filter(next_at__lte=at)


def _waiting_accounts(at: datetime) -> list[int]:
    rows = _due(at).order_by("account").values_list("account", flat=True).distinct()
    return list(rows[:BATCH])


def _gather(accounts: Sequence[Account], at: datetime) -> int:
    """Write one letter for each; what waits while today's is made already waits for the next."""
    occasion = f"{DIGEST}:{(morning_after(at) - timedelta(days=1)).date()}"
    rows = list(_due(at).filter(account__in=accounts).order_by("pk").select_related("notice"))
    made = Notice.objects.filter(account__in=accounts, occasion=occasion)
    told = set(made.values_list("account", flat=True))
    letters = [
        Notice(
            account=one, occasion=occasion, code=DIGEST, written_at=at, handed_at=at, figures=said
        )
        for one in accounts
        if one.pk not in told and (said := _figures([r for r in rows if r.account_id == one.pk]))
    ]
    Notice.objects.bulk_create(letters)
    Delivery.objects.bulk_create(
        Delivery(
            notice=one, account_id=one.account_id or 0, channel=Channel.MAIL, at=at, next_at=at
        )
        for one in letters
    )
    later = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    later.filter(account__in=told).update(next_at=morning_after(at))
    later.exclude(account__in=told).update(sent_at=at, next_at=None)
    return len(letters)


def _figures(rows: Sequence[Delivery]) -> dict[str, Any]:
    if not rows:
        return {}
    return {"notices": [row.notice.key for row in rows[:MOST]], "count": len(rows)}
