"""Walks the URL configuration, so that no page is tested by a list kept by hand.

Each address that takes public ids is tried with the ids of all that could be meant, until one
of the cast gets a page. What nobody of the cast ever gets must say why in `UNREACHED`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.confederation import Confederation

APART = ("admin/", "api/", "i18n/", "accounts/", "static/", "style/", "healthz", "readyz")
"""Roots with tests of their own: the administration, the API, sign-in, health."""
MOST_IDS = 16
"""How many rows of one model are tried, the newest first."""


_WAYS: "dict[Route, tuple[tuple[str, int], ...]]" = {}
"""By which rows each address was reached; the next walk goes there straight."""


@dataclass(frozen=True)
class Route:
    """An address pattern, its name and the kinds of its parameters."""

    pattern: str
    name: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A page that one of the cast gets."""

    route: Route
    url: str
    role: str


def routes() -> list[Route]:
    """Every page's address, but for those apart."""
    found = [route for route in _flat(get_resolver().url_patterns, "") if route.name]
    return [route for route in found if not route.pattern.startswith(APART)]


def pages(made: Confederation) -> tuple[list[Found], list[Route]]:
    """What the cast gets by GET, one page for each address; and what nobody gets.

    Addresses that only act (405), only lead elsewhere (302) or give a file are neither.
    """
    clients = {role: _client(account) for role, account in made.accounts.items()}
    ids = candidates()
    found: list[Found] = []
    missed: list[Route] = []
    for route in routes():
        seen: set[int] = set()
        page = next(_tries(route, clients, ids, seen), None)
        if page is not None:
            found.append(page)
        elif not seen & {405, 302}:
            missed.append(route)
    return found, missed


def candidates() -> dict[str, list[UUID]]:
    """Public ids of rows of every model that has them."""
    ids: dict[str, list[UUID]] = {}
    for label in ("communes", "mandates", "quotas", "councils"):
        for model in apps.get_app_config(label).get_models():
            if any(field.name == "public_id" for field in model._meta.get_fields()):
                rows = model._default_manager.order_by("-pk").values_list("public_id", flat=True)
                ids[model.__name__] = list(rows[:MOST_IDS])
    return ids


def fill(route: Route, values: tuple[Any, ...]) -> str:
    """The address with its parameters filled in."""
    url = route.pattern
    for name, value in zip(route.parameters, values, strict=True):
        start, end = url.index("<"), url.index(">")
        assert name in url[start:end]
        url = url[:start] + str(value) + url[end + 1 :]
    return "/" + url


def _tries(
    route: Route, clients: dict[str, Client], ids: dict[str, list[UUID]], seen: set[int]
) -> Iterator[Found]:
    known = _WAYS.get(route)
    orders = [known] if known is not None else list(_orders(route, ids))
    for order in orders:
        values = tuple(ids[model][index] for model, index in order)
        for role, client in clients.items():
            url = fill(route, values)
            response = client.get(url)
            assert response.status_code < 500, url
            seen.add(response.status_code)
            if response.status_code in (200, 405):
                _WAYS[route] = order
            if response.status_code == 405:
                return
            if response.status_code == 200 and not _is_page(response):
                seen.add(302)  # a file: it has tests of its own
                return
            if response.status_code == 200:
                yield Found(route, url, role)
                return


def _is_page(response: Any) -> bool:
    return str(response["Content-Type"]).startswith("text/html")


def _orders(route: Route, ids: dict[str, list[UUID]]) -> Iterator[tuple[tuple[str, int], ...]]:
    """What the parameters could mean, the likeliest first, as rows of models by number."""
    segments = re.findall(r"([a-z]+)/<", route.pattern)
    choices = [
        [
            (model, index)
            for model in _meant(name, segments[number] if number < len(segments) else "", ids)
            for index in range(len(ids[model]))
        ]
        for number, name in enumerate(route.parameters)
    ]
    return iter(product(*choices))


def _meant(parameter: str, segment: str, ids: dict[str, list[UUID]]) -> list[str]:
    """The models that a parameter could mean: by its own name, by the word before it, any."""
    word = parameter.removesuffix("_id")
    named = [model for model in ids if model.lower().endswith(word)]
    if word != "public" and named:
        return named
    meant = [model for model in ids if _plural(model) == segment]
    return meant or ["Body"]


def _plural(model: str) -> str:
    """The word that addresses use for rows of a model."""
    words = {
        "AgendaItem": "items",
        "Audit": "audit",
        "Body": "bodies",
        "Course": "findings",
        "ConveningRequest": "demands",
        "Attendance": "stays",
    }
    return words.get(model, f"{model.lower()}s")


def _client(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def _flat(patterns: Any, prefix: str) -> Iterator[Route]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _flat(entry.url_patterns, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, entry.name or "", tuple(entry.pattern.converters))
