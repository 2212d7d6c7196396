"""Whether the reader audits anything, for the main menu."""

from datetime import datetime

from django import template
from django.utils import timezone

from communes.permissions import person_of
from quotas import permissions

register = template.Library()


@register.simple_tag
def audits(user: object, at: datetime | None = None) -> bool:
    """`{% audits request.user as auditing %}`: holds a mandate of auditor in force."""
    return permissions.may_audit(person_of(user), at or timezone.now())
