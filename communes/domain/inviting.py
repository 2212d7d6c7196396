"""Accounts by one-time codes on paper: a first account for a person, a new password for one."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Account, Body, Invitation, Person, Residence
from communes.periods import holding
from communes.problems import Problem, refuse_if
from communes.randomness import random_bytes

VALID_FOR = timedelta(days=14)
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12


@dataclass(frozen=True)
class Issued:
    """An invitation and its code, which is shown once and stored nowhere."""

    invitation: Invitation
    code: str


def code_hash(code: str) -> str:
    """The hash under which a code is kept; spaces, dashes and case do not matter."""
    return hashlib.sha256(plain(code).encode()).hexdigest()


def plain(code: str) -> str:
    """A code without what makes it easy to read."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def invitable(commune: Body, at: datetime) -> QuerySet[Person]:
    """Residents of the commune who have no account yet."""
    return Person.objects.living().residing(commune.pk, at).filter(account__isnull=True)


def invite_problems(people: Sequence[Person], at: datetime) -> list[Problem]:
    """Why these persons get no invitation: no residence, or an account already."""
    ids = [person.pk for person in people]
    living = Residence.objects.filter(holding(at), person__in=ids)
    at_home = set(living.values_list("person", flat=True))
    with_account = set(Account.objects.filter(person__in=ids).values_list("person", flat=True))
    problems = []
    for person in people:
        if person.pk not in at_home:
            message = _("%(name)s does not live in any commune now.") % {"name": person.name}
            problems.append(Problem("no_residence", message, {}, "people"))
        if person.pk in with_account:
            message = _("%(name)s already has an account.") % {"name": person.name}
            problems.append(Problem("account_exists", message, {}, "people"))
    if not people:
        problems.append(Problem("nobody", _("Choose whom to invite."), {}, "people"))
    return problems


def invite(people: Sequence[Person], *, by: Actor, at: datetime) -> list[Issued]:
    """Issue a one-time code for the first account of each; earlier codes lapse.

    Raises `Refused`, and issues none, when one of them gets none.
    """
    with acting(by=by, at=at):
        ids = [person.pk for person in people]
        rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids)
        locked = {person.pk: person for person in rows.order_by("pk")}
        chosen = [locked[pk] for pk in dict.fromkeys(ids)]
        refuse_if(invite_problems(chosen, at))
        open_codes = Invitation.objects.filter(person__in=ids, used_at__isnull=True)
        open_codes.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
        join = Invitation.Purpose.JOIN
        issued = [_issued(Invitation(person=person, purpose=join), at) for person in chosen]
        Invitation.objects.bulk_create(one.invitation for one in issued)
    return issued


def reset(account: Account, *, by: Actor, at: datetime) -> Issued:
    """Issue a one-time code for a new password; the holder is told."""
    with acting(by=by, at=at) as acts:
        open_codes = Invitation.objects.filter(account=account, used_at__isnull=True)
        open_codes.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
        issued = _issued(Invitation(account=account, purpose=Invitation.Purpose.RESET), at)
        issued.invitation.save()
        acts.notify(account, "account_reset", f"reset:{issued.invitation.key}", urgent=True)
    return issued


def find(code: str, at: datetime) -> Invitation | None:
    """The invitation of a code that may still be used, by someone whose entry is open."""
    fresh = Invitation.objects.waiting(at).filter(code_hash=code_hash(code))
    joins = Q(purpose=Invitation.Purpose.JOIN, person__in=Person.objects.living())
    resets = Q(purpose=Invitation.Purpose.RESET, account__is_active=True)
    return fresh.filter(joins | resets).select_related("person", "account").first()


def redeem_problems(code: str, *, username: str, password: str, at: datetime) -> list[Problem]:
    """Why the code does not open an account with these."""
    invitation = find(code, at)
    if invitation is None:
        message = _("This code is not valid: it may be mistyped, used, or out of date.")
        return [Problem("code_invalid", message, {}, "code")]
    if invitation.purpose == Invitation.Purpose.RESET:
        assert invitation.account is not None
        return password_problems(password, invitation.account)
    problems = credentials_problems(username, password)
    if invitation.person is not None and hasattr(invitation.person, "account"):
        problems.append(Problem("account_exists", _("This person already has an account.")))
    return problems


def credentials_problems(username: str, password: str) -> list[Problem]:
    """Why an account cannot have this name and this password."""
    return _username_problems(username) + password_problems(password, Account(username=username))


def redeem(code: str, *, username: str, password: str, language: str, at: datetime) -> Account:
    """Open an account, or set a new password, with a one-time code. Raises `Refused`.

    A new password by a code ends all that opened the account before.
    """
    from communes.domain import remembering, renewing

    with acting(by=Actor(basis="invitation"), at=at) as acts:
        invitation = find(code, at)
        if invitation is not None:
            Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        refuse_if(redeem_problems(code, username=username, password=password, at=at))
        assert invitation is not None
        if invitation.purpose == Invitation.Purpose.JOIN:
            account = Account(username=username, person=invitation.person, language=language)
        else:
            assert invitation.account is not None
            account = invitation.account
            renewing.clear(account, at)
            remembering.tell(acts, account, "password_reset")
        account.set_password(password)
        account.save()
        invitation.used_at = at
        invitation.save(update_fields=["used_at"])
    return account


def shown(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _issued(invitation: Invitation, at: datetime) -> Issued:
    """The invitation with a fresh code, not yet saved."""
    code = new_code()
    invitation.code_hash = code_hash(code)
    invitation.created_at = at
    invitation.expires_at = at + VALID_FOR
    return Issued(invitation, shown(code))


def new_code() -> str:
    """Twelve signs that nobody mixes up, each as likely as the next."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in _even_bytes())


def _even_bytes() -> list[int]:
    """Bytes that fall on each sign of the alphabet equally often."""
    top = 256 - 256 % len(ALPHABET)
    found: list[int] = []
    while len(found) < LENGTH:
        found += [byte for byte in random_bytes(LENGTH) if byte < top]
    return found[:LENGTH]


def _username_problems(username: str) -> list[Problem]:
    problems = []
    try:
        Account.username_validator(username)
    except ValidationError as error:
        problems.append(Problem("username", " ".join(error.messages), {}, "username"))
    if not username.strip() or len(username) > 150:
        problems.append(Problem("username", _("Choose a name to sign in with."), {}, "username"))
    elif Account.objects.filter(username__iexact=username).exists():
        problems.append(Problem("username_taken", _("This name is taken."), {}, "username"))
    return problems


def password_problems(password: str, account: Account) -> list[Problem]:
    """Why the account cannot have this password."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return [Problem("password", " ".join(error.messages), {}, "password")]
    return []


def new_password() -> str:
    """A password that people can type: three groups of four signs."""
    return shown("".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))).lower()
