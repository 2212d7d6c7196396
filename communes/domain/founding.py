"""Bodies come into being: the bare rows, on which the floors above put seats."""

from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.folding import fold
from communes.models import (
    Account,
    Body,
    BodyCounter,
    BodyKind,
    Charter,
    Circle,
    Committee,
    Commune,
    MadeOf,
)
from communes.problems import Problem, refuse_if


def begun() -> bool:
    """Whether anyone has begun to use this installation."""
    return Account.objects.exists() or Body.objects.exists() or Charter.objects.exists()


@cache
def known_zones() -> set[str]:
    """The time zones of this machine; finding them walks through a folder of files."""
    return available_timezones()


def found_problems(*, name: str, time_zone: str, language: str) -> list[Problem]:
    """Why a body may not be founded: it needs a name of its own, a zone and a language."""
    problems = []
    if not name.strip():
        problems.append(Problem("name_missing", _("A body needs a name."), {}, "name"))
    elif Body.objects.filter(folded=fold(name), ended_at__isnull=True).exists():
        message = _("There is already a body called “%(name)s”.") % {"name": name}
        problems.append(Problem("name_taken", message, {"name": name}, "name"))
    if time_zone not in known_zones():
        problems.append(Problem("zone_unknown", _("This time zone is not known."), {}, "time_zone"))
    if language not in dict(settings.LANGUAGES):
        problems.append(
            Problem("language_unknown", _("This language is not known."), {}, "language")
        )
    return problems


def found_body(
    *,
    kind: BodyKind,
    made_of: MadeOf,
    name: str,
    time_zone: str,
    language: str,
    by: Actor,
    at: datetime,
    circle: Circle = Circle.EVERYONE,
    level: str = "",
    field: str = "",
    area: str = "",
    matters: str = "",
) -> Body:
    """Make a body and its first entry. Raises `Refused`. Seats come from quotas' establishing."""
    with acting(by=by, at=at) as acts:
        # Long: one line for each thing that is said of a body at its founding.
        refuse_if(found_problems(name=name, time_zone=time_zone, language=language))
        body = Body.objects.create(
            kind=kind,
            circle=circle,
            level=level,
            made_of=made_of,
            name=name.strip(),
            folded=fold(name),
            time_zone=time_zone,
            language=language,
            founded_at=at,
        )
        BodyCounter.objects.create(body=body)
        if kind == BodyKind.COMMUNE:
            Commune.objects.create(body=body, area=area, matters=matters)
        if kind == BodyKind.COMMITTEE:
            Committee.objects.create(body=body, field=field)
        facts = {"kind": str(kind), "circle": str(circle), "level": level, "name": body.name}
        acts.enter(body, "body.founded", facts)
    return body
