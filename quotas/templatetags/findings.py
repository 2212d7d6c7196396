"""What was found, said in words on the page."""

from django import template

from quotas import wording
from quotas.models import Finding

register = template.Library()


@register.filter
def seats_in_words(finding: Finding) -> str:
    """Who holds the seats."""
    return wording.seats(finding.figures)


@register.filter
def needed_in_words(finding: Finding) -> str:
    """What the rule asks for."""
    if finding.rule == "pair":
        return wording.pair_needed(finding.body.circle)
    return wording.needed(finding.figures)


@register.filter
def change_in_words(finding: Finding) -> str:
    """The smallest change that would mend it."""
    return wording.change(finding.figures.get("steps", []))


@register.filter
def rule_in_words(rule: str) -> str:
    """The rule as people call it."""
    return wording.rule_name(rule)
