"""Petitions in words: where one stands, and what became of a signature."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mandates.arithmetic.petitions import Standing
from mandates.domain import petitioning
from mandates.models import Mandate, Petition

register = template.Library()

WORDS = {
    Standing.OPEN: (_("open"), ""),
    Standing.COUNTING: (_("closed, sheets are being verified"), ""),
    Standing.SUCCEEDED: (_("succeeded"), "pass"),
    Standing.LAPSED: (_("lapsed"), "vacant"),
    Standing.ENDED: (_("ended with the mandate"), "vacant"),
}


@register.filter
def standing_word(standing: str) -> Any:
    """Where a petition stands, in a word."""
    return WORDS[Standing(standing)][0]


@register.filter
def standing_mark(standing: str) -> str:
    """The shape of the verdict mark for what a petition came to; none while it runs."""
    return WORDS[Standing(standing)][1]


@register.simple_tag
def petitions_against(mandate: Mandate) -> "QuerySet[Petition]":
    """`{% petitions_against mandate as rows %}`: the petitions for its recall, newest first."""
    ground = petitioning.ground_of(mandate)
    return Petition.objects.filter(mandate=ground).select_related("mandate", "body")
