"""A delegate declares how an amended text stands to the instruction given on the one before."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Body, MotionVersion
from communes.problems import Problem, refuse_if
from mandates.domain import sending, telling
from mandates.models import Declaration, Declared, Mandate


def declare_problems(
    mandate: Mandate, version: MotionVersion, word: str, at: datetime
) -> list[Problem]:
    """Why this cannot be declared: nothing to stand to, the vote has begun, or no such mandate."""
    problems = []
    seat, sender = mandate.seat, mandate.seat.sending_body
    if word not in Declared.values:
        message = _("Say whether the text is within the instruction or beyond it.")
        problems.append(Problem("word_missing", message, {}, "word"))
    if not mandate.in_force(at):
        problems.append(Problem("mandate_over", _("This mandate is over; it grants nothing.")))
    if sender is None or seat.body_id != version.motion.raised_in_id:
        message = _("This motion is not before the council in which the mandate sits.")
        return [*problems, Problem("motion_elsewhere", message, {}, "version")]
    problems += _text_problems(version, sender)
    if sending.closed(version, sender, at):
        message = _("The vote on this text has begun; nothing can be declared any more.")
        problems.append(Problem("vote_begun", message))
    return problems


def _text_problems(version: MotionVersion, sender: Body) -> list[Problem]:
    """Why this text asks for no declaration of the sender's delegates."""
    problems = []
    if version.motion.versions.filter(number__gt=version.number).exists():
        message = _("The text was amended again: declare upon the newest version.")
        problems.append(Problem("text_moved_on", message, {}, "version"))
    history = telling.said([version.motion_id], [sender.pk]).get((sender.pk, version.motion_id), ())
    exact, earlier = telling.standing(history, version)
    if exact is not None:
        message = _("An instruction stands on exactly this text; it binds.")
        problems.append(Problem("instruction_stands", message))
    elif earlier is None:
        message = _("No instruction was given on an earlier text: there is nothing to stand to.")
        problems.append(Problem("nothing_earlier", message))
    return problems


def declare(
    mandate: Mandate, version: MotionVersion, word: str, *, by: Actor, at: datetime
) -> Declaration:
    """Declare an amended text within or beyond the instruction; until the vote is opened the
    last word holds. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        versions = MotionVersion.objects.select_for_update(of=("self",))
        row = versions.select_related("motion").get(pk=version.pk)  # as opening the vote does
        refuse_if(declare_problems(mandate, row, word, at))
        made, _new = Declaration.objects.update_or_create(
            mandate=mandate, motion_version=row, defaults={"word": word, "at": at}
        )
        facts = {
            "mandate": mandate.key,
            "motion": row.motion.key,
            "version": row.number,
            "word": word,
        }
        assert mandate.seat.sending_body is not None
        for body in (mandate.seat.body, mandate.seat.sending_body):
            acts.enter(body, "declaration.made", facts)
    return made
