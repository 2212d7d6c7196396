"""Resolutions change earlier ones: chosen at the item, carried out with the decision."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, Acts, acting
from communes.models import (
    CHANGES,
    AgendaItem,
    Aim,
    Body,
    Meeting,
    Resolution,
    ResolutionEffect,
    Stage,
)
from communes.problems import Problem, refuse_if

PLAIN = ("decision", "motion")
"""Kinds whose decisions are texts; what elections and the like bring about ends by its own law."""


def changeable(body: Body) -> QuerySet[Resolution]:
    """What a decision of the body may amend, supersede or repeal: its own resolutions in force.

    Those on confidential items are not offered, for a register would tell of them.
    """
    rows = Resolution.objects.in_force().filter(
        body=body, item__confidential=False, item__kind__in=PLAIN
    )
    return rows.select_related("body").order_by("-number", "-revision")


def aim_of(item: AgendaItem) -> Aim | None:
    """What the item is to do to an earlier resolution, if anything was chosen."""
    return Aim.objects.filter(item=item).select_related("resolution__body").first()


def aim_problems(item: AgendaItem, target: Resolution | None, effect: str) -> list[Problem]:
    """Why the item may not be aimed at this resolution."""
    problems = []
    if item.kind not in PLAIN:
        problems.append(Problem("not_a_text", _("This item does not decide on a text.")))
    if item.confidential:
        message = _("What a confidential item decides changes no open resolution.")
        problems.append(Problem("item_confidential", message))
    if item.meeting.stage not in (Stage.CONVENED, Stage.OPEN):
        problems.append(Problem("meeting_over", _("This meeting is over; its agenda stands.")))
    if item.resolutions.standing().exists():
        problems.append(Problem("item_decided", _("This item is already decided.")))
    if target is None:
        message = _("Choose one of this body's resolutions in force.")
        problems.append(Problem("resolution_missing", message, {}, "resolution"))
    elif not changeable(item.meeting.body).filter(pk=target.pk).exists():
        problems.append(Problem("resolution_not_in_force", _not_in_force(target)))
    if effect not in CHANGES:
        message = _("Say whether it is amended, superseded or repealed.")
        problems.append(Problem("effect_missing", message, {}, "effect"))
    return problems


def aim(
    item: AgendaItem, *, target: Resolution | None, effect: str, by: Actor, at: datetime
) -> None:
    """Say what the item, if adopted, does to an earlier resolution. Raises `Refused`."""
    with acting(by=by, at=at):
        row = locked(item)
        refuse_if(aim_problems(row, target, effect))
        assert target is not None  # a rule, above
        Aim.objects.update_or_create(item=row, defaults={"resolution": target, "effect": effect})


def drop_aim(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Let the item leave every earlier resolution as it is. Raises `Refused`."""
    with acting(by=by, at=at):
        row = locked(item)
        missing = ("resolution_missing", "effect_missing")
        refuse_if(one for one in aim_problems(row, None, "") if one.code not in missing)
        Aim.objects.filter(item=row).delete()


def aimed_problems(item: AgendaItem) -> list[Problem]:
    """Why the item cannot be decided as it is aimed: what it names is no longer in force."""
    chosen = aim_of(item)
    if chosen is None or Resolution.objects.in_force().filter(pk=chosen.resolution_id).exists():
        return []
    return [Problem("resolution_not_in_force", _not_in_force(chosen.resolution))]


def hold(item: AgendaItem) -> None:
    """Let no other meeting change what the item is aimed at until this one has decided."""
    aims = Aim.objects.filter(item=item).values("resolution")
    list(Resolution.objects.select_for_update(of=("self",)).filter(pk__in=aims))


def carry_out(resolution: Resolution, acts: Acts) -> None:
    """Enter what an adopted decision does to an earlier one."""
    chosen = aim_of(resolution.item)
    if chosen is None or not resolution.adopted:
        return
    ResolutionEffect.objects.create(
        resolution=chosen.resolution,
        effect=chosen.effect,
        by_resolution=resolution,
        at=acts.at,
    )
    acts.enter(resolution.body, "resolution.changed", facts_of(chosen, resolution))


def facts_of(chosen: Aim, by: Resolution) -> dict[str, Any]:
    """What the book says of it."""
    return {
        "resolution": chosen.resolution.key,
        "number": chosen.resolution.number,
        "effect": str(chosen.effect),
        "by": by.key,
        "by_number": by.number,
    }


def locked(item: AgendaItem) -> AgendaItem:
    """The item as it now stands, held with its meeting until the act is done."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    rows = AgendaItem.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__body").get(pk=item.pk)


def _not_in_force(target: Resolution) -> str:
    told = _("Resolution %(number)s of this body is not in force; choose again what is changed.")
    return told % {"number": target.number}
