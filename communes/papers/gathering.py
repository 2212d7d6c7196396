"""What minutes say, read from the very record that is signed; for screen, paper and programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.arithmetic import outlines
from communes.domain import approving, closing, signing
from communes.domain.approving import Correction
from communes.domain.confiding import Words
from communes.models import (
    Body,
    Entry,
    Meeting,
    Minutes,
    Person,
    Resolution,
    ResolutionEffect,
    Role,
    What,
)
from communes.templatetags.minuted import unit_names, units_words


@dataclass(frozen=True)
class Decision:
    """A decision as the record has it, its row, and why it was struck out, if it was."""

    resolution: Resolution
    facts: Mapping[str, Any]
    struck: str | None
    units: Sequence[str] = ()

    @property
    def changes(self) -> list[tuple[str, int]]:
        """What it did to earlier ones: the effect in words, and the number of the earlier one."""
        told = self.facts.get("changes", ())
        return [(str(ResolutionEffect.Effect(one["effect"]).label), one["number"]) for one in told]


@dataclass(frozen=True)
class MinutedItem:
    """One item of the minutes.

    Of a confidential one they hold only marks; `confided` are the words beside them, for a page
    whose reader may read them. No paper has them.
    """

    number: str
    title: str
    text: str
    urgency: Mapping[str, Any] | None
    checks: list[Mapping[str, Any]]
    adjourned: list[Mapping[str, Any]]
    tasks: list[Mapping[str, Any]]
    spoken: Mapping[str, tuple[int, timedelta]]
    womens: list[Mapping[str, Any]] = field(default_factory=list)
    declared: Mapping[str, Any] | None = None
    debates: list[Mapping[str, Any]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    key: str = ""
    marks: Sequence[Mapping[str, str]] = ()
    confided: Sequence[Words] = ()


def record_of(meeting: Meeting) -> dict[str, Any]:
    """The signed record; of unsigned minutes the record as it stands."""
    kept = Minutes.objects.filter(meeting=meeting).first()
    told: dict[str, Any] = json.loads(kept.content) if kept else closing.content(meeting)
    return told


def minutes_context(meeting: Meeting, until: datetime | None = None) -> dict[str, Any]:
    """What the minutes say, for the page of signing and for paper.

    Beside them what later meetings resolved about them, by the instant `until` if one is given.
    """
    record = record_of(meeting)
    corrections = approving.corrections_of(meeting, until) if meeting.signed_at else []
    people = _people(record)
    attendance = record["attendance"]
    return {
        "meeting": meeting,
        "digest": closing.digest_of(record),
        "place": record["place"],
        "zone": meeting.body.time_zone,
        "items": _items(meeting, record, corrections),
        "approval": approving.approval_of(meeting, until) if meeting.signed_at else None,
        "corrections": [one for one in corrections if one.item is None],
        "chairs": _named(record, people, Role.CHAIR),
        "recorders": _named(record, people, Role.RECORDER),
        "attendance": attendance_words(attendance),
    }


def attendance_words(counts: Mapping[str, int]) -> str:
    """The counts in words: "61 members with a vote, 26 of them women; 3 others; 2 guests"."""
    members = sum(number for key, number in counts.items() if key.startswith("member_"))
    women = counts.get("member_woman", 0)
    others = sum(number for key, number in counts.items() if key.startswith("observer_"))
    guests = sum(number for key, number in counts.items() if key.startswith("guest_"))
    told = [
        ngettext("%(count)s member with a vote", "%(count)s members with a vote", members)
        % {"count": members},
        ngettext("%(count)s of them a woman", "%(count)s of them women", women) % {"count": women},
    ]
    if others:
        told.append(_("%(count)s without a vote") % {"count": others})
    if guests:
        told.append(ngettext("%(count)s guest", "%(count)s guests", guests) % {"count": guests})
    return ", ".join(told)


def _people(record: Mapping[str, Any]) -> dict[str, str]:
    ids = {role["person"] for role in record["roles"]}
    rows = Person.objects.filter(public_id__in=ids).values_list("public_id", "name")
    return {str(key): name for key, name in rows}


def _named(record: Mapping[str, Any], people: Mapping[str, str], role: str) -> list[str]:
    named = [
        people.get(one["person"], "—")
        for one in record["roles"]
        if one["role"] == role and one["item"] is None
    ]
    return list(dict.fromkeys(named))


def _items(
    meeting: Meeting, record: Mapping[str, Any], corrections: Sequence[Correction]
) -> list[MinutedItem]:
    (rows, names), said = _rows(record), _said(meeting)
    numbers = outlines.numbers(["under" in item for item in record["items"]])
    return [
        MinutedItem(
            number=number,
            title=item["title"],
            text=item["text"],
            urgency=next(iter(said["urgency.voted"].get(item["id"], [])[-1:]), None),
            checks=item.get("checks", []),
            adjourned=item.get("adjourned", []),
            tasks=_tasks(item),
            spoken=_spoken(item),
            womens=item.get("women", []),
            declared=next(iter(said["women.declared"].get(item["id"], [])), None),
            debates=said["debate.answered"].get(item["id"], []),
            corrections=[one for one in corrections if one.item == item["id"]],
            decisions=_decisions(item, rows, names),
            key=item["id"],
            marks=_marks(item),
        )
        for number, item in zip(numbers, record["items"], strict=True)
    ]


def _marks(item: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Whose words stand apart under a confidential item, and their marks."""
    told = item.get("confidential", [])
    return [{**one, "label": str(What(one["what"]).label)} for one in told]


