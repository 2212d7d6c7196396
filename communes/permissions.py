"""Who may try: one place for pages and the API.

A right follows from the mandates a person holds at the instant, from being named for a
meeting, or from membership. Whether the act may happen now is the rule's business.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from communes import ports, remembering
from communes.domain import rolls
from communes.models import (
    Account,
    Affiliation,
    Basis,
    Body,
    BodyKind,
    Circle,
    Gender,
    Meeting,
    MeetingRole,
    Person,
    Relation,
    Residence,
    Role,
    Sitting,
    Stage,
    Task,
)
from communes.models.tasks import TaskQuerySet
from communes.periods import holding

RUNNING = ("co_chair", "secretary")


def officer(person: Person | None, body: Body, at: datetime, *codes: str) -> bool:
    """Whether the person holds one of the offices in the body, caretakers included."""
    if person is None:
        return False
    held = {office.code for office in ports.offices(person, body, at)}
    return bool(held & set(codes or RUNNING))


def may_see_body(person: Person | None, body: Body, at: datetime) -> bool:
    """Every account sees which bodies exist and who holds their seats."""
    return True


def may_take_part(person: Person | None, body: Body, at: datetime) -> bool:
    """Whether the person belongs to the body: lives there, has a seat in it, or was sent by it."""
    if person is None or not rolls.in_circle(person, body):
        return False
    return body.pk in _belonging(person, at)


def may_read_meetings(person: Person | None, body: Body, at: datetime) -> bool:
    """Meetings of a body of everyone are open to all who live in the confederation; those of a
    circle to its own members alone, an administrator not excepted."""
    if person is None:
        return False
    if body.circle == Circle.EVERYONE:
        return True
    return may_take_part(person, body, at)


def readable_meetings(person: Person | None, at: datetime) -> QuerySet[Meeting]:
    """The meetings that the person may read; agrees with `may_read_meetings`."""
    return Meeting.objects.filter(_readable(person, at, "body__"))


def readable_bodies(person: Person | None, at: datetime) -> QuerySet[Body]:
    """The bodies whose meetings and motions the person may read; agrees with the two above."""
    return Body.objects.filter(_readable(person, at))


def my_bodies(person: Person, at: datetime) -> QuerySet[Body]:
    """Bodies to which the person belongs: the home commune, those beside it, those with a seat."""
    return Body.objects.existing(at).filter(_own(person, at))


def _readable(person: Person | None, at: datetime, path: str = "") -> Q:
    """Condition on bodies, or on rows of theirs by the path to them: the person may read there."""
    if person is None:
        return Q(pk__in=[])
    return Q(**{f"{path}circle": Circle.EVERYONE}) | _own(person, at, path)


def _own(person: Person, at: datetime, path: str = "") -> Q:
    """Likewise: the person belongs there; to a women's body, women alone."""
    rows = Q(**{f"{path}pk__in": _belonging(person, at)})
    return rows if person.gender == Gender.WOMAN else rows & ~Q(**{f"{path}circle": Circle.WOMEN})


def _belonging(person: Person, at: datetime) -> frozenset[int]:
    """The bodies to which home and seats belong, with those that have ended: what is old stays
    readable. They are few, and looked up beforehand: as conditions within the questions that
    follow they would have the database go through all bodies.
    """
    return remembering.once(("belonging", person.pk, at), lambda: _looked_up(person, at))


def _looked_up(person: Person, at: datetime) -> frozenset[int]:
    homes = Residence.objects.filter(holding(at), person=person.pk)
    home = set(homes.values_list("commune", flat=True))
    beside = Affiliation.objects.filter(holding(at), parent__in=home, relation=Relation.BESIDE)
    found = beside.values_list("body", flat=True) if home else ()
    return frozenset({*home, *found, *ports.seated_bodies(person, at)})


def may_keep_register(person: Person | None, commune: Body, at: datetime) -> bool:
    """Secretary and co-chairs; before any are elected, the recorder of an unsigned meeting."""
    if person is None or commune.kind != BodyKind.COMMUNE:
        return False
    return officer(person, commune, at) or _records_without_officers(person, commune, at)


def may_invite(person: Person | None, commune: Body, at: datetime) -> bool:
    """Whoever keeps the register prints invitations, and the recorder of an open meeting."""
    if person is None:
        return False
    open_now = _recording(person, commune, at).filter(meeting__opened_at__isnull=False)
    return may_keep_register(person, commune, at) or open_now.exists()


def may_reset(person: Person | None, commune: Body, at: datetime) -> bool:
    """The commune's officers, two of them: co-chairs and secretary; caretakers included."""
    return officer(person, commune, at)


