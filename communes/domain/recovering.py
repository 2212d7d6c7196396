"""Recovery codes on paper, for the day on which phone and keys are lost: each works once."""

import hashlib
from datetime import datetime

from communes.domain import inviting, remembering
from communes.domain.acting import Actor, acting
from communes.models import Account, RecoveryCode, RecoverySheet
from communes.randomness import new_salt

CODES = 10
"""How many stand on a sheet *(ours)*."""


def make(account: Account, *, by: Actor, at: datetime) -> list[str]:
    """Make a sheet of codes, which ends any before; shown once and stored nowhere."""
    with acting(by=by, at=at) as acts:
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        RecoverySheet.objects.filter(account=account).delete()
        sheet = RecoverySheet.objects.create(account=account, salt=new_salt(), made_at=at)
        codes = [inviting.new_code() for _number in range(CODES)]
        rows = [RecoveryCode(sheet=sheet, code_hash=_hash(sheet, code)) for code in codes]
        RecoveryCode.objects.bulk_create(rows)
        remembering.tell(acts, account, "recovery_made")
    return [inviting.shown(code) for code in codes]


def left(account: Account) -> int:
    """How many codes of the sheet were not used yet."""
    return RecoveryCode.objects.filter(sheet__account=account, used_at__isnull=True).count()


def take(account: Account, code: str, at: datetime) -> bool:
    """Whether it is a code of the sheet that was not used before; from now on it is."""
    sheet = RecoverySheet.objects.filter(account=account).first()
    plain = inviting.plain(code)
    if sheet is None or len(plain) != inviting.LENGTH:
        return False
    with acting(by=Actor(account=account), at=at) as acts:
        rows = RecoveryCode.objects.filter(sheet=sheet, code_hash=_hash(sheet, plain))
        if not rows.filter(used_at__isnull=True).update(used_at=at):
            return False
        remembering.tell(acts, account, "recovery_used", left=left(account))
    return True


def _hash(sheet: RecoverySheet, code: str) -> str:
    """Slow to guess, for who has the table: scrypt under the sheet's own salt."""
    salt = bytes.fromhex(sheet.salt)
    return hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()
