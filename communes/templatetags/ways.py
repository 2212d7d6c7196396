"""What a unit of a council says as one, and how many votes its band gives it."""

from django import template

from communes import way_wording
from communes.arithmetic.ways import band

register = template.Library()


@register.filter
def said_word(says: str) -> str:
    """`{{ unit.says|said_word }}`: what the one vote of a unit is called."""
    return way_wording.said_words(says)


@register.filter
def banded(members: int) -> int:
    """`{{ unit.members|banded }}`: the votes of a unit of so many members, counted by bands."""
    return band(members)
