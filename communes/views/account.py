"""The reader's own account: who it belongs to, its language, its notices."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from communes.domain import noticing, registering
from communes.models import Delivery, Notice
from communes.notices import sentence
from communes.views.asking import account, moment, page

ROWS = 30


@login_required
@require_safe
def account_page(request: HttpRequest) -> HttpResponse:
    """Name, home, language, password, and every notice, the unread ones marked."""
    mine = account(request)
    read = Delivery.objects.filter(
        notice=OuterRef("pk"), account=mine, channel=noticing.IN_APP, read_at__isnull=False
    )
    rows = Notice.objects.filter(account=mine).annotate(was_read=Exists(read))
    shown = Paginator(rows.order_by("-written_at", "-pk"), ROWS).get_page(request.GET.get("page"))
    home = registering.residence_of(mine.person, moment(request)) if mine.person else None
    context = {
        "notices": shown,
        "sentences": [(notice, sentence(notice.code, notice.figures)) for notice in shown],
        "person": mine.person,
        "home": home,
        "unread": noticing.unread(mine).count(),
    }
    return page(request, "communes/account.html", context)
