"""The ground floor's own kinds of business, and its sweeps."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communes import kinds, sweeps
from communes.domain.acting import Actor
from communes.kinds import Kind
from communes.models import AgendaItem, MotionVersion, OpenPoint, Resolution


def register() -> None:
    """Register the kinds and sweeps of this floor."""
    kinds.register(Kind("decision", _("decision")))
    kinds.register(Kind("discussion", _("discussion, no decision"), decides=False))
    kinds.register(Kind("report", _("report, no decision"), decides=False))
    kinds.register(Kind("task", _("report on a task"), decides=False))
    kinds.register(
        Kind(
            "motion",
            _("decision on a motion"),
            plan="plan_motion",
            prepare=_prepare_motion,
            unfinished=lambda item: item.motion_version_id is None,
        )
    )
    _register_minutes()
    _register_sweeps()
    _hold()


def _hold() -> None:
    """What else stands beside the books is held against them."""
    from communes.domain import filing, publishing, vouching

    for check in (publishing.held, filing.held):
        vouching.hold_also(check)


def _register_sweeps() -> None:
    from communes.domain import digesting, erasing, mailing, noticing, submitting, tasking

    sweeps.register("bring back tasks", tasking.bring_back)
    sweeps.register("deliver notices", noticing.deliver)
    sweeps.register("hand out notices", noticing.hand_out)
    sweeps.register("gather letters", digesting.gather)
    sweeps.register("send letters", mailing.send)
    sweeps.register("erase lists", erasing.erase_due)
    sweeps.register("forget who was told", noticing.forget)
    sweeps.register("clear uploads", erasing.clear_uploads)
    sweeps.register("forget answers", submitting.forget)
    _register_forgetting()


def _register_forgetting() -> None:
    """What keeps accounts safe is kept no longer than it helps."""
    from communes.domain import pairing, remembering, signing_in, throttling

    sweeps.register("forget attempts", throttling.forget)
    sweeps.register("forget codes", pairing.forget)
    sweeps.register("forget sign-ins", signing_in.forget)
    sweeps.register("forget events of accounts", remembering.forget)


def _register_minutes() -> None:
    """Signed minutes come before a later meeting: to be approved, or to be corrected."""
    from communes.domain import approving

    told = [
        (approving.APPROVAL, _("approval of minutes"), _approved),
        (approving.CORRECTION, _("correction of minutes"), _corrected),
    ]
    for code, label, sentence in told:
        kinds.register(
            Kind(code, label, may_be_urgent=False, facts=approving.facts_for, sentence=sentence)
        )


def _approved(resolution: Resolution) -> str:
    if "meeting" not in resolution.facts:
        return resolution.text
    if resolution.adopted:
        return gettext("The minutes are approved.")
    return gettext("The minutes are not approved.")


def _corrected(resolution: Resolution) -> str:
    text = resolution.facts.get("text")
    if not text:
        return resolution.text
    if resolution.adopted:
        return gettext("Beside the minutes it now stands: %(text)s") % {"text": text}
    return gettext("The minutes stand as they were signed; it was proposed: %(text)s") % {
        "text": text
    }


def _prepare_motion(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    version = MotionVersion.objects.filter(public_id=point.figures.get("version")).first()
    if version is not None:
        item.motion_version = version
        item.save(update_fields=["motion_version"])
