"""The rules that hold for each body at an instant: the charter's, or the body's own, read once."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from communes import charter as texts
from communes.domain import chartering
from communes.models import Body, BodyParameter, Charter
from communes.parameters import CommunesParameters
from communes.periods import holding
from communes.sets import among
from mandates.parameters import MandatesParameters
from quotas.arithmetic.components import ComponentRule
from quotas.arithmetic.composition import CompositionRule
from quotas.parameters import QuotasParameters

MEETINGS = "communes"
"""The charter's section on communes and how they meet."""
SECTIONS = ("quotas", "mandates", MEETINGS)


class Rules:
    """The charter of the day, with bodies' own values (of all, or of some), read once."""

    def __init__(
        self, charter: Charter, at: datetime, bodies: Collection[int] | None = None
    ) -> None:
        self.text = charter.text
        self.own: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
        rows = BodyParameter.objects.filter(holding(at), section__in=SECTIONS)
        if bodies is not None:
            rows = rows.filter(among("body", bodies))
        for body, section, name, value in rows.values_list("body", "section", "name", "value"):
            self.own[body, section][name] = json.dumps(value)

    @property
    def special(self) -> set[int]:
        """The bodies that have values of their own for what their seats are to be, by id."""
        return {body for body, section in self.own if section != MEETINGS}

    @property
    def meeting_apart(self) -> set[int]:
        """The bodies that have values of their own for how they meet, by id."""
        return {body for body, section in self.own if section == MEETINGS}

    def composition(self, body: Body | None = None) -> CompositionRule:
        """The composition rule of a body, or of a level taken together."""
        return self.quotas(body).composition

    def quotas(self, body: Body | None = None) -> QuotasParameters:
        """All of this floor's parameters for a body, or for a level taken together."""
        return cast("QuotasParameters", self._section("quotas", body))

    def communes(self, body: Body | None = None) -> CommunesParameters:
        """The ground floor's parameters for a body, or as the charter has them."""
        return cast("CommunesParameters", self._section(MEETINGS, body))

    def pair(self, body: Body) -> bool:
        """Whether the pair rule holds for the body."""
        return cast("MandatesParameters", self._section("mandates", body)).pair

    def _section(self, name: str, body: Body | None) -> Any:
        own = self.own.get((body.pk, name), {}) if body else {}
        return texts.section(self.text, name, tuple(sorted(own.items())))


def components_of(body: Body, at: datetime) -> ComponentRule:
    """The rule on component seats that holds for the body now."""
    value = chartering.parameters("quotas", at, body)
    return cast("QuotasParameters", value).components
