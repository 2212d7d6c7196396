"""Opening a meeting: it names who chairs and who records, and their rights last until signed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes import kinds
from communes.dates import say_day
from communes.domain import rolls
from communes.domain.acting import Actor, Acts, acting
from communes.models import AgendaItem, Basis, Meeting, MeetingRole, Person, Role, Stage
from communes.periods import holding
from communes.problems import Problem, refuse_if


def open_problems(
    meeting: Meeting, *, chairs: Sequence[Person], recorder: Person | None, at: datetime
) -> list[Problem]:
    """Why the meeting may not be opened now with these."""
    problems = []
    if meeting.stage != Stage.CONVENED:
        problems.append(Problem("meeting_not_waiting", _("This meeting was already opened.")))
    today = rolls.day_of(meeting.body, at).date()
    day = rolls.day_of(meeting.body, meeting.starts_at).date()
    if today < day and meeting.basis != Basis.FOUNDING:
        message = _("It was convened for %(day)s; it cannot be opened on an earlier day.")
        problems.append(Problem("meeting_too_early", message % {"day": _said(day)}))
    if not chairs:
        problems.append(Problem("chair_missing", _("Name who chairs."), {}, "chairs"))
    if recorder is None:
        problems.append(Problem("recorder_missing", _("Name who records."), {}, "recorder"))
    named = [*chairs, *([recorder] if recorder else [])]
    if any(not rolls.in_circle(person, meeting.body) for person in named):
        message = _("Only members of the circle take part in its meetings.")
        problems.append(Problem("circle", message, {}, "chairs"))
    return problems


def open_meeting(
    meeting: Meeting, *, chairs: Sequence[Person], recorder: Person | None, by: Actor, at: datetime
) -> None:
    """Open the meeting under these chairs and this recorder. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        row = rows.get(pk=meeting.pk)
        refuse_if(open_problems(row, chairs=chairs, recorder=recorder, at=at))
        assert recorder is not None
        row.opened_at = at
        row.save(update_fields=["opened_at"])
        meeting.opened_at = at
        _name_all(row, [*((one, Role.CHAIR) for one in chairs), (recorder, Role.RECORDER)], at)
        facts = {
            "meeting": row.key,
            "chairs": sorted(person.key for person in chairs),
            "recorder": recorder.key,
        }
        acts.enter(row.body, "meeting.opened", facts)


def name_for(
    meeting: Meeting,
    person: Person,
    role: str,
    *,
    by: Actor,
    at: datetime,
    item: AgendaItem | None = None,
) -> MeetingRole:
    """Name a chair, recorder, witness or scrutineer, for the meeting or one item.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if row.stage in (Stage.SIGNED, Stage.CANCELLED):
            refuse_if([Problem("meeting_over", _("This meeting is over."))])
        if not rolls.in_circle(person, row.body):
            message = _("Only members of the circle take part in its meetings.")
            refuse_if([Problem("circle", message)])
        if item is not None:
            refuse_if(_own_matter(item, person, role))
            _release(item, role, at)
        named = _name(row, person, role, at, item)
        _tell(acts, row, named)
    return named


def hand_over_problems(meeting: Meeting, person: Person) -> list[Problem]:
    """Why the recorder's seat may not be handed to this person now."""
    problems = []
    if meeting.stage not in (Stage.OPEN, Stage.CLOSED):
        problems.append(Problem("meeting_not_open", _("The meeting is not open.")))
    if not rolls.in_circle(person, meeting.body):
        message = _("Only members of the circle take part in its meetings.")
        problems.append(Problem("circle", message))
    rows = MeetingRole.objects.filter(meeting=meeting, role=Role.RECORDER, item__isnull=True)
    if list(rows.filter(until__isnull=True).values_list("person_id", flat=True)) == [person.pk]:
        message = _("%(name)s records already.") % {"name": person}
        problems.append(Problem("records_already", message, {}, "person"))
    return problems


