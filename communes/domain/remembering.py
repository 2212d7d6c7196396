"""The log of an account, which its holder reads: where and when signed in, what has changed.

What weighs is told at once besides, in the program and by e-mail, so that a change that was not
the holder's is noticed by the holder. The log is kept for a year *(ours)*.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.domain.acting import Acts
from communes.models import Account, AccountEvent, Browser, System
from communes.notices import Letter

KEPT = timedelta(days=366)
CODE = "account_changed"

SAID = {
    "signed_in": gettext_lazy("Signed in: %(device)s, by %(way)s."),
    "sign_in_ended": gettext_lazy("A sign-in was ended: %(device)s."),
    "sign_ins_ended": gettext_lazy("All other sign-ins were ended."),
    "guesses": gettext_lazy("Wrong codes or passwords were tried, too many in a short time."),
    "password_changed": gettext_lazy("The password was changed."),
    "password_reset": gettext_lazy(
        "A new password was set with a code on paper; passkeys, codes and tokens were removed."
    ),
    "codes_added": gettext_lazy("Codes from an app are asked for from now on."),
    "codes_removed": gettext_lazy("Codes from an app are no longer asked for."),
    "passkey_added": gettext_lazy("A passkey was added: %(name)s."),
    "passkey_removed": gettext_lazy("A passkey was removed: %(name)s."),
    "recovery_made": gettext_lazy("A new sheet of recovery codes was made."),
    "recovery_used": gettext_lazy("A recovery code was used; %(left)s are left."),
    "token_made": gettext_lazy("A token for a program was made: %(name)s."),
    "token_revoked": gettext_lazy("A token for a program was revoked: %(name)s."),
    "reset_asked": gettext_lazy(
        "%(officer)s asks that you get a new way in. A second officer must agree. "
        "Was it not your wish? Stop it on the page of your account."
    ),
    "reset_agreed": gettext_lazy(
        "%(officer)s agreed: a code for a new password was printed for you. "
        "Was it not your wish? Stop it on the page of your account."
    ),
    "reset_stopped": gettext_lazy("The reset was stopped; its code is worthless."),
}
WAYS = {
    "password": gettext_lazy("password"),
    "code": gettext_lazy("password and code"),
    "passkey": gettext_lazy("passkey"),
    "recovery": gettext_lazy("password and recovery code"),
    "paper": gettext_lazy("a code on paper"),
}


def note(account: Account, code: str, at: datetime, **figures: Any) -> AccountEvent:
    """Write down what befell the account."""
    return AccountEvent.objects.create(account=account, code=code, figures=figures, at=at)


def tell(acts: Acts, account: Account, code: str, **figures: Any) -> None:
    """Write it down and tell the holder at once, in the program and by e-mail."""
    event = note(account, code, acts.at, **figures)
    told = {"code": code, **figures}
    occasion, link = f"{CODE}:{event.key}", reverse("security")
    acts.notify(account, CODE, occasion, figures=told, link=link, urgent=True)


def said(figures: Mapping[str, Any]) -> str:
    """The event in words, in the language that is active."""
    told = dict(figures)
    if "browser" in told:
        told["device"] = device(told["browser"], told["system"])
    if "way" in told:
        told["way"] = str(WAYS.get(told["way"], told["way"]))
    return str(SAID[told["code"]]) % told


def device(browser: str, system: str) -> str:
    """A device in words: “Firefox, Android phone or tablet”."""
    told = {
        "browser": Browser(browser or Browser.OTHER).label,
        "system": System(system or System.OTHER).label,
    }
    return _("%(browser)s, %(system)s") % told


def letter(figures: Mapping[str, Any]) -> Letter:
    """The same as a letter."""
    parts = [
        said(figures),
        "",
        _("If it was you, there is nothing to do. If not: sign in, look at “Security” on the page"),
        _("of your account, change the password, and tell the officers of your commune."),
    ]
    return Letter(_("Your account has changed"), "\n".join(parts) + "\n")


def forget(at: datetime) -> int:
    """Forget what befell accounts more than a year ago."""
    return AccountEvent.objects.filter(at__lt=at - KEPT).delete()[0]
