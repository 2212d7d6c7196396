"""The arithmetic of a decision in words: "two thirds of 53: at least 36"."""

from django import template
from django.utils.translation import gettext as _

from communes.arithmetic.majorities import Majority, Verdict
from communes.models import Resolution

register = template.Library()


@register.simple_tag
def arithmetic(verdict: Verdict) -> str:
    """`{% arithmetic verdict as rule %}`: of a count that is being foreseen."""
    return said(str(verdict.majority), verdict.of, verdict.needed)


@register.simple_tag
def arithmetic_of(resolution: Resolution) -> str:
    """`{% arithmetic_of resolution as rule %}`: of a decision that was taken."""
    members = resolution.rule.endswith("_of_members")
    voted = resolution.votes_for + resolution.votes_against
    return said(resolution.rule, resolution.electorate if members else voted, resolution.needed)


def said(rule: str, of: int, needed: int) -> str:
    """A majority with its arithmetic; nothing for a rule that counts otherwise."""
    told = {"of": of, "needed": needed}
    sentences = {
        Majority.CONSENSUS: _("consensus"),
        Majority.SIMPLE: _("more for than against"),
        Majority.THREE_FIFTHS: _("three fifths of %(of)s: at least %(needed)s"),
        Majority.TWO_THIRDS: _("two thirds of %(of)s: at least %(needed)s"),
        Majority.NINE_TENTHS: _("nine tenths of %(of)s: at least %(needed)s"),
        Majority.CONSENSUS_OF_MEMBERS: _("all %(of)s members"),
        Majority.SIMPLE_OF_MEMBERS: _("more than half of %(of)s members: at least %(needed)s"),
        Majority.THREE_FIFTHS_OF_MEMBERS: _("three fifths of %(of)s members: at least %(needed)s"),
        Majority.TWO_THIRDS_OF_MEMBERS: _("two thirds of %(of)s members: at least %(needed)s"),
        Majority.NINE_TENTHS_OF_MEMBERS: _("nine tenths of %(of)s members: at least %(needed)s"),
    }
    return sentences.get(Majority(rule), "") % told if rule in set(Majority) else ""
