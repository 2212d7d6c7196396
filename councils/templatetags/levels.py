"""The names of levels in the reader's language, by the charter of the day."""

from collections.abc import Mapping
from typing import cast

from django import template
from django.utils.translation import get_language

from communes.models import Charter
from councils.parameters import CouncilsParameters

register = template.Library()


@register.simple_tag
def level_names(charter: Charter) -> dict[str, str]:
    """`{% level_names charter as names %}`: code and name of each level."""
    terms = cast("CouncilsParameters", charter.book.sections["councils"]).levels
    language = get_language() or "en"
    return {one.code: one.names.get(language) or one.names.get("en") or one.code for one in terms}


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """`{{ names|named:code }}`: the name of a level; the code of one the charter has not."""
    return names.get(code, code)
