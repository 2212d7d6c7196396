"""What binds a delegate, in words: when it may still be said, what was declared, how it stands."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from mandates.domain.binding import Sheet
from mandates.domain.questioning import Question
from mandates.models import Declared, Mandate

register = template.Library()


@register.simple_tag
def timing_words(sheet: Sheet, question: Question) -> str:
    """Whether who sent the delegate meets before the vote, in a sentence; "" for nobody."""
    sender = sheet.mandate.seat.sending_body
    if sender is None:
        return ""
    said = {
        "before": _("%(sender)s meets before the vote."),
        "after": _("%(sender)s meets only after the vote."),
        "none": _("%(sender)s has convened no assembly."),
    }
    return said[sheet.timing(question)] % {"sender": sender.name}


@register.simple_tag
def declarations(sheet: Sheet, question: Question) -> Sequence[dict[str, Any]]:
    """What each of the delegation declared on an amended text, oneself first."""
    return [
        {
            "mandate": one,
            "mine": one.pk == sheet.mandate.pk,
            "word": question.declared.get(one.pk, ""),
            "said": _said(question, one),
        }
        for one in (sheet.mandate, *sheet.beside)
    ]


def _said(question: Question, mandate: Mandate) -> str:
    word = question.declared.get(mandate.pk)
    return str(Declared(word).label) if word else _("nothing declared yet: the vote is indicative")
