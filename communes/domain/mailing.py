"""Letters leave by e-mail: a sweep hands each to the mail server once, and tries again later.

No page ever waits for a mail server. Two sweeps at once never send the same letter: whoever
moves `next_at` of a row ahead may send it, and marks it as uncertain before it leaves. Should the
machine or the line fail between the server's yes and the row that remembers it, nobody can know
whether the letter left. A convening that does not arrive weighs more than one that arrives twice:
it is sent again, under the same Message-ID, by which many programs show it once, and it says that
it may have come before. Until then officers and programs see it as uncertain.
"""

import smtplib
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _

from communes import notices
from communes.domain import letters
from communes.models import Channel, Delivery, MailAddress, Notice
from communes.models.notices import UNCERTAIN
from communes.notices import CONFIRMING, Letter

BATCH = 200
LEASE = timedelta(minutes=15)
"""How long a letter belongs to the sweep that took it."""
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 24


def send(at: datetime) -> int:
    """Send the letters that are due, over one line to the mail server; how many it took."""
    due = Delivery.objects.filter(channel=Channel.MAIL, sent_at__isnull=True, next_at__lte=at)
    ids = list(due.order_by("next_at", "pk").values_list("pk", "failure")[:BATCH])
    if not ids:
        return 0
    line = get_connection()
    sent = 0
    try:
        for pk, known in ids:
            outcome = _send(pk, line, at, again=known == UNCERTAIN)
            if outcome is None:
                break  # the server does not answer: the others wait for the next sweep
            sent += outcome
    finally:
        _hang_up(line)
    return sent


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 2, 4 … minutes, at most two hours."""
    return min(timedelta(minutes=2 ** min(max(attempts - 1, 0), 10)), LONGEST_PAUSE)


def _send(pk: int, line: Any, at: datetime, *, again: bool) -> int | None:
    """One letter: 1 sent, 0 not to be sent now or ever, None if the server does not answer."""
    mine = Delivery.objects.filter(pk=pk, sent_at__isnull=True, next_at__lte=at)
    if not mine.update(next_at=at + LEASE, failure=UNCERTAIN):
        return 0
    row = Delivery.objects.select_related("notice", "account__mail_address").get(pk=pk)
    letter = _letter(row, again)
    if letter is None:
        return _give_up(row, "nothing to say")
    left = again
    try:
        line.open()
        left = True
        line.send_messages([letter])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refusal:
        return _refused(row, refusal, at)
    except (smtplib.SMTPException, OSError) as failure:
        _hang_up(line)
        _put_off(row, UNCERTAIN if left else type(failure).__name__, at)
        return None
    row.sent_at, row.next_at, row.failure = at, None, ""
    row.attempts += 1
    row.save(update_fields=["sent_at", "next_at", "attempts", "failure"])
    return 1


def _letter(row: Delivery, again: bool) -> EmailMessage | None:
    address = MailAddress.objects.filter(account=row.account).first()
    if address is None or not row.account.is_active:
        return None
    if address.confirmed_at is None and row.notice.code != CONFIRMING:
        return None
    with translation.override(_language(row)):
        letter = _written(row.notice)
        before = _("This letter may have reached you before: an answer was lost on the way.")
    if letter is None:
        return None
    subject = " ".join(letter.subject.split())
    text = f"{letter.text}\n{before}\n" if again else letter.text
    return EmailMessage(subject, text, to=[address.address], headers=_headers(row))


def _written(notice: Notice) -> Letter | None:
    kind = notices.kind(notice.code)
    if kind.letter is not None:
        return kind.letter(notice.figures)
    return letters.notice_letter(kind.words(notice.figures), notice.link)


def _headers(row: Delivery) -> dict[str, str]:
    """The same identity however often it is tried, and the manners of a machine."""
    name = uuid5(NAMESPACE_URL, f"{row.notice.key}:{row.account.key}")
    return {
        "Message-ID": f"<{name}@{settings.MAIL_DOMAIN}>",
        "Auto-Submitted": "auto-generated",
    }


def _language(row: Delivery) -> str:
    """That of the reader, else of the body, as far as the program speaks it."""
    body: Notice = row.notice
    for wanted in (row.account.language, body.body.language if body.body else ""):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _refused(row: Delivery, refusal: Exception, at: datetime) -> int:
    """The server will not have this letter: for good, or only for now (a code of 400)."""
    codes = [getattr(refusal, "smtp_code", 0)]
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in refusal.recipients.values()]
    if all(400 <= code < 500 for code in codes):
        _put_off(row, "refused for now", at)
        return 0
    return _give_up(row, "refused")


def _put_off(row: Delivery, failure: str, at: datetime) -> None:
    row.attempts += 1
    row.failure = failure[:40]
    row.next_at = at + pause(row.attempts) if row.attempts < MOST_ATTEMPTS else None
    row.save(update_fields=["attempts", "failure", "next_at"])


def _give_up(row: Delivery, why: str) -> int:
    row.next_at, row.failure = None, why
    row.save(update_fields=["next_at", "failure"])
    return 0


def _hang_up(line: Any) -> None:
    try:
        line.close()
    except (smtplib.SMTPException, OSError):
        line.connection = None
