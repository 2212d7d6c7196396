"""What was found, said in words on the page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from quotas import wording
from quotas.domain.dating import Held, Key
from quotas.models import Finding

register = template.Library()


@register.filter
def seats_in_words(finding: Finding) -> str:
    """Who holds the seats."""
    return wording.seats(finding.figures)


@register.filter
def needed_in_words(finding: Finding) -> str:
    """What the rule asks for."""
    return wording.asked(finding.rule, finding.body.circle, finding.figures)


@register.filter
def change_in_words(finding: Finding) -> str:
    """The smallest change that would mend it."""
    return wording.change(finding.figures.get("steps", [])) or wording.untold(finding.figures)


@register.filter
def doubt_in_words(finding: Finding) -> str:
    """Why nobody can tell."""
    return wording.doubt(finding.rule, finding.figures)


@register.filter
def minutes_of(figures: Mapping[str, Any]) -> str:
    """The page of the meeting that was judged; "" where none was."""
    meeting = figures.get("own", {}).get("meeting")
    return reverse("meeting", args=[meeting]) if meeting else ""


@register.filter
def rule_in_words(rule: str) -> str:
    """The rule as people call it."""
    return wording.rule_name(rule)


@register.filter
def choices_in_words(finding: Finding) -> list[str]:
    """Where several smallest changes mend it, the choices."""
    return wording.choices_of(finding.rule, finding.verdict, finding.figures)


@register.filter
def of(held: Mapping[Key, Held], finding: Finding) -> Held | None:
    """`{{ held|of:finding }}`: since when it holds."""
    return held.get((finding.body_id, finding.rule))


@register.filter
def for_body(days: Mapping[int, date], finding: Finding) -> date | None:
    """`{{ written|for_body:finding }}`: when its body's book was last written."""
    return days.get(finding.body_id)


@register.filter
def for_days(held: Held, on: date) -> int:
    """For how many days it holds on that day."""
    return held.days(on)
