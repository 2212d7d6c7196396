"""The kinds of business and the sweeps that this floor brings."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import kinds, sweeps
from communes.domain.acting import Actor
from communes.domain.vouching import hold_also
from communes.kinds import Kind
from communes.models import AgendaItem, Body, MotionVersion, OpenPoint, Resolution
from mandates.models import Seat, Stance


def register() -> None:
    """Register the kinds and sweeps of this floor."""
    from mandates.domain import asking, expiring, instructing, vouching

    kinds.register(
        Kind(
            "instruction",
            gettext_lazy("instruction to our delegates"),
            entry="instruct",
            plan="plan_instruction",
            prepare=_prepare,
            unfinished=lambda item: instructing.planned_for(item) is None,
            undo=instructing.undo,
            consequences=_consequences,
            sentence=_sentence,
            offered=_sends_delegates,
        )
    )
    sweeps.register("mandates that run out", expiring.sweep)
    sweeps.register("instructions asked for", asking.sweep)
    for check in (vouching.granted, vouching.ended, vouching.expired):
        hold_also(check)


def _sends_delegates(body: Body) -> bool:
    return Seat.objects.filter(sending_body=body, until__isnull=True).exists()


def _prepare(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    from mandates.domain import instructing

    version = MotionVersion.objects.filter(public_id=point.figures.get("version")).first()
    if version is None:
        return
    newest = version.motion.versions.order_by("-number")[0]
    if not instructing.plan_problems(item, newest, at):  # a stale point is put on without a motion
        instructing.plan(item, newest, by=by, at=at)


def _consequences(resolution: Resolution) -> list[str]:
    if not resolution.adopted:
        return []
    return [_("The instruction to the delegates no longer stands.")]


def _sentence(resolution: Resolution) -> str:
    facts = resolution.facts
    if not resolution.adopted:
        return _("No instruction was given: the proposal was not adopted.")
    stance = dict(Stance.choices).get(facts.get("stance", ""), "")
    told = {"stance": stance, "limits": facts.get("limits", "")}
    if told["limits"]:
        return _("The delegates are instructed: %(stance)s. Limits: %(limits)s") % told
    return _("The delegates are instructed: %(stance)s.") % told
