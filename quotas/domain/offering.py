"""Which rules there is anything to audit by: those that some charter asks for, or a body itself."""

from typing import cast

from communes import charter as texts
from communes.models import BodyParameter, Charter
from communes.parameters import CommunesParameters
from mandates.parameters import MandatesParameters
from quotas.domain.apportioning import COMPONENTS
from quotas.domain.deciding import PRESENCE
from quotas.domain.judged import COMPOSITION, PAIR, RULES
from quotas.domain.weighing import NOMINATED, WOMEN_ONLY, YOUTH
from quotas.parameters import QuotasParameters

ALWAYS = {COMPOSITION, WOMEN_ONLY}
"""What is always asked of bodies of everyone and of women's bodies."""
OWN = {
    "youth_share": YOUTH,
    "component_seats": COMPONENTS,
    "nominated_share": NOMINATED,
    "pair": PAIR,
    "presence_effect": PRESENCE,
    "women_presence": PRESENCE,
}
"""By which of a body's own values it asks for a rule that the charter may have off."""


def offered() -> list[str]:
    """The rules to choose from for an audit of any day, in their order, in two queries."""
    found = set(ALWAYS)
    for text in Charter.objects.values_list("text", flat=True).distinct():
        found |= _asked(text)
    own = BodyParameter.objects.filter(name__in=OWN).values_list("name", flat=True)
    found |= {OWN[name] for name in own.distinct()}
    return [rule for rule in RULES if rule in found]


def _asked(text: str) -> set[str]:
    """What a charter asks for."""
    quotas = cast("QuotasParameters", texts.section(text, "quotas"))
    mandates = cast("MandatesParameters", texts.section(text, "mandates"))
    communes = cast("CommunesParameters", texts.section(text, "communes"))
    present = communes.presence_effect != "off" and bool(communes.women_presence)
    asked = {
        PAIR: mandates.pair,
        PRESENCE: present,
        YOUTH: bool(quotas.youth_share),
        COMPONENTS: bool(quotas.components.components),
        NOMINATED: bool(quotas.nominated_levels),
    }
    return {rule for rule, on in asked.items() if on}