def hand_over(meeting: Meeting, person: Person, *, by: Actor, at: datetime) -> MeetingRole:
    """Hand the recorder's seat on: whoever had it records no more from now. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        refuse_if(hand_over_problems(row, person))
        rows = MeetingRole.objects.filter(meeting=row, role=Role.RECORDER, item__isnull=True)
        rows.filter(until__isnull=True).exclude(person=person).update(until=at)
        named = _name(row, person, Role.RECORDER, at)
        _tell(acts, row, named)
    return named


def _own_matter(item: AgendaItem, person: Person, role: str) -> list[Problem]:
    """Nobody chairs or records their own matter (DOMAIN §4)."""
    runs = role in (Role.CHAIR, Role.RECORDER)
    if not runs or person not in kinds.kind(item.kind).concerned(item):
        return []
    message = _("%(name)s is concerned by this item and neither chairs nor records it.")
    return [Problem("concerned", message % {"name": person}, {}, "person")]


def named(meeting: Meeting, role: str, at: datetime | None = None) -> list[Person]:
    """Who is or was named for the role for the whole meeting, in the order of naming."""
    rows = MeetingRole.objects.filter(meeting=meeting, role=role, item__isnull=True)
    if at is not None:
        rows = rows.filter(holding(at))
    seen: dict[int, Person] = {}
    for row in rows.select_related("person").order_by("since", "pk"):
        seen.setdefault(row.person_id, row.person)
    return list(seen.values())


def running(item: AgendaItem, role: str, at: datetime) -> list[Person]:
    """Who has the role while the item is dealt with: those named for it, else for the meeting."""
    return running_all(item, at)[role]


def running_all(item: AgendaItem, at: datetime) -> Mapping[str, list[Person]]:
    """Who has which role while the item is dealt with, in the order of naming; in one query."""
    rows = MeetingRole.objects.filter(
        Q(item=item) | Q(item__isnull=True), holding(at), meeting=item.meeting_id
    )
    found: dict[bool, dict[str, dict[int, Person]]] = {True: {}, False: {}}
    for row in rows.select_related("person").order_by("since", "pk"):
        own = found[row.item_id is not None].setdefault(row.role, {})
        own.setdefault(row.person_id, row.person)
    roles = {**found[False], **found[True]}
    return defaultdict(list, {role: list(people.values()) for role, people in roles.items()})


def _said(day: date) -> str:
    return say_day(day, today=None, language=get_language() or "en")


def _name(
    meeting: Meeting, person: Person, role: str, at: datetime, item: AgendaItem | None = None
) -> MeetingRole:
    row, _made = MeetingRole.objects.get_or_create(
        meeting=meeting, person=person, role=role, item=item, until=None, defaults={"since": at}
    )
    return row


def _name_all(meeting: Meeting, roles: Sequence[tuple[Person, Role]], at: datetime) -> None:
    """Name persons for the whole meeting, but those who are named for that already."""
    rows = MeetingRole.objects.filter(meeting=meeting, item__isnull=True, until__isnull=True)
    known = set(rows.values_list("person_id", "role"))
    wanted = dict.fromkeys((person.pk, role) for person, role in roles)
    MeetingRole.objects.bulk_create(
        MeetingRole(meeting=meeting, person_id=pk, role=role, since=at)
        for pk, role in wanted
        if (pk, role) not in known
    )


def _release(item: AgendaItem, role: str, at: datetime) -> None:
    """Whoever was named for the item and is concerned by it since runs it no more."""
    concerned = kinds.kind(item.kind).concerned(item)
    rows = MeetingRole.objects.filter(item=item, role=role, person__in=concerned)
    rows.filter(until__isnull=True).update(until=at)


def _tell(acts: Acts, meeting: Meeting, named: MeetingRole) -> None:
    facts = {
        "meeting": meeting.key,
        "person": named.person.key,
        "role": str(named.role),
        "item": named.item.key if named.item else None,
    }
    acts.enter(meeting.body, "meeting.named", facts)
