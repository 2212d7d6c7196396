"""The charter in force, a body's own parameters, and how a new version comes into force."""

import json
from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from communes import charter as texts
from communes import ports
from communes.domain.acting import Actor, acting, forget, known
from communes.models import Body, BodyParameter, Charter, Commune, Resolution
from communes.parameters import CommunesParameters
from communes.problems import Problem, refuse_if


def in_force(at: datetime) -> Charter:
    """The charter of an instant. Raises `Charter.DoesNotExist` before the first."""
    versions = known("charters", lambda: list(Charter.objects.order_by("version")))
    for version in versions:
        if version.holds_at(at):
            return version
    raise Charter.DoesNotExist


def parameters(section: str, at: datetime, body: Body | None = None) -> Any:
    """The typed section of the charter in force, with the body's own values where it has some."""
    text = in_force(at).text
    return texts.section(text, section, _own(section, body, at) if body else ())


def communes_parameters(at: datetime, body: Body | None = None) -> CommunesParameters:
    """The ground floor's own section."""
    return cast("CommunesParameters", parameters("communes", at, body))


def put_in_force_problems(
    text: str, *, resolution: Resolution | None, at: datetime
) -> list[Problem]:
    """Why this text may not become the charter: it must be readable, and lawfully decided."""
    problems = text_problems(text, at)
    if Charter.objects.exists() and resolution is None:
        problems.append(
            Problem("charter_needs_resolution", _("A charter is changed by resolution only."))
        )
    if resolution is not None and not resolution.adopted:
        problems.append(Problem("charter_not_adopted", _("The resolution was not adopted.")))
    return problems + (units_problems() if resolution is not None else [])


def text_problems(text: str, at: datetime) -> list[Problem]:
    """Why a text can be no charter now: a part of the program does not understand it, it cannot
    be kept, or it does not fit the bodies that there are."""
    return texts.read(text)[1] + texts.contradictions(text) + ports.misfits(text, at)


def units_problems() -> list[Problem]:
    """Why one body alone may not change the charter: others live under it."""
    if Commune.objects.filter(body__ended_at__isnull=True).count() <= 1:
        return []
    message = _("Several communes live under this charter: one alone cannot change it.")
    return [Problem("charter_needs_units", message)]


def put_in_force(
    text: str,
    *,
    name: str,
    by: Actor,
    at: datetime,
    body: Body | None = None,
    resolution: Resolution | None = None,
) -> Charter:
    """Put a charter in force from this instant, ending the one before.

    Raises `Refused` when the text has problems or was not lawfully decided.
    """
    with acting(by=by, at=at) as acts:
        refuse_if(put_in_force_problems(text, resolution=resolution, at=at))
        charter = _next(text, name, resolution, at)
        if body is not None:
            facts = {"charter": charter.key, "version": charter.version, "name": name}
            acts.enter(body, "charter.in_force", facts)
    return charter


def put_back(charter: Charter, *, by: Actor, at: datetime, body: Body) -> Charter:
    """Let the text before this version hold again, as a new version: this one was a slip."""
    with acting(by=by, at=at) as acts:
        before = Charter.objects.filter(version__lt=charter.version).order_by("-version")[0]
        again = _next(before.text, before.name, before.resolution, at)
        facts = {"charter": again.key, "version": again.version, "name": again.name}
        acts.enter(body, "charter.in_force", facts)
    return again


def _next(text: str, name: str, resolution: Resolution | None, at: datetime) -> Charter:
    last = Charter.objects.select_for_update().order_by("-version").first()
    if last is not None:
        Charter.objects.filter(pk=last.pk).update(until=at)
    version = (last.version if last else 0) + 1
    charter = Charter.objects.create(
        version=version, name=name, text=text, since=at, resolution=resolution
    )
    forget()
    ports.charter_in_force(charter, at)
    return charter


def _own(section: str, body: Body, at: datetime) -> tuple[tuple[str, str], ...]:
    own = BodyParameter.objects.filter(body=body).order_by("pk")
    return tuple(
        (row.name, json.dumps(row.value))
        for row in known(f"parameters:{body.pk}", lambda: list(own))
        if row.section == section and row.holds_at(at)
    )
