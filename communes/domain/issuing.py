"""Member numbers and slips: given with the entry in the register, replaced when a slip is lost.

A number is short, drawn by lot within the commune, and completed by a check digit. A slip carries
thirty digits that say nothing of anybody: they are worked out from the installation's secret and
a random id, so that a slip can be printed again, and only their digest is kept.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communes.arithmetic.checking import SHORTEST, draw
from communes.domain.acting import Actor, acting
from communes.models import Body, MemberNumber, Person, Slip
from communes.problems import Problem, refuse_if
from communes.randomness import random_below

DIGITS = 30
"""Decimal digits of a slip's code, 99 bits; as digits alone a QR code of them stays coarse."""
NUMBER = range(SHORTEST + 1, 9)
"""How many digits a member number may have, its check digit included."""


def digits(typed: str) -> str:
    """The digits of what was typed or scanned, in ASCII; empty if it holds anything else."""
    plain = "".join(sign for sign in typed if not sign.isspace() and sign not in "-‐–·")
    if not plain or len(plain) > DIGITS or not all(sign.isdecimal() for sign in plain):
        return ""
    return "".join(str(unicodedata.decimal(sign)) for sign in plain)


def digest_of(code: str) -> str:
    """The digest under which a slip is kept, and found on a device without a network."""
    return sha256(code.encode()).hexdigest()


def code_of(slip: Slip) -> str:
    """The digits of a slip; empty where the installation's secret is another than at its issue."""
    code = _code(slip)
    return code if digest_of(code) == slip.digest else ""


def digest_for(key: str) -> str:
    """The digest of the slip with that public id."""
    return digest_of(_digits(key))


def _code(slip: Slip) -> str:
    return _digits(slip.key)


def _digits(key: str) -> str:
    drawn = salted_hmac("communes.slip", key, algorithm="sha256").digest()
    return str(int.from_bytes(drawn) % 10**DIGITS).zfill(DIGITS)


def give(commune: Body, people: Sequence[Person], *, at: datetime) -> Mapping[int, MemberNumber]:
    """Give each a number in the commune and a slip, but those who have them; numbers by person.

    Two who are entered at the same instant get two numbers: who came second draws again.
    """
    ids = [person.pk for person in people]
    mine = MemberNumber.objects.filter(commune=commune.pk, person__in=ids)
    known = {row.person_id: row for row in mine}
    while lacking := [pk for pk in dict.fromkeys(ids) if pk not in known]:
        every = MemberNumber.objects.filter(commune=commune.pk)
        numbers = draw(len(lacking), set(every.values_list("number", flat=True)), random_below)
        MemberNumber.objects.bulk_create(
            (
                MemberNumber(commune_id=commune.pk, person_id=pk, number=number)
                for pk, number in zip(lacking, numbers, strict=True)
            ),
            ignore_conflicts=True,
            batch_size=1000,
        )
        known = {row.person_id: row for row in mine.all()}
    _slips(list(known.values()), at)
    return known


def _slips(members: Sequence[MemberNumber], at: datetime) -> None:
    valid = Slip.objects.filter(member__in=members, revoked_at__isnull=True)
    have = set(valid.values_list("member_id", flat=True))
    fresh = [_slip(row, at) for row in members if row.pk not in have]
    Slip.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)


def _slip(member: MemberNumber, at: datetime) -> Slip:
    slip = Slip(member=member, issued_at=at)
    slip.digest = digest_of(_code(slip))
    return slip


def give_to_all(commune: Body, people: Sequence[Person], *, by: Actor, at: datetime) -> int:
    """Give numbers and slips to those of a register that is older than they; how many got one."""
    with acting(by=by, at=at) as acts:
        rows = MemberNumber.objects.filter(commune=commune.pk)
        before = rows.count()
        give(commune, people, at=at)
        given = rows.count() - before
        if given:
            acts.enter(commune, "numbers.given", {"count": given})
    return given


def replace_problems(commune: Body, person: Person, at: datetime) -> list[Problem]:
    """Why the person gets no new slip: whoever does not live in the commune has none."""
    if Person.objects.living().residing(commune.pk, at).filter(pk=person.pk).exists():
        return []
    message = _("%(name)s does not live in this commune now.") % {"name": person.name}
    return [Problem("no_residence", message)]


def replace(commune: Body, person: Person, *, by: Actor, at: datetime) -> Slip:
    """Revoke a slip that was lost and issue another; the number stays. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        refuse_if(replace_problems(commune, person, at))
        member = give(commune, [person], at=at)[person.pk]
        Slip.objects.filter(member=member, revoked_at__isnull=True).update(revoked_at=at)
        slip = _slip(member, at)
        slip.save()
        acts.enter(commune, "slip.replaced", {"person": person.key})
    return slip
