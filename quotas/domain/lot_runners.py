"""Who chairs and records a drawing by lot in place of those who are on its list."""

from datetime import datetime

from django.db.models import QuerySet

from communes.domain.opening import running
from communes.models import AgendaItem, Attendance, Person, Role
from quotas.domain import pooling


def roles_to_name(item: AgendaItem, at: datetime) -> list[str]:
    """Roles that a volunteer has while the item is dealt with: another has to be named."""
    listed = {person.pk for person in pooling.concerned(item)}
    if not listed:
        return []
    return [
        role
        for role in (Role.CHAIR, Role.RECORDER)
        if any(person.pk in listed for person in running(item, role, at))
    ]


def may_run(item: AgendaItem, at: datetime) -> QuerySet[Person]:
    """Members in the room who are not on the list: one of them may chair or record the item."""
    here = Attendance.objects.in_room(at).members().filter(meeting=item.meeting)
    listed = [person.pk for person in pooling.concerned(item)]
    people = Person.objects.filter(pk__in=here.values("person")).exclude(pk__in=listed)
    return people.order_by("sort_key", "pk")