def _rows(record: Mapping[str, Any]) -> tuple[Mapping[str, Resolution], Mapping[str, str]]:
    ids = [one["resolution"] for item in record["items"] for one in item["decisions"]]
    found = Resolution.objects.filter(public_id__in=ids).select_related("item", "body", "charter")
    rows = {row.key: row for row in found}
    return rows, unit_names([unit for row in rows.values() for unit in row.units])


def _decisions(
    item: Mapping[str, Any], rows: Mapping[str, Resolution], names: Mapping[str, str]
) -> list[Decision]:
    return [
        Decision(
            rows[one["resolution"]],
            one,
            _struck(one["effects"]),
            units_words(rows[one["resolution"]].units, names),
        )
        for one in item["decisions"]
        if one["resolution"] in rows
    ]


def _struck(effects: list[Mapping[str, Any]]) -> str | None:
    return next((one["reason"] for one in effects if one["effect"] == "struck"), None)


def _spoken(item: Mapping[str, Any]) -> dict[str, tuple[int, timedelta]]:
    """By gender how many speeches were given on the item, and how long they took."""
    return {
        gender: (count, timedelta(seconds=seconds))
        for gender, (count, seconds) in item.get("spoken", {}).items()
    }


def _tasks(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The tasks given under the item, with the day as a day and the committee by name."""
    told = item.get("tasks", [])
    keys = [one["committee"] for one in told if one["committee"]]
    rows = Body.objects.filter(public_id__in=keys) if keys else []
    named = {body.key: body.name for body in rows}
    return [
        {**one, "due": date.fromisoformat(one["due"]), "bearer": named.get(one["committee"], "")}
        for one in told
    ]


BESIDE = ("urgency.voted", "women.declared", "debate.answered")
"""Acts of the meeting that the record leaves to the book, by the kinds of their entries."""


def _said(meeting: Meeting) -> Mapping[str, Mapping[str, list[Mapping[str, Any]]]]:
    """By kind and item what the book says of these acts, in order."""
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {kind: {} for kind in BESIDE}
    rows = Entry.objects.filter(body=meeting.body_id, kind__in=BESIDE)
    rows = rows.filter(happened_at__gte=meeting.opened_at or meeting.convened_at)
    if meeting.closed_at:
        rows = rows.filter(happened_at__lte=meeting.closed_at)
    for row in rows.order_by("number"):
        facts = json.loads(row.content)["facts"]
        found[row.kind].setdefault(facts["item"], []).append(facts)
    return found


def entry_of(meeting: Meeting) -> Entry | None:
    """The entry of the book that vouches for the signed minutes."""
    if meeting.signed_at is None:
        return None
    rows = Entry.objects.filter(body=meeting.body_id, kind="minutes.signed")
    return rows.filter(content__contains=meeting.key).order_by("-number").first()


def signers(meeting: Meeting) -> list[dict[str, Any]]:
    """Who signs, with what came of it; empty lines for those who have not."""
    told = [
        {"person": one.person, "role": _("chair"), "signing": one.signing}
        for one in signing.expected(meeting)
    ]
    told += [
        {"person": row.person, "role": _("witness"), "signing": row}
        for row in signing.witnesses(meeting)
    ]
    return told
