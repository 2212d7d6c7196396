"""The key under which a form is handed in, minted when the form is rendered."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def submission() -> SafeString:
    """A hidden input with a fresh key: handed in twice, the form is acted upon once."""
    return format_html('<input type="hidden" name="submission" value="{}">', uuid4())
