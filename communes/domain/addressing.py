"""An account's own address of e-mail: entered, confirmed by a letter, taken away."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Account, Channel, Delivery, MailAddress, Notice
from communes.notices import CONFIRMING
from communes.problems import Problem, refuse_if

VALID_FOR = timedelta(days=3)
MOST_LETTERS = 5
"""Letters of confirmation that an account may cause in a day: they go to whoever is named."""

_signer = Signer(salt="communes.mail_address")


def enter_problems(account: Account, address: str, at: datetime) -> list[Problem]:
    """Why this address is not taken."""
    problems = []
    try:
        validate_email(address.strip())
    except ValidationError:
        message = _("This is no address of e-mail.")
        problems.append(Problem("address_malformed", message, {}, "address"))
    lately = Notice.objects.filter(account=account, code=CONFIRMING, written_at__gt=_day(at))
    if lately.count() >= MOST_LETTERS:
        message = _("Enough letters of confirmation were sent for today. Try again tomorrow.")
        problems.append(Problem("address_too_often", message, {}, "address"))
    return problems


def enter(account: Account, address: str, *, by: Actor, at: datetime) -> MailAddress:
    """Name an address in place of any before; a letter with a link asks to confirm it.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        refuse_if(enter_problems(account, address, at))
        MailAddress.objects.filter(account=account).delete()
        row = MailAddress.objects.create(account=account, address=address.strip(), entered_at=at)
        occasion = f"address:{row.key}"
        acts.notify(account, CONFIRMING, occasion, figures={"entered": row.key}, link="/account/")
        notice = Notice.objects.get(account=account, occasion=occasion)
        Delivery.objects.create(
            notice=notice, account=account, channel=Channel.MAIL, at=at, next_at=at
        )
    return row


def token(key: str) -> str:
    """The secret end of the link that confirms an address; nothing in it names anybody."""
    return _signer.sign(key)


def confirm_problems(account: Account, secret: str, at: datetime) -> list[Problem]:
    """Why the link confirms nothing: it is broken, old, another's, or of another address."""
    row = _named(account, secret)
    if row is None or row.entered_at < at - VALID_FOR:
        message = _("This link confirms no address of yours. Enter the address again.")
        return [Problem("link_invalid", message)]
    return []


def confirm(account: Account, secret: str, *, by: Actor, at: datetime) -> None:
    """Confirm the address to which the link was sent; doing so twice changes nothing.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(confirm_problems(account, secret, at))
        row = _named(account, secret)
        if row is not None and row.confirmed_at is None:
            row.confirmed_at = at
            row.save(update_fields=["confirmed_at"])


def remove(account: Account, *, by: Actor, at: datetime) -> None:
    """Want no more letters: the address is forgotten, letters still waiting are not sent."""
    with acting(by=by, at=at):
        MailAddress.objects.filter(account=account).delete()


def _named(account: Account, secret: str) -> MailAddress | None:
    try:
        key = _signer.unsign(secret)
        return MailAddress.objects.filter(account=account, public_id=key).first()
    except (BadSignature, ValidationError, ValueError):
        return None


def _day(at: datetime) -> datetime:
    return at - timedelta(days=1)
