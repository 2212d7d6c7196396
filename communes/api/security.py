"""What opens the account that asks, where it is open, what befell it. No token changes it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import update_session_auth_hash
from django.db.models import QuerySet

from communes import freshness
from communes.api.asking import Ask, found, require_fresh, require_session
from communes.api.resources import acts, reads
from communes.domain import keying, pairing, recovering, renewing, resetting, signing_in, tokening
from communes.domain.tokening import Terms
from communes.models import AccountEvent, ApiToken, Passkey, SignIn
from communes.serializers.security import (
    ChangePasswordSerializer,
    CodesBegunSerializer,
    ConfirmCodesSerializer,
    EventSerializer,
    FactorsSerializer,
    MadeTokenSerializer,
    MakeTokenSerializer,
    NamePasskeySerializer,
    PasskeySerializer,
    RecoveryCodesSerializer,
    SignInSerializer,
    StoppedSerializer,
    TokenSerializer,
)


@reads(SignInSerializer, lists=True)
def sign_ins(ask: Ask) -> QuerySet[SignIn]:
    """Where the account is signed in, the last used first."""
    return signing_in.of(ask.account, ask.at)


@acts(StoppedSerializer)
def end_sign_in(ask: Ask, sign_in: UUID) -> Mapping[str, bool]:
    """End one of one's own sign-ins: the device's next request is a stranger's."""
    require_session(ask)
    row = found(signing_in.of(ask.account, ask.at), sign_in)
    signing_in.end(row, by=ask.by, at=ask.at)
    return {"running": False}


@acts(StoppedSerializer)
def end_other_sign_ins(ask: Ask) -> Mapping[str, bool]:
    """End all of one's own sign-ins but the one that asks."""
    require_session(ask)
    signing_in.end_others(ask.account, ask.session_key, by=ask.by, at=ask.at)
    return {"running": True}


@reads(EventSerializer, lists=True)
def events(ask: Ask) -> QuerySet[AccountEvent]:
    """What befell the account within a year, newest first."""
    return AccountEvent.objects.filter(account=ask.account).order_by("-at", "-pk")


@reads(FactorsSerializer)
def factors(ask: Ask) -> Mapping[str, Any]:
    """What is asked for beside the password."""
    return _factors(ask)


@acts(CodesBegunSerializer, unkept=("secret", "address"))
def begin_codes(ask: Ask) -> Mapping[str, str]:
    """Make a secret for an app that makes codes; codes are asked for once one is confirmed."""
    require_session(ask)
    require_fresh(ask)
    app = pairing.begin(ask.account, by=ask.by, at=ask.at)
    return {"secret": pairing.shown_secret(app), "address": pairing.address(app)}


@acts(FactorsSerializer, takes=ConfirmCodesSerializer, keyless=True)
def confirm_codes(ask: Ask) -> Mapping[str, Any]:
    """Ask for codes from now on: the app has shown that it makes the right ones."""
    require_session(ask)
    require_fresh(ask)
    pairing.confirm(ask.account, ask.told["code"], by=ask.by, at=ask.at)
    freshness.mark(ask.request, ask.at)
    return _factors(ask)


@acts(FactorsSerializer)
def remove_codes(ask: Ask) -> Mapping[str, Any]:
    """Ask for no codes any more."""
    require_session(ask)
    require_fresh(ask)
    pairing.remove(ask.account, by=ask.by, at=ask.at)
    return _factors(ask)


@acts(RecoveryCodesSerializer, unkept=("codes",))
def make_recovery_codes(ask: Ask) -> Mapping[str, list[str]]:
    """Make a new sheet of recovery codes; the one before is worthless."""
    require_session(ask)
    require_fresh(ask)
    return {"codes": recovering.make(ask.account, by=ask.by, at=ask.at)}


@acts(PasskeySerializer, takes=NamePasskeySerializer)
def rename_passkey(ask: Ask, passkey: UUID) -> Passkey:
    """Call a passkey otherwise. One is added on the pages, for only a browser can make it."""
    require_session(ask)
    row = found(keying.of(ask.account), passkey)
    require_fresh(ask)
    keying.rename(row, ask.told["name"], by=ask.by, at=ask.at)
    return row


@acts(FactorsSerializer)
def remove_passkey(ask: Ask, passkey: UUID) -> Mapping[str, Any]:
    """Remove a passkey: it opens nothing any more."""
    require_session(ask)
    row = found(keying.of(ask.account), passkey)
    require_fresh(ask)
    keying.remove(row, by=ask.by, at=ask.at)
    return _factors(ask)


@acts(FactorsSerializer, takes=ChangePasswordSerializer, keyless=True)
def change_password(ask: Ask) -> Mapping[str, Any]:
    """Change the password; every other device is signed out."""
    require_session(ask)
    require_fresh(ask)
    old, new, kept = ask.told["old"], ask.told["password"], ask.session_key
    renewing.change_password(ask.account, old, new, kept=kept, by=ask.by, at=ask.at)
    update_session_auth_hash(ask.request._request, ask.account)
    return _factors(ask)


@reads(TokenSerializer, lists=True)
def tokens(ask: Ask) -> QuerySet[ApiToken]:
    """The account's tokens, also those that have ended; the newest first."""
    return tokening.of(ask.account)


@acts(MadeTokenSerializer, takes=MakeTokenSerializer, status=201, unkept=("text",))
def make_token(ask: Ask) -> tokening.Made:
    """Make a token, by which a program acts within what it was made for; its text is shown once."""
    require_session(ask)
    require_fresh(ask)
    told = ask.told
    terms = Terms(told["name"], told["scope"], told["days"], told["proves"])
    return tokening.make(ask.account, terms, by=ask.by, at=ask.at)


@acts(TokenSerializer)
def revoke_token(ask: Ask, token: UUID) -> ApiToken:
    """Revoke a token; doing so twice changes nothing."""
    require_session(ask)
    row = found(tokening.of(ask.account), token)
    tokening.revoke(row, by=ask.by, at=ask.at)
    row.refresh_from_db()
    return row


@acts(StoppedSerializer)
def stop_reset(ask: Ask) -> Mapping[str, bool]:
    """Stop a reset of one's own account that officers have begun; a printed code is worthless."""
    require_session(ask)
    resetting.stop(ask.account, by=ask.by, at=ask.at)
    return {"running": False}


def _factors(ask: Ask) -> Mapping[str, Any]:
    return {
        "codes": pairing.confirmed(ask.account) is not None,
        "passkeys": keying.of(ask.account),
        "recovery_codes": recovering.left(ask.account),
    }
