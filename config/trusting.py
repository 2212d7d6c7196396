"""The page that explains how to trust this machine's authority on the recorder's phone."""

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.authority import authority_in, fingerprint


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Step by step, for each sort of device; without TLS, where the recorder works offline."""
    authority = authority_in(settings.DATA)
    offered = settings.TLS and authority.there()
    context = {
        "offered": offered,
        "fingerprint": fingerprint(authority.read()) if offered else "",
        "address": request.get_host(),
    }
    return render(request, "trust.html", context)


@require_safe
def trust_authority(request: HttpRequest) -> HttpResponse:
    """The authority's certificate, as phones take it; its key stays where it is."""
    authority = authority_in(settings.DATA)
    if not (settings.TLS and authority.there()):
        raise Http404
    content = authority.read().public_bytes(serialization.Encoding.DER)
    answer = HttpResponse(content, content_type="application/x-x509-ca-cert")
    answer["Content-Disposition"] = 'attachment; filename="komin-authority.crt"'
    return answer
