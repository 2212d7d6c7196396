"""A new version of the charter: drafted for an item of the only unit's assembly, adopted by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes import charter as texts
from communes import ports, rewriting
from communes.domain import chartering, expounding, mending
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.expounding import Difference
from communes.domain.mending import Slip
from communes.domain.resolving import Decided
from communes.models import AgendaItem, BodyKind, Charter, CharterDraft, Resolution, Sitting, Stage
from communes.problems import Problem, refuse_if
from communes.rewriting import Changed

LONGEST = 200_000


@dataclass(frozen=True)
class Drafted:
    """The text that an item proposes, and how often it was changed.

    `base` is the charter that it would change, `previous` the text before the last change.
    """

    base: str
    text: str
    version: int
    changes: list[Changed]
    previous: str | None = None

    @property
    def told(self) -> list[Difference]:
        """What would change, in words."""
        return expounding.differences(self.base, self.text)


def drafted(item: AgendaItem, at: datetime) -> Drafted:
    """What an item proposes; before anybody wrote, the charter in force.

    Once decided, the changes are told against the version under which it was decided.
    """
    standing = item.resolutions.standing().select_related("charter").first()
    base = standing.charter if standing is not None else chartering.in_force(at)
    row = CharterDraft.objects.filter(item=item).first()
    if row is None:
        return Drafted(base.text, base.text, 0, [])
    then = chartering.in_force(row.changed_at)
    text, previous = (_moved(one or then.text, then, base) for one in (row.text, row.previous))
    return Drafted(base.text, text, row.version, rewriting.changed(base.text, text), previous)


def _moved(text: str, then: Charter, base: Charter) -> str:
    """What a text changed in the charter of its day, in a later one: what another item has brought
    meanwhile stays."""
    if then.pk == base.pk:
        return text
    moved, changes = base.text, rewriting.changed(then.text, text)
    for section in dict.fromkeys(one.section for one in changes):
        values = {one.key: one.after for one in changes if one.section == section}
        moved = rewriting.rewritten(moved, section, values)
    return moved


def draft_problems(
    item: AgendaItem, section: str, values: Mapping[str, Any], version: int, at: datetime
) -> list[Problem]:
    """Why the draft may not get these values of a section."""
    problems = place_problems(item)
    if section not in texts.sections():
        message = _("The charter has no such section.")
        return [*problems, Problem("charter_section_unknown", message, {}, "section")]
    now = drafted(item, at)
    problems += _version_problems(now, version)
    table = {**rewriting.tables_of(now.text).get(section, {}), **values}
    problems += [at_its_field(one) for one in texts.problems_of(section, table)]
    if problems:
        return problems
    text = rewriting.rewritten(now.text, section, values)
    if len(text) > LONGEST:
        return [Problem("charter_too_long", _("The charter would become too long."))]
    return [at_its_field(one) for one in _brought(now.text, text, section, at)]


def _version_problems(now: Drafted, version: int) -> list[Problem]:
    if version == now.version:
        return []
    message = _("Somebody changed the draft meanwhile: look at it once more.")
    return [Problem("draft_changed", message, {"version": now.version})]


def _brought(before: str, after: str, section: str, at: datetime) -> list[Problem]:
    """What cannot be kept, in this section or because of this change; the rest can still mend."""
    known = {(one.code, str(one.message)) for one in texts.contradictions(before)}
    found = [
        one
        for one in texts.contradictions(after)
        if (one.code, str(one.message)) not in known
        or str(one.figures.get("place", "")).startswith(f"{section}.")
    ]
    return found + ports.misfits(after, at)


def place_problems(item: AgendaItem) -> list[Problem]:
    """Why nothing may be drafted here: another item, decided already, or the meeting is over."""
    if item.kind != "charter":
        return [Problem("not_a_charter", _("This item is not about the charter."))]
    if item.resolutions.standing().exists():
        return [Problem("item_decided", _("This item is already decided."))]
    if item.meeting.stage not in (Stage.CONVENED, Stage.OPEN):
        return [Problem("meeting_over", _("This meeting is over; its agenda stands."))]
    return []


def draft(
    item: AgendaItem,
    *,
    section: str,
    values: Mapping[str, Any],
    version: int,
    by: Actor,
    at: datetime,
) -> CharterDraft:
    """Write these values of a section into the draft; all else in it stays. Raises `Refused`."""
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(draft_problems(locked, section, values, version, at))
        now = drafted(locked, at)
        told = {
            "text": rewriting.rewritten(now.text, section, values),
            "previous": now.text,
            "version": now.version + 1,
            "changed_at": at,
        }
        return CharterDraft.objects.update_or_create(item=locked, defaults=told)[0]


def take_back_problems(item: AgendaItem, version: int, at: datetime) -> list[Problem]:
    """Why the last change of the draft may not be undone."""
    problems, now = place_problems(item), drafted(item, at)
    if now.previous is None:
        return [*problems, Problem("draft_unchanged", _("Nothing was written yet."))]
    return problems + _version_problems(now, version)


def take_back(item: AgendaItem, *, version: int, by: Actor, at: datetime) -> CharterDraft:
    """Undo the last change of the draft; undone once more, it is there again. Raises `Refused`."""
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(take_back_problems(locked, version, at))
        row = CharterDraft.objects.select_for_update().get(item=locked)
        now = drafted(locked, at)
        row.text, row.previous = now.previous or now.base, now.text
        row.version, row.changed_at = row.version + 1, at
        row.save(update_fields=["text", "previous", "version", "changed_at"])
    return row


def adopt_problems(
    item: AgendaItem, count: Count, at: datetime, slip: Slip | None = None
) -> list[Problem]:
    """Every reason against entering the decision on the draft."""
    problems = mending.entry_problems(item, count, at, slip)
    return problems if slip is not None else readiness_problems(item, at) + problems


def readiness_problems(item: AgendaItem, at: datetime) -> list[Problem]:
    """Why nothing can be decided yet: the wrong meeting, several units, or an empty draft."""
    problems = []
    body, sitting = item.meeting.body, item.meeting.sitting
    if body.kind != BodyKind.COMMUNE or sitting != Sitting.ASSEMBLY:
        message = _("Only the assembly of a commune decides on the charter.")
        problems.append(Problem("charter_elsewhere", message))
    problems += chartering.units_problems()
    now = drafted(item, at)
    if not now.changes:
        message = _("The draft is the charter in force: nothing would change.")
        problems.append(Problem("charter_unchanged", message))
    return problems + chartering.text_problems(now.text, at)


def adopt(
    item: AgendaItem,
    *,
    count: Count,
    text: str,
    by: Actor,
    at: datetime,
    slip: Slip | None = None,
) -> Resolution:
    """Decide on the draft; adopted, it is the charter from this instant on. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(adopt_problems(item, count, at, slip))
        now = drafted(item, at)
        facts = {"changed": [f"{one.section}.{one.key}" for one in now.changes]}
        resolution = mending.enter(
            item, count=count, text=text, decided=Decided(facts=facts), slip=slip, by=by, at=at
        )
        if resolution.adopted:
            name, body = chartering.in_force(at).name, item.meeting.body
            chartering.put_in_force(
                now.text, name=name, by=by, at=at, body=body, resolution=resolution
            )
    return resolution


def undo(resolution: Resolution, by: Actor, at: datetime) -> None:
    """Let the charter before a decision struck out as a slip hold again."""
    for row in Charter.objects.filter(resolution=resolution, until__isnull=True):
        chartering.put_back(row, by=by, at=at, body=resolution.body)


def at_its_field(problem: Problem) -> Problem:
    """The same problem at the field of its parameter, which is told as people call it."""
    section, _dot, key = str(problem.figures.get("place", "")).partition(".")
    message = problem.message
    if problem.code == "charter_value":
        words = texts.described(section, key)
        allowed = str(problem.figures["allowed"])
        told = {
            "label": words.label,
            "allowed": ", ".join(str(words.choices.get(one, one)) for one in allowed.split(", ")),
        }
        message = _("“%(label)s” may not have this value. Allowed: %(allowed)s.") % told
    return Problem(problem.code, message, problem.figures, key)
