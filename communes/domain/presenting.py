"""Who is meant by a member number or the code of a slip, shown at the door."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from communes.arithmetic.checking import is_right
from communes.domain import issuing, recognising, rolls
from communes.domain.recognising import Match, Matches
from communes.models import Attendance, Meeting, MemberNumber, Person, Slip
from communes.problems import Problem, Refused, refuse_if


def at_the_door(meeting: Meeting, letters: str, at: datetime) -> Matches:
    """Who may be coming in, by a few letters, by a number or by the code of a slip."""
    found = recognising.at_the_door(meeting, letters, at)
    plain = issuing.digits(letters)
    if len(plain) != issuing.DIGITS and len(plain) not in issuing.NUMBER:
        return found
    try:
        person = bearer(meeting, plain, at)
    except Refused as refused:
        return found if found.found else replace(found, problems=refused.problems)
    named = recognising.with_household(Person.objects.filter(pk=person.pk), at).get()
    stay = Attendance.objects.in_room(at).filter(meeting=meeting, person=person).first()
    return Matches([Match(named, getattr(named, "household", "") or "", stay)])


def bearer(meeting: Meeting, typed: str, at: datetime) -> Person:
    """The person whose number or slip it is, who may come to the meeting. Raises `Refused`."""
    plain = issuing.digits(typed)
    refuse_if(shape_problems(plain))
    if len(plain) == issuing.DIGITS:
        member = _by_slip(plain)
    else:
        home = rolls.home_of(meeting.body, at)
        rows = MemberNumber.objects.filter(commune=home.pk, number=plain)
        member = rows.select_related("person__merged_into").first()
    if member is None:
        message = _("Nobody here has this number. Look for the name instead.")
        refuse_if([Problem("number_unknown", message, {}, "code")])
    assert member is not None
    person = member.person.merged_into or member.person
    people = recognising.may_come(meeting.body, meeting.sitting, at)
    if not people.filter(pk=person.pk).exists():
        message = _("Whoever has this number is no longer in the register here.")
        refuse_if([Problem("number_gone", message, {}, "code")])
    return person


def shape_problems(plain: str) -> list[Problem]:
    """Why these digits can be neither a member number nor a slip."""
    if len(plain) == issuing.DIGITS:
        return []
    if len(plain) not in issuing.NUMBER:
        message = _("This is neither a member number nor the code of a slip.")
        return [Problem("code_misshapen", message, {}, "code")]
    if not is_right(plain):
        message = _("This number cannot be right: a digit is wrong or two are exchanged.")
        return [Problem("number_wrong_digit", message, {}, "code")]
    return []


def _by_slip(code: str) -> MemberNumber | None:
    """Whose slip it is. Raises `Refused` for one that was replaced, or that nobody issued."""
    rows = Slip.objects.filter(digest=issuing.digest_of(code))
    slip = rows.select_related("member__person__merged_into").first()
    if slip is None:
        message = _("This code is on no slip of this confederation.")
        refuse_if([Problem("slip_unknown", message, {}, "code")])
    assert slip is not None
    if slip.revoked_at is not None:
        message = _("This slip was replaced by a newer one. Look for the name instead.")
        refuse_if([Problem("slip_revoked", message, {}, "code")])
    return slip.member
