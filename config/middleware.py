"""What every answer gets: a log line, a language, manners towards htmx and caches."""

import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext, suppress
from urllib.parse import urlencode

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from communes import freshness, remembering
from communes.views import known
from communes.views.receiving import foreign, from_outbox

Answering = Callable[[HttpRequest], HttpResponseBase]
WITHHELD = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
"""What a page may not ask of the device. Keys for signing in (passkeys) are not among it, nor
what a service worker or a copied text needs."""
log = structlog.stdlib.get_logger("config.requests")


def told(get_response: Answering) -> Answering:
    """Log each request by its route, never by its address: addresses name people."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            request=uuid.uuid4().hex,
            method=request.method,
            route=match.route if match else None,
            status=response.status_code,
            milliseconds=round((time.monotonic() - began) * 1000, 1),
        )
        return response

    return answer


def lent(get_response: Answering) -> Answering:
    """Forbid the page everything of the device but what it lends: the door reads slips by camera.

    A view that lends something says so on the request (`komin_lends`).
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        lends = getattr(request, "komin_lends", ())
        told = (f"{one}=({'self' if one in lends else ''})" for one in WITHHELD)
        response["Permissions-Policy"] = ", ".join(told)
        return response

    return answer


def seen(get_response: Answering) -> Answering:
    """Remember the last day on which a sign-in was used, and on which devices there was one."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            freshness.see(request)
        response = get_response(request)
        entered = getattr(request, "komin_entered", None)
        if entered is not None:
            known.remember(request, response, entered)
        return response

    return answer


def spoken(get_response: Answering) -> Answering:
    """Answer an account in its own language, whichever the browser asks for."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        wanted = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if wanted:
            with suppress(LookupError):  # a language no longer offered: the browser's stays
                translation.activate(get_supported_language_variant(wanted))
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return answer


def fragments(get_response: Answering) -> Answering:
    """Make a sign-in redirect inside a fragment a redirect of the whole page.

    An outbox is told that nobody is signed in (401), or not its owner, and locks.
    A fragment and its page share an address, so caches must tell them apart by the header.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if from_outbox(request) and foreign(request):
            return HttpResponse(status=401)
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        htmx = HtmxDetails(request)
        sign_in = resolve_url("account_login")
        away = response.status_code == 302 and response["Location"].startswith(sign_in)
        if away and from_outbox(request):
            return HttpResponse(status=401)
        if htmx and away:
            back = urlencode({"next": htmx.current_url_abs_path or "/"})
            return HttpResponseClientRedirect(f"{sign_in}?{back}")
        return response

    return answer


def shown(get_response: Answering) -> Answering:
    """Answer a reader at an address that only takes forms with a page, not with nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        reads = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code == 405 and reads and not request.path.startswith("/api/"):
            told = render(request, "405.html", status=405)
            told["Allow"] = response["Allow"]
            return told
        return response

    return answer


def remembered(get_response: Answering) -> Answering:
    """Read once for a page what it asks again and again; only where nothing is to change."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with remembering.page() if request.method in ("GET", "HEAD") else nullcontext():
            return get_response(request)

    return answer


def private(get_response: Answering) -> Answering:
    """Keep what a signed-in person sees out of every cache: devices are shared."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    return answer
