"""An instruction decided on by a slip is taken back, and the question stays open."""

from datetime import datetime

from communes.domain.acting import Actor, acting
from communes.models import Resolution
from communes.problems import Problem, refuse_if
from mandates.domain import instructing, sending
from mandates.models import Instruction


def undo_problems(resolution: Resolution, at: datetime) -> list[Problem]:
    """Why an instruction may not be taken back: the vote that it binds is being taken."""
    given = _given_by(resolution)
    if given and sending.being_called(given.motion_version, given.sender, at):
        return [instructing.vote_begun()]
    return []


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Take back an instruction whose decision was entered by a slip; the question stays open.

    Never while the vote it binds is taken; one taken before stays bound. Raises `Refused`.
    """
    with acting(by=by, at=at):
        given = _given_by(resolution)
        if given is None:
            return
        instructing.lock(given)
        refuse_if(undo_problems(resolution, at))
        given.struck_at = by.recorded_at or at
        given.save(update_fields=["struck_at"])
        Instruction.objects.create(
            item=given.item, sender=given.sender, motion_version=given.motion_version
        )


def _given_by(resolution: Resolution) -> Instruction | None:
    return Instruction.objects.filter(resolution=resolution, struck_at__isnull=True).first()
