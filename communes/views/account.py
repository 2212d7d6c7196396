"""The reader's own account: who it belongs to, its language, its address, its notices."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes.domain import addressing, calendars, noticing, registering
from communes.forms.account import AddressForm
from communes.models import Account, CalendarFeed, Delivery, MailAddress
from communes.notices import sentence
from communes.views.asking import account, actor, moment, page, perform, refused

ROWS = 30


@login_required
@require_safe
def account_page(request: HttpRequest) -> HttpResponse:
    """Name, home, language, address, password, and every notice, the unread ones marked."""
    return _page(request)


def _page(request: HttpRequest, form: AddressForm | None = None) -> HttpResponse:
    mine = account(request)
    read = Delivery.objects.filter(
        notice=OuterRef("pk"), account=mine, channel=noticing.IN_APP, read_at__isnull=False
    )
    rows = noticing.told_to(mine).annotate(was_read=Exists(read))
    shown = Paginator(rows.order_by("-written_at", "-pk"), ROWS).get_page(request.GET.get("page"))
    home = registering.residence_of(mine.person, moment(request)) if mine.person else None
    context: dict[str, Any] = {
        "notices": shown,
        "sentences": [(notice, sentence(notice.code, notice.figures)) for notice in shown],
        "person": mine.person,
        "home": home,
        "unread": noticing.unread(mine).count(),
        "mail": MailAddress.objects.filter(account=mine).first(),
        "calendars": [(one, _address(request, one)) for one in _calendars(mine)],
        "address_form": form or AddressForm(),
    }
    return page(request, "communes/account.html", context, form=form)


def _calendars(mine: Account) -> QuerySet[CalendarFeed]:
    rows = CalendarFeed.objects.filter(account=mine, revoked_at__isnull=True)
    return rows.select_related("body").order_by("made_at", "pk")


def _address(request: HttpRequest, feed: CalendarFeed) -> str:
    path = reverse("calendar", args=[calendars.secret(feed)])
    return (
        f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
    )


@login_required
@require_POST
def mail_address(request: HttpRequest) -> HttpResponse:
    """Enter an address for letters, or take it away."""
    mine, by, at = account(request), actor(request), moment(request)
    if request.POST.get("do") == "remove":

        def remove() -> str:
            addressing.remove(mine, by=by, at=at)
            return reverse("account")

        return perform(request, remove, said=_("No more letters go out.")) or _page(request)
    form = AddressForm(request.POST)

    def enter() -> str:
        addressing.enter(mine, form.cleaned_data["address"], by=by, at=at)
        return reverse("account")

    said = _("A letter is on its way there; open the link in it to confirm the address.")
    done = perform(request, enter, form=form, said=said) if form.is_valid() else None
    return done or _page(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the link of the letter leads: the holder confirms the address by a button."""
    mine, at = account(request), moment(request)
    if request.method == "POST":

        def confirm() -> str:
            addressing.confirm(mine, secret, by=actor(request), at=at)
            return reverse("account")

        said = _("The address is confirmed; notices go there too.")
        done = perform(request, confirm, said=said)
        if done:
            return done
    found = refused(request) or addressing.confirm_problems(mine, secret, at)
    return page(request, "communes/confirm_address.html", {"blocked": found})
