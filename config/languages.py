"""Choosing a language, on this device and for the account."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Set the language of this device, and of the account when somebody is signed in."""
    wanted = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(wanted):
        request.user.language = wanted
        request.user.save(update_fields=["language"])
    return set_language(request)
