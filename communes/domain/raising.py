"""A motion is put to a body: its first wording, under which it can be decided or instructed upon."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.domain.recording import LONGEST
from communes.models import Body, Motion, MotionVersion, Person
from communes.problems import Problem, refuse_if


def raise_problems(body: Body, title: str, text: str) -> list[Problem]:
    """Why no motion may be raised so: it needs a title and a text, and a body that exists."""
    problems = []
    if not title.strip():
        problems.append(Problem("title_missing", _("A motion needs a title."), {}, "title"))
    if not text.strip() or len(text) > LONGEST:
        message = _("Write what the motion asks for, in at most %(most)s characters.")
        problems.append(Problem("text_missing", message % {"most": LONGEST}, {}, "text"))
    if body.ended_at is not None:
        problems.append(Problem("body_ended", _("This body has ended.")))
    return problems


def raise_motion(
    body: Body, *, title: str, text: str, mover: Person | None, by: Actor, at: datetime
) -> MotionVersion:
    """Put a motion to the body in its first version. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        refuse_if(raise_problems(body, title, text))
        motion = Motion.objects.create(
            title=title.strip()[:300], raised_in=body, mover=mover, raised_at=at
        )
        version = MotionVersion.objects.create(
            motion=motion, number=1, text=text.replace("\r\n", "\n").strip(), written_at=at
        )
        facts = {"motion": motion.key, "version": version.key, "number": version.number}
        acts.enter(body, "motion.raised", facts)
    return version