def may_convene(person: Person | None, body: Body, at: datetime) -> bool:
    """The co-chairs, and the secretary for them; caretakers included."""
    return officer(person, body, at) and person is not None and rolls.in_circle(person, body)


def may_demand(person: Person | None, body: Body, at: datetime) -> bool:
    """Any member with a vote may demand a meeting and enter a demand signed on paper."""
    return (
        person is not None and rolls.roll(body, Sitting.ASSEMBLY, at).filter(pk=person.pk).exists()
    )


def may_propose(person: Person | None, body: Body, at: datetime) -> bool:
    """Any member with a vote may propose an item for the next agenda."""
    return may_demand(person, body, at)


def may_open(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Officers; the recorder named beforehand; at members' demand or by petition any member."""
    if person is None or not rolls.in_circle(person, meeting.body):
        return False
    forced = meeting.basis in (Basis.MEMBERS, Basis.PETITION)
    if forced and may_demand(person, meeting.body, at):
        return True
    return officer(person, meeting.body, at) or _named(person, meeting, at)


def may_run(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Chairs and recorder of the meeting until it is signed; before opening, who may open."""
    if person is None or meeting.stage in (Stage.SIGNED, Stage.CANCELLED):
        return False
    if meeting.stage == Stage.CONVENED:
        return may_open(person, meeting, at)
    return _named(person, meeting, at)


def may_sign(person: Person | None, meeting: Meeting) -> bool:
    """Who chaired the meeting or an item, or is named a witness."""
    if person is None:
        return False
    rows = MeetingRole.objects.filter(meeting=meeting, person=person)
    return rows.filter(role__in=[Role.CHAIR, Role.WITNESS]).exists()


def may_publish(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Who chaired the meeting, and the body's co-chairs and secretary."""
    if person is None or not rolls.in_circle(person, meeting.body):
        return False
    chaired = MeetingRole.objects.filter(
        meeting=meeting, person=person, role=Role.CHAIR, item__isnull=True
    )
    return officer(person, meeting.body, at) or chaired.exists()


def may_see_people(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Who came and who voted how is shown to the body's own members and to who runs the meeting."""
    return may_run(person, meeting, at) or may_take_part(person, meeting.body, at)


def may_report_task(person: Person | None, task: Task, at: datetime) -> bool:
    """Who bears the task, the committee's own members, and whoever may drop it."""
    if person is None:
        return False
    mine = task.person_id == person.pk
    ours = task.committee is not None and may_take_part(person, task.committee, at)
    return mine or ours or may_drop_task(person, task, at)


def may_drop_task(person: Person | None, task: Task, at: datetime) -> bool:
    """The officers of the body that gave it, and who runs one of its meetings."""
    if person is None:
        return False
    named = MeetingRole.objects.filter(
        holding(at),
        person=person,
        role__in=[Role.CHAIR, Role.RECORDER],
        meeting__body=task.body_id,
        meeting__opened_at__isnull=False,
        meeting__signed_at__isnull=True,
    )
    return officer(person, task.body, at) or named.exists()


def readable_tasks(person: Person | None, at: datetime) -> TaskQuerySet:
    """Tasks given in meetings that the person may read; those under confidential items only to
    who bears them."""
    rows = Task.objects.standing().filter(_readable(person, at, "body__"))
    return rows.filter(Q(item__confidential=False) | Q(person=person))


def person_of(account: object) -> Person | None:
    """The person behind a signed-in account, if there is one."""
    return account.person if isinstance(account, Account) else None


def _named(person: Person, meeting: Meeting, at: datetime) -> bool:
    rows = MeetingRole.objects.filter(meeting=meeting, person=person).filter(
        Q(until__isnull=True) | Q(until__gt=at)
    )
    return rows.filter(role__in=[Role.CHAIR, Role.RECORDER]).exists()


def _recording(person: Person, body: Body, at: datetime) -> QuerySet[MeetingRole]:
    """Meetings of the body, neither signed nor cancelled, that the person is named to record."""
    return MeetingRole.objects.filter(
        holding(at),
        person=person,
        role=Role.RECORDER,
        meeting__body=body,
        meeting__signed_at__isnull=True,
        meeting__cancelled_at__isnull=True,
    )


def _records_without_officers(person: Person, commune: Body, at: datetime) -> bool:
    """Nobody holds an office: the recorder of the meeting that is to elect keeps the register."""
    if any(office.code in RUNNING for _person, office in ports.officers(commune, at)):
        return False
    return _recording(person, commune, at).exists()
