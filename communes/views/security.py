"""What opens the reader's account, where it is open now, and what befell it lately."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communes.domain import (
    keying,
    pairing,
    proving,
    recovering,
    remembering,
    resetting,
    signing_in,
    tokening,
)
from communes.models import AccountEvent
from communes.views.asking import account, actor, found_or_404, moment, page, perform

FEW, MANY = 8, 50


def trail() -> list[dict[str, str]]:
    """The way to the pages below."""
    steps = [{"name": _("My account"), "url": reverse("account")}]
    return [*steps, {"name": _("Security"), "url": reverse("security")}]


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Factors, sign-ins, tokens, and the last events."""
    mine, at = account(request), moment(request)
    sign_ins = list(signing_in.of(mine, at)[:MANY])
    context: dict[str, Any] = {
        "ways": proving.ways(mine),
        "codes": pairing.confirmed(mine),
        "passkeys": keying.of(mine),
        "left": recovering.left(mine),
        "sign_ins": [(one, remembering.device(one.browser, one.system)) for one in sign_ins],
        "here": request.session.session_key,
        "tokens": tokening.of(mine).filter(revoked_at__isnull=True, expires_at__gt=at).count(),
        "events": _said(list(_events(request)[:FEW])),
        "resets": resetting.running(mine, at).exists(),
        "steps": trail()[:1],
    }
    return page(request, "communes/account/security.html", context)


@login_required
@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    """All that befell the account within the year."""
    shown = Paginator(_events(request), MANY).get_page(request.GET.get("page"))
    context = {"page": shown, "events": _said(list(shown)), "steps": trail()}
    return page(request, "communes/account/log.html", context)


@login_required
@require_POST
def end_sign_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one of one's own sign-ins; asks for no proof: whoever can must be able to."""
    rows = signing_in.of(account(request), moment(request))

    def end() -> str:
        row = found_or_404(rows, public_id)
        signing_in.end(row, by=actor(request), at=moment(request))
        return reverse("security") + "#devices"

    return perform(request, end, said=_("That device is signed out.")) or security(request)


@login_required
@require_POST
def end_sign_ins(request: HttpRequest) -> HttpResponse:
    """End all of one's own sign-ins but this."""
    kept = request.session.session_key or ""

    def end() -> str:
        signing_in.end_others(account(request), kept, by=actor(request), at=moment(request))
        return reverse("security") + "#devices"

    said = _("All other devices are signed out.")
    return perform(request, end, said=said) or security(request)


@login_required
@require_POST
def stop_reset(request: HttpRequest) -> HttpResponse:
    """Stop what two officers have begun; asks for no proof."""

    def stop() -> str:
        resetting.stop(account(request), by=actor(request), at=moment(request))
        return reverse("security")

    done = perform(request, stop, said=_("It is stopped; a printed code is worthless."))
    return done or page(request, "refused.html", {"back": reverse("security")})


def _events(request: HttpRequest) -> Any:
    return AccountEvent.objects.filter(account=account(request)).order_by("-at", "-pk")


def _said(events: list[AccountEvent]) -> list[tuple[AccountEvent, str]]:
    return [(one, remembering.said({"code": one.code, **one.figures})) for one in events]
