"""Geometry and small shapes of text for the components; the arithmetic is in `pictures`."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language_bidi

from communes import pictures

register = template.Library()


@register.simple_tag
def share_bar(whole: int, *ticks: int | str | None, **parts: int | str | None) -> pictures.Bar:
    """`{% share_bar whole tick… woman=n man=n as bar %}`; what is not given counts as nothing."""
    return pictures.bar(
        {kind: amount or 0 for kind, amount in _numbers(parts).items()},
        whole=int(whole or 0),
        ticks=[int(tick) for tick in ticks if tick not in (None, "")],
        mirrored=get_language_bidi(),
    )


@register.simple_tag
def seat_row(reserved_women: Any, reserved_men: Any, **seats: Any) -> list[str]:
    """`{% seat_row 5 5 woman=5 man=4 vacant=3 as row %}`: kinds of seats, and "tick"."""
    return pictures.seat_row(
        _numbers(seats),
        reserved_women=int(reserved_women or 0),
        reserved_men=int(reserved_men or 0),
    )


@register.simple_tag
def seat_bar(reserved_women: Any, reserved_men: Any, **seats: Any) -> pictures.Bar:
    """As `seat_row`, for a body of many seats: shares, with ticks where reserved ones end."""
    numbers = _numbers(seats)
    whole = sum(numbers.values())
    ticks = {int(reserved_women or 0), whole - int(reserved_men or 0)} - {0, whole}
    return pictures.bar(numbers, whole=whole, ticks=sorted(ticks), mirrored=get_language_bidi())


@register.simple_tag
def total(*amounts: Any) -> int:
    """The sum of what is given; what is missing counts as nothing."""
    return sum(int(amount or 0) for amount in amounts)


@register.simple_tag
def most(*amounts: Any) -> int:
    """The largest of what is given; what is missing counts as nothing."""
    return max(int(amount or 0) for amount in amounts)


@register.simple_tag
def households_scale(households: int, low: Any, high: Any) -> pictures.Scale:
    """`{% households_scale 212 30 400 as scale %}`."""
    return pictures.scale(
        households, low=int(low or 30), high=int(high or 400), mirrored=get_language_bidi()
    )


@register.simple_tag
def share_of_time(starts: datetime, ends: datetime, now: datetime | str | None = None) -> int:
    """Hundredths of the period that are gone, at `now` or else at this moment."""
    present = now if isinstance(now, datetime) else timezone.now()
    return pictures.share_of_time(starts, ends, now=present)


@register.simple_tag
def qr(text: str) -> pictures.Squares:
    """`{% qr "https://…" as code %}`: side and path of a QR code."""
    return pictures.squares(str(text))


@register.filter
def grouped(text: str) -> str:
    """A hash in groups of four."""
    return pictures.grouped(str(text))


@register.filter
def seats_are_drawn(seats: int) -> bool:
    """Whether a body is small enough for one mark a seat."""
    return int(seats or 0) <= pictures.SEATS_DRAWN


def _numbers(given: dict[str, Any]) -> dict[str, int]:
    return {kind: int(amount or 0) for kind, amount in given.items()}
