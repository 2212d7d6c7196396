"""Devices on which somebody has signed in before: there the holder of a name can always try.

A stranger may guess at a name as often as the limits allow; that shuts the stranger's address out
and never a device that is known. What makes it known is a cookie that only a sign-in hands out: a
random word, and for each name that signed in there a mark that nobody else can make.
"""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from communes.models import Account

COOKIE = "komin_known"
LASTS = timedelta(days=366)
NAMES = 6
"""So many names a shared device is known for, the last that signed in first."""


def word(request: HttpRequest, name: str) -> str:
    """The device's word, if the name has signed in on it; else empty."""
    own, marks = _told(request)
    mark = _mark(own, name)
    return own if any(constant_time_compare(mark, one) for one in marks) else ""


def remember(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """The account has signed in: the device is known for its name from now on."""
    own, marks = _told(request)
    own = own or token_urlsafe(16)
    mark = _mark(own, account.username)
    kept = [mark, *(one for one in marks if one != mark)][:NAMES]
    response.set_cookie(
        COOKIE,
        ".".join([own, *kept]),
        max_age=LASTS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _told(request: HttpRequest) -> tuple[str, list[str]]:
    own, *marks = request.COOKIES.get(COOKIE, "").split(".")
    return own[:64], marks[:NAMES]


def _mark(own: str, name: str) -> str:
    plain = f"{own}:{name.strip().casefold()}".encode("utf-8", "replace").decode()
    return salted_hmac("communes.known_device", plain, algorithm="sha256").hexdigest()[:32]
