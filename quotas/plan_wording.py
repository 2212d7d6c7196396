"""A seat plan told in words: how many seats are kept for whom and why, and what a size changes."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quotas.arithmetic.components import ComponentRule
from quotas.arithmetic.seat_plans import Part, Reason, SeatPlan, changes

Names = Mapping[str, str]
"""What each component is called."""


def names_of(rule: ComponentRule) -> Names:
    """What the charter calls its components in the language of the reader."""
    return {one.code: one.name(get_language() or "en") for one in rule.components}


def told(plan: SeatPlan, names: Names | None = None) -> list[str]:
    """A sentence for all for whom seats are kept, then the open seats."""
    if plan.women.reason is Reason.TOO_FEW:
        return [_("So few seats are not shared out.")]
    if plan.women.reason is Reason.PAIR:
        return [_("Two seats are one for a woman and one for a man.")]
    return [*_by_gender(plan), *_across(plan, names or {})]


def needed(plan: SeatPlan, names: Names | None = None) -> str:
    """The plan in one sentence: "A body of 12 needs 5 women and 5 men, 2 open."."""
    figures = {
        "size": plan.size,
        "women": plan.women.seats,
        "men": plan.men.seats if plan.men else 0,
        "open": plan.open,
    }
    if plan.men:
        first = _("A body of %(size)s needs %(women)s women and %(men)s men, %(open)s open.")
    else:
        first = _("A body of %(size)s needs %(women)s women, %(open)s open.")
    return " ".join([first % figures, *_across(plan, names or {})])


def explained(before: SeatPlan, after: SeatPlan, names: Names | None = None) -> str:
    """What another size changes and why, in a sentence."""
    figures = {
        "before": before.size,
        "after": after.size,
        "changes": changed(before, after, names) or _("nothing changes"),
        "why": _reason_of(after.women, after.size),
    }
    if after.women.reason is Reason.TOO_FEW or after.women.reason is Reason.PAIR:
        return _("From %(before)s to %(after)s seats: %(changes)s.") % figures
    return _("From %(before)s to %(after)s seats: %(changes)s; for women %(why)s.") % figures


def _across(plan: SeatPlan, names: Names) -> list[str]:
    """Youth and component seats lie across those of the genders."""
    sentences = []
    if plan.youth:
        youth = ngettext(
            "%(number)s seat is for youth", "%(number)s seats are for youth", plan.youth.seats
        )
        sentences.append(_sentence(youth, plan.youth, plan.size))
    if plan.components:
        parts = [f"{names.get(code, code)} {number}" for code, number in plan.components.items()]
        told = {"number": sum(plan.components.values()), "list": ", ".join(parts)}
        sentences.append(_("%(number)s seats are for components: %(list)s.") % told)
    return sentences


def _by_gender(plan: SeatPlan) -> list[str]:
    women = ngettext(
        "%(number)s seat is for women", "%(number)s seats are for women", plan.women.seats
    )
    sentences = [_sentence(women, plan.women, plan.size)]
    if plan.men:
        men = ngettext("%(number)s seat is for men", "%(number)s seats are for men", plan.men.seats)
        sentences.append(_sentence(men, plan.men, plan.size))
    if not plan.open:
        return [*sentences, _("No seat is open to anyone.")]
    open_seats = ngettext(
        "%(number)s seat is open to anyone.", "%(number)s seats are open to anyone.", plan.open
    )
    return [*sentences, open_seats % {"number": plan.open}]


def changed(before: SeatPlan, after: SeatPlan, components: Names | None = None) -> str:
    """What another size changes, as "women +1, open −1"; "" where nothing does."""
    names = {
        "women": _("women %(by)s"),
        "men": _("men %(by)s"),
        "open": _("open %(by)s"),
        "youth": _("youth %(by)s"),
    }
    parts = []
    for kind, by in changes(before, after).items():
        signed = f"+{by}" if by > 0 else f"\N{MINUS SIGN}{-by}"
        code = kind.removeprefix("component:")
        component = (components or {}).get(code, code)
        text = names.get(kind) or _("%(component)s %(by)s")
        said = text % {"by": signed, "component": component}
        parts.append(said.replace(" ", "\N{NO-BREAK SPACE}"))
    return ", ".join(parts)


def _sentence(who: str, part: Part, size: int) -> str:
    return f"{who % {'number': part.seats}}: {_reason_of(part, size)}."


def _reason_of(part: Part, size: int) -> str:
    figures = {
        "percent": _number(part.share * 100),
        "size": size,
        "asked": _number(part.asked),
    }
    return _why(part.reason) % figures


def _why(reason: Reason) -> str:
    if reason is Reason.EXACT:
        return _("%(percent)s %% of %(size)s")
    if reason is Reason.TABLE:
        return _("the table for %(size)s seats")
    if reason is Reason.UP:
        return _("%(percent)s %% of %(size)s is %(asked)s, rounded up")
    if reason is Reason.DOWN:
        return _("%(percent)s %% of %(size)s is %(asked)s, rounded down")
    if reason is Reason.NEAREST:
        return _("%(percent)s %% of %(size)s is %(asked)s, rounded to the nearest, halves up")
    return _(
        "%(percent)s %% of %(size)s is %(asked)s, rounded down, for both shares rounded up would "
        "take more seats than there are"
    )


def _number(value: Fraction) -> str:
    """With two decimals at most."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
