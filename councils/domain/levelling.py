"""The levels of a charter beside the bodies that hold them, and the rows that keep them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes import charter as texts
from communes.charter import named_row
from communes.models import Affiliation, Body, Charter, Relation
from communes.periods import holding
from communes.problems import Problem
from communes.rewriting import all_values
from councils.domain.seating import set_up_levels
from councils.models import Level


def held(at: datetime) -> Mapping[str, int]:
    """How many bodies hold each level."""
    rows = Body.objects.existing(at).exclude(level="").order_by()
    return dict(rows.values_list("level").annotate(bodies=Count("pk")))


def misfits(text: str, at: datetime) -> list[Problem]:
    """A level that bodies hold is renamed or moved, but not taken away."""
    book, problems = texts.read(text)
    if problems:
        return []
    levels = {one.code: one for one in book.sections["councils"].levels}
    gone = {code: bodies for code, bodies in held(at).items() if code not in levels}
    turned = [
        pair
        for pair in _federated(at)
        if set(pair) <= set(levels) and levels[pair[0]].order >= levels[pair[1]].order
    ]
    words = {one.code: named_row({"code": one.code, "names": one.names}) for one in levels.values()}
    return [
        *(_held(code, bodies, at) for code, bodies in sorted(gone.items())),
        *(_turned(words[lower], words[upper]) for lower, upper in turned),
    ]


def follow(charter: Charter, at: datetime) -> None:
    """Write down the levels of a charter that came into force; one before it that began at the
    same instant never held."""
    Level.objects.filter(since=at).exclude(charter=charter).delete()
    set_up_levels(charter, at)


def _federated(at: datetime) -> list[tuple[str, str]]:
    """Which level sends delegates to which, each once."""
    rows = Affiliation.objects.filter(holding(at), relation=Relation.FEDERATES_INTO)
    return sorted(set(rows.values_list("body__level", "parent__level")))


def _turned(lower: str, upper: str) -> Problem:
    message = _("“%(lower)s” sends delegates to “%(upper)s”: it stays below it.")
    told = {"place": "councils.levels", "lower": lower, "upper": upper}
    return Problem("charter_levels_turned", message % told, told, "text")


def _held(code: str, bodies: int, at: datetime) -> Problem:
    now = Charter.objects.in_force(at)
    rows = all_values(now.text)["councils"]["levels"]
    name = next((named_row(row) for row in rows if row.get("code") == code), code)
    message = ngettext(
        "%(bodies)s body is of the level “%(level)s”: it cannot be taken away.",
        "%(bodies)s bodies are of the level “%(level)s”: it cannot be taken away.",
        bodies,
    )
    told = {"place": "councils.levels", "level": name, "bodies": bodies}
    return Problem("charter_level_held", message % told, told, "text")
