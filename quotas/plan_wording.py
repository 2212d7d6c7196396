"""A seat plan told in words: how many seats are kept for whom and why, and what a size changes."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotas.arithmetic.seat_plans import Part, Reason, SeatPlan, changes


def told(plan: SeatPlan) -> list[str]:
    """A sentence for each gender that the rule keeps seats for, then the open seats."""
    if plan.women.reason is Reason.TOO_FEW:
        return [_("So few seats are not shared out.")]
    if plan.women.reason is Reason.PAIR:
        return [_("Two seats are one for a woman and one for a man.")]
    women = ngettext(
        "%(number)s seat is for women", "%(number)s seats are for women", plan.women.seats
    )
    sentences = [_sentence(women, plan.women, plan.size)]
    if plan.men:
        men = ngettext("%(number)s seat is for men", "%(number)s seats are for men", plan.men.seats)
        sentences.append(_sentence(men, plan.men, plan.size))
    if plan.youth:
        youth = ngettext(
            "%(number)s seat is for youth", "%(number)s seats are for youth", plan.youth.seats
        )
        sentences.append(_sentence(youth, plan.youth, plan.size))
    if not plan.open:
        return [*sentences, _("No seat is open to anyone.")]
    open_seats = ngettext(
        "%(number)s seat is open to anyone.", "%(number)s seats are open to anyone.", plan.open
    )
    return [*sentences, open_seats % {"number": plan.open}]


def changed(before: SeatPlan, after: SeatPlan) -> str:
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
        component = kind.removeprefix("component:")
        text = names.get(kind) or _("%(component)s %(by)s")
        said = text % {"by": signed, "component": component}
        parts.append(said.replace(" ", "\N{NO-BREAK SPACE}"))
    return ", ".join(parts)


def _sentence(who: str, part: Part, size: int) -> str:
    figures = {
        "percent": _number(part.share * 100),
        "size": size,
        "asked": _number(part.asked),
    }
    return f"{who % {'number': part.seats}}: {_why(part.reason) % figures}."


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
