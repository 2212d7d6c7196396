"""Who convened a meeting and by what right: the right is the meeting's, the hand is in the book."""

import json

from django import template
from django.utils.translation import gettext as _

from communes import ports
from communes.models import Entry, Meeting, Person
from communes.models.meetings import Basis

register = template.Library()

SECRETARY = "secretary"
"""The office that convenes for the co-chairs, never of its own right."""


@register.simple_tag
def convened_by(meeting: Meeting) -> str:
    """`{% convened_by meeting %}`: "by Rojîn Hemo, for the co-chairs", when a secretary did it."""
    right = str(meeting.get_basis_display())
    who = _convener(meeting) if meeting.basis == Basis.OFFICERS else None
    if who is None:
        return right
    held = {one.code for one in ports.offices(who, meeting.body, meeting.convened_at)}
    if held == {SECRETARY}:
        return _("by %(name)s, secretary, for the co-chairs") % {"name": who.name}
    return f"{right}: {who.name}"


def _convener(meeting: Meeting) -> Person | None:
    rows = Entry.objects.filter(body=meeting.body_id, kind="meeting.convened")
    told = rows.filter(content__contains=f'"meeting":"{meeting.key}"').first()
    key = json.loads(told.content)["actor"] if told is not None else None
    return Person.objects.filter(public_id=key).first() if key else None
