"""Motions: a text is raised in a body, and amended into further versions; none is overwritten."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from communes.domain import planning, rolls
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Body, Meeting, Motion, MotionVersion, OpenPoint, Stage
from communes.problems import Problem, refuse_if

LONGEST = 20_000
LONGEST_TITLE = 300


def raise_problems(body: Body, *, title: str, text: str) -> list[Problem]:
    """Why this text may not be put to the body as a motion."""
    problems = _text_problems(text)
    if not title.strip():
        problems.append(Problem("title_missing", _("A motion needs a title."), {}, "title"))
    if len(title.strip()) > LONGEST_TITLE:
        message = _("A title has at most %(most)s characters.") % {"most": LONGEST_TITLE}
        problems.append(Problem("title_too_long", message, {}, "title"))
    if body.ended_at is not None:
        problems.append(Problem("body_ended", _("This body has ended.")))
    return problems


def raise_motion(
    body: Body,
    *,
    title: str,
    text: str,
    by: Actor,
    at: datetime,
    origin: Motion | None = None,
) -> MotionVersion:
    """Raise a motion in a body, perhaps from another body's; its first version. Raises `Refused`.

    Whoever acts is its mover, if the actor is a person of the body's circle.
    """
    with acting(by=by, at=at) as acts:
        problems = raise_problems(body, title=title, text=text)
        if by.person is not None and not rolls.in_circle(by.person, body):
            message = _("Only members of the circle take part in its business.")
            problems.append(Problem("circle", message))
        refuse_if(problems)
        motion = Motion.objects.create(
            title=title.strip(), raised_in=body, mover=by.person, origin=origin, raised_at=at
        )
        version = _version(motion, 1, text, None, at)
        facts = {"motion": motion.key, "version": version.key, "number": 1, "title": motion.title}
        acts.enter(body, "motion.raised", facts)
    return version


def amend_problems(motion: Motion, *, text: str, seen: MotionVersion | None) -> list[Problem]:
    """Why the motion may not be given this wording: unchanged, or amended meanwhile."""
    problems = _text_problems(text)
    newest = motion.versions.order_by("-number").first()
    assert newest is not None
    if newest.text == text.strip():
        message = _("This is the wording that the motion already has.")
        problems.append(Problem("text_unchanged", message, {}, "text"))
    if seen is not None and seen.pk != newest.pk:
        message = _("The motion was amended meanwhile. Both wordings stand below.")
        problems.append(Problem("text_moved_on", message, {"theirs": newest.text}, "text"))
    return problems


def amend(
    motion: Motion,
    *,
    text: str,
    by: Actor,
    at: datetime,
    seen: MotionVersion | None = None,
) -> MotionVersion:
    """Give a motion a new version; instructions bind to the version they named.

    `seen` is the version that the amender was shown. Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = Motion.objects.select_for_update(of=("self",)).get(pk=motion.pk)
        refuse_if(amend_problems(row, text=text, seen=seen))
        parent = row.versions.order_by("-number").first()
        last = row.versions.aggregate(last=Max("number"))["last"] or 0
        version = _version(row, last + 1, text, parent, at)
        facts = {"motion": row.key, "version": version.key, "number": version.number}
        acts.enter(row.raised_in, "motion.amended", facts)
    return version


def queue_problems(motion: Motion) -> list[Problem]:
    """Why the motion need not be put on the body's next agenda: it waits, or stands on one."""
    newest = newest_version(motion)
    waits = OpenPoint.objects.filter(occasion__startswith=_occasion(newest), item__isnull=True)
    if waits.exists():
        return [Problem("motion_waits", _("It already waits for the next agenda."))]
    planned = Meeting.objects.filter(items__motion_version=newest, cancelled_at__isnull=True)
    if any(meeting.stage in (Stage.CONVENED, Stage.OPEN) for meeting in planned):
        return [Problem("motion_planned", _("It already stands on an agenda."))]
    return []


def put_on_next_agenda(motion: Motion, *, by: Actor, at: datetime) -> None:
    """Let the newest version wait for its body's next agenda. Raises `Refused`."""
    with acting(by=by, at=at):
        row = Motion.objects.select_for_update(of=("self",)).get(pk=motion.pk)
        refuse_if(queue_problems(row))
        newest = newest_version(row)
        again = OpenPoint.objects.filter(occasion__startswith=_occasion(newest)).count()
        planning.await_agenda(
            row.raised_in,
            kind="motion",
            occasion=_occasion(newest) + (f":{again}" if again else ""),
            title=row.title,
            at=at,
            version=newest.key,
        )


def plan_problems(item: AgendaItem, version: MotionVersion | None) -> list[Problem]:
    """Why the item may not be about this version: another body's, or the vote has begun."""
    problems = []
    if version is None or version.motion.raised_in_id != item.meeting.body_id:
        problems.append(Problem("motion_missing", _("Choose the motion."), {}, "version"))
    if item.kind != "motion":
        problems.append(Problem("not_a_motion", _("This item is not about a motion.")))
    if item.resolutions.standing().exists() or item.ballots.exists():
        problems.append(Problem("vote_begun", _("The vote on this item has begun.")))
    if item.meeting.stage not in (Stage.CONVENED, Stage.OPEN):
        problems.append(Problem("meeting_over", _("This meeting is over; its agenda stands.")))
    return problems


def plan(item: AgendaItem, version: MotionVersion | None, *, by: Actor, at: datetime) -> None:
    """Say which version of which motion the item is to decide on. Raises `Refused`."""
    with acting(by=by, at=at):
        Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(plan_problems(row, version))
        row.motion_version = version
        row.save(update_fields=["motion_version"])
        item.motion_version = version


def newest_version(motion: Motion) -> MotionVersion:
    """The wording that stands: the version with the highest number."""
    return motion.versions.order_by("-number")[0]


def _occasion(version: MotionVersion) -> str:
    return f"motion:{version.key}"


def _version(
    motion: Motion, number: int, text: str, parent: MotionVersion | None, at: datetime
) -> MotionVersion:
    return MotionVersion.objects.create(
        motion=motion, number=number, text=text.strip(), parent=parent, written_at=at
    )


def _text_problems(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("text_missing", _("Write what is proposed."), {}, "text")]
    if len(text) > LONGEST:
        message = _("A motion holds at most %(most)s characters.") % {"most": LONGEST}
        return [Problem("text_too_long", message, {"most": LONGEST}, "text")]
    return []
