"""Every address is guarded, found by walking the URL configuration."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    "": "welcomes strangers, and leads the very first to the founding",
    "begin/": "answers only while nobody has begun",
    "invitation/": "a code on paper becomes an account; wrong codes are counted",
    "away/": "stands in for pages while there is no network; tells nothing",
    "worker.js": "the script that opens kept pages; tells nothing",
    "calendars/<str:secret>.ics": "the secret end is the key; calendar programs sign in nowhere",
    "published/": "minutes that the charter publishes to everyone; nothing where it does not",
    "published/check/": "holds a print against those; neither is kept, attempts are counted",
    "published/bodies/<uuid:public_id>/": "a body's published minutes",
    "published/meetings/<uuid:public_id>/": "published minutes, names reduced by the charter",
    "published/meetings/<uuid:public_id>/minutes.pdf": "the same as a file",
    "published/meetings/<uuid:public_id>/minutes.txt": "the same as text",
    "published/meetings/<uuid:public_id>/minutes.json": "the same for programs",
    "trust/": "explains how a phone comes to trust the machine, before it does",
    "trust/authority.crt": "the certificate to be trusted; its key stays",
    "accounts/login/": "signing in",
    "accounts/logout/": "signing out of nothing leads home",
    "accounts/second/": "the second step of signing in; sends back who has not taken the first",
    "accounts/passkey/": "signing in with a passkey",
    "accounts/signup/": "says that signing up is closed",
    "accounts/inactive/": "says that an account is closed",
    "accounts/reauthenticate/": "sends strangers to the sign-in page itself",
    "i18n/setlang/": "choosing a language before signing in",
    "admin/logout/": "signing out of nothing leads home",
    "admin/jsi18n/": "words for the scripts of the sign-in page",
}
"""The addresses that answer without an account, and why each may."""
EXAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(found: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the configuration, as written there."""
    for entry in found.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from addresses(entry, route)


def example(route: str) -> str:
    """An address that the route matches."""
    bare = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda match: EXAMPLES.get(match[1], "x"), bare)
    return "/" + re.sub(r"[\^$]|\\Z", "", filled)


def refused(client: Client, path: str) -> bool:
    """Whether a stranger is sent to the sign-in page, or refused, by both kinds of request."""
    for ask in (client.get, client.post):
        answer = ask(path)
        if answer.status_code == 405:
            continue
        to_sign_in = answer.status_code == 302 and "/login/" in answer["Location"]
        if not to_sign_in and answer.status_code not in {401, 403}:
            return False
    return True


ROUTES = sorted({route for route in addresses(get_resolver()) if route not in PUBLIC})


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES)
def test_a_stranger_gets_nothing(client: Client, route: str) -> None:
    assert refused(client, example(route)), example(route)


def test_the_exceptions_exist() -> None:
    assert set(PUBLIC) <= set(addresses(get_resolver()))
    assert len(ROUTES) > 5


@pytest.mark.django_db
def test_an_unguarded_page_would_be_found(client: Client) -> None:
    assert not refused(client, "/accounts/login/")
