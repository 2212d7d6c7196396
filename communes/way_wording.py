"""A council's vote counted in its ways side by side: one wording for page, paper and plain text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communes.arithmetic.ways import ABSTAIN, AGAINST, FOR, SPLIT, VOID, Way

LABELS = {
    Way.UNIT: gettext_lazy("By unit"),
    Way.BANDED: gettext_lazy("By bands of members"),
    Way.VOTES: gettext_lazy("Delegates' votes"),
}
SAID = {
    FOR: gettext_lazy("for"),
    AGAINST: gettext_lazy("against"),
    ABSTAIN: gettext_lazy("abstained"),
    SPLIT: gettext_lazy("split, on neither side"),
    VOID: gettext_lazy("void, on neither side"),
    "": gettext_lazy("did not vote"),
}


@dataclass(frozen=True)
class Line:
    """One way of counting with what it gives; figures as the book has them."""

    way: Way
    decides: bool
    figures: Mapping[str, Any]
    final: bool = True

    @property
    def label(self) -> str:
        """What the way is called."""
        return str(LABELS[self.way])

    @property
    def neither(self) -> int:
        """What stands on no side: split, void, not cast."""
        told = self.figures
        return int(told["addressed"] - told["for"] - told["against"] - told["abstain"])

    @property
    def whole(self) -> int:
        """All that the picture shows: the three sides and the rest."""
        return int(self.figures["addressed"])

    @property
    def words(self) -> str:
        """The count with what it needs and what it gives, or would."""
        parts = [counted_words(self.figures)]
        rest = self.neither
        if rest:
            words = ngettext("%(number)s on neither side", "%(number)s on neither side", rest)
            parts.append(words % {"number": rest})
        needed = _("at least %(needed)s needed") % {"needed": self.figures["needed"]}
        return " · ".join([*parts, needed, self.result])

    @property
    def result(self) -> str:
        """What it decides; for a way that does not, or not yet, what it would."""
        decided = self.decides and self.final
        if self.figures["adopted"]:
            return _("adopted") if decided else _("would be adopted")
        return _("rejected") if decided else _("would be rejected")


def counted_words(figures: Mapping[str, Any]) -> str:
    """The three sides of a count in words."""
    told = {"for": figures[FOR], "against": figures[AGAINST], "abstained": figures[ABSTAIN]}
    return _("%(for)s for, %(against)s against, %(abstained)s abstained") % told


def lines(facts: Mapping[str, Any], *, final: bool = True) -> list[Line]:
    """The ways of a decision, by its facts; empty where the votes were only added up.

    Not `final` while the roll is still called.
    """
    told = facts.get("counted")
    if not told:
        return []
    each = told["ways"]
    return [Line(way, way == told["by"], each[way], final) for way in Way if way in each]


def deciding(facts: Mapping[str, Any]) -> Line | None:
    """The way that decided, where there were several."""
    return next((one for one in lines(facts) if one.decides), None)


def way_words(facts: Mapping[str, Any]) -> list[str]:
    """The ways for paper: "By unit (decides): 2 for, 1 against …"."""
    return [
        f"{one.label} ({_('decides')}): {one.words}" if one.decides else f"{one.label}: {one.words}"
        for one in lines(facts)
    ]


def said_words(says: str) -> str:
    """What the one vote of a unit is called."""
    return str(SAID.get(says, says))
