"""A delegate declares an amended text within or beyond the instruction."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.forms.picking import ids
from communes.models import MotionVersion
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    page,
    perform,
    require,
    require_seen,
)
from mandates import permissions
from mandates.domain import binding, declaring
from mandates.models import Mandate


@login_required
@require_POST
def declare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Declare for one's own mandate; back to the sheets."""
    row = found_or_404(binding.with_seats(Mandate.objects.all()), public_id)
    require(permissions.may_declare(me(request), row))
    known = MotionVersion.objects.select_related("motion__raised_in")
    version = known.filter(public_id__in=ids([request.POST.get("version", "")])).first()
    require_seen(version is not None)
    word = request.POST.get("word", "")

    def act() -> str:
        assert version is not None
        declaring.declare(row, version, word, by=actor(request), at=moment(request))
        return f"{reverse('my_mandates')}#m-{row.public_id}"

    done = perform(request, act, said=_("Your declaration is entered in both books."))
    return done or page(request, "refused.html", {"back": reverse("my_mandates")})
