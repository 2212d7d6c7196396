"""Attempts on what opens an account: its codes, its programs' keys, the way in for who lost all."""

from datetime import timedelta

from communes.models import (
    Account,
    ApiToken,
    CodeApp,
    RecoveryCode,
    RecoverySheet,
    ResetRequest,
    UsedCode,
)
from tests.factories import world
from tests.invariants.acts import Change, Insert
from tests.invariants.attempting import Attempt
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground

DAY = timedelta(days=1)


def _used(g: Ground) -> UsedCode:
    """A code from the secretary's phone was used."""
    app = CodeApp.objects.create(account=g.account, sealed_secret="sealed", made_at=TODAY)
    return UsedCode.objects.create(app=app, step=7)


def _recovery(g: Ground) -> RecoveryCode:
    """One code of the secretary's sheet."""
    sheet = RecoverySheet.objects.create(account=g.account, salt="salt", made_at=TODAY)
    return RecoveryCode.objects.create(sheet=sheet, code_hash="0" * 64)


def _token(g: Ground) -> ApiToken:
    """The key of a program that only reads for the secretary."""
    return ApiToken.objects.create(
        account=g.account,
        name="Archive",
        scope="read",
        token_hash="0" * 64,
        made_at=TODAY,
        expires_at=TODAY + DAY,
    )


def _officer(name: str) -> Account:
    return world.account(name, None)


def _asked(g: Ground) -> ResetRequest:
    """One officer asked that the secretary may sign in anew."""
    return ResetRequest.objects.create(
        account=g.account, commune=g.town.body, asked_by=_officer("first"), asked_at=TODAY
    )


def _agreed_alone(g: Ground) -> Change:
    row = _asked(g)
    return Change(row, {"agreed_by_id": row.asked_by_id, "agreed_at": TODAY})


ACCOUNTS: list[Attempt] = [
    Attempt("code_used_once", "a code that works again", lambda g: Insert(_used(g))),
    Attempt("recovery_code_once", "one code twice on a sheet", lambda g: Insert(_recovery(g))),
    Attempt(
        "token_ends_after_it_begins",
        "over before it was made",
        lambda g: Change(_token(g), {"expires_at": TODAY - DAY}),
    ),
    Attempt(
        "token_that_reads_proves_nothing",
        "a reading program that proves",
        lambda g: Change(_token(g), {"proves": True}),
    ),
    Attempt("reset_needs_two", "one officer who agrees with himself", _agreed_alone),
    Attempt(
        "reset_by_others",
        "asked for oneself",
        lambda g: Change(_asked(g), {"asked_by_id": g.account.pk}),
    ),
    Attempt(
        "reset_by_others",
        "agreed to one's own",
        lambda g: Change(_asked(g), {"agreed_by_id": g.account.pk, "agreed_at": TODAY}),
    ),
    Attempt("reset_asked_once", "asked twice at once", lambda g: Insert(_asked(g))),
]
