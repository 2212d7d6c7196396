"""What minutes say went on around the decisions: one wording for page, paper and plain text."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.models import Body
from communes.models.womens import Question
from communes.typesetting import isolated
from communes.way_wording import said_words

register = template.Library()


@register.filter
def check_words(check: Mapping[str, Any]) -> str:
    """How many blocked a consensus that was sought, and how many stood aside."""
    blocks, aside = check["blocks"], check.get("aside", 0)
    told = ngettext(
        "Consensus was sought: %(blocks)s block.",
        "Consensus was sought: %(blocks)s blocks.",
        blocks,
    ) % {"blocks": blocks}
    if aside:
        stood = ngettext("%(aside)s stands aside.", "%(aside)s stand aside.", aside)
        told += " " + stood % {"aside": aside}
    return told


@register.filter
def adjourned_words(pause: Mapping[str, Any]) -> str:
    """That an item was put off, and until when."""
    if pause["to_next"]:
        return _("Adjourned to the next meeting.")
    return _("Adjourned for a pause.")


@register.filter
def declared_words(declared: Mapping[str, Any]) -> str:
    """Who declared that an item concerns women."""
    if declared["way"] == "women":
        women = declared["demanded"]
        words = ngettext(
            "Declared by %(women)s of the women present: it concerns women.",
            "Declared by %(women)s of the women present: it concerns women.",
            women,
        )
        return words % {"women": women}
    if declared["way"] == "chairs":
        return _("Declared by the chairs: it concerns women.")
    return _("Declared by the mover: it concerns women.")


@register.filter
def womens_vote_words(vote: Mapping[str, Any]) -> str:
    """What the women present decided among themselves, with their count."""
    counted = _("%(for)s for, %(against)s against, of %(women)s women in the room") % vote
    if vote["question"] == Question.RELEASE:
        yes = _("The women released their presence for this item: %(counted)s.")
        no = _("The women did not release their presence for this item: %(counted)s.")
    elif vote["question"] == Question.SEATS:
        yes = _("The women opened seats that were kept for women and stayed empty: %(counted)s.")
        no = _("The women did not open seats kept for women: %(counted)s.")
    else:
        yes = _("The women decided that this item concerns women: %(counted)s.")
        no = _("The women decided that this item does not concern women: %(counted)s.")
    return (yes if vote["adopted"] else no) % {"counted": counted}


@register.filter
def debate_words(answer: Mapping[str, Any]) -> str:
    """What the women in the room answered when they were asked whether debate goes on."""
    if answer["goes_on"]:
        return _("The women's list was empty; the women let the debate go on.")
    return _("The women's list was empty; the women ended the debate.")


@register.filter
def womens_count_words(facts: Mapping[str, Any]) -> str:
    """How the women among those who voted voted, where it was taken apart; else nothing."""
    women = facts.get("women")
    if not women:
        return ""
    words = _("Of these the women: %(for)s for, %(against)s against, %(abstain)s abstained.")
    return words % dict(women)


def units_words(units: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    """What each unit's delegates voted, the void votes apart: "Zeytûn: 1 for, 1 void"."""
    words = {
        "for": _("%(count)s for"),
        "against": _("%(count)s against"),
        "abstain": _("%(count)s abstained"),
        "void": _("%(count)s void"),
    }
    told = []
    for unit in units:
        votes = [said % {"count": unit[key]} for key, said in words.items() if unit.get(key)]
        name = isolated(names.get(str(unit["unit"]), "—"))
        if len(votes) > 1 and "says" in unit:
            votes.append(_("as a unit: %(said)s") % {"said": said_words(unit["says"])})
        told.append(f"{name}: {', '.join(votes) or _('no vote')}")
    return told


@register.simple_tag
def unit_votes(units: Sequence[Mapping[str, Any]]) -> list[str]:
    """`{% unit_votes resolution.units as lines %}`: the same, with the names as they now stand."""
    return units_words(units, unit_names(units)) if units else []


def unit_names(units: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names of units by public id."""
    if not units:
        return {}
    rows = Body.objects.filter(public_id__in=[unit["unit"] for unit in units])
    return {body.key: body.name for body in rows}
