"""The minutes of a meeting, read from the very record that is signed; for screen and for paper."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from communes.arithmetic import outlines
from communes.domain import closing, signing
from communes.models import Entry, Meeting, Minutes, Person, Resolution, Role
from communes.views.asking import page, require_seen
from communes.views.reaching import meeting_of

MARK = 32
"""Signs of a hash that a QR code carries: enough to compare, few enough to be scanned."""


@dataclass(frozen=True)
class Decision:
    """One entry of a decision: the row that words it, and why it was struck out, if it was."""

    resolution: Resolution
    struck: str | None


@dataclass(frozen=True)
class MinutedItem:
    """One item of the minutes."""

    number: str
    title: str
    text: str
    urgency: Mapping[str, Any] | None
    decisions: list[Decision] = field(default_factory=list)


def record_of(meeting: Meeting) -> dict[str, Any]:
    """The signed record; of unsigned minutes the record as it stands."""
    kept = Minutes.objects.filter(meeting=meeting).first()
    told: dict[str, Any] = json.loads(kept.content) if kept else closing.content(meeting)
    return told


def minutes_context(meeting: Meeting) -> dict[str, Any]:
    """What the minutes say, for the page of signing and for paper."""
    record = record_of(meeting)
    people = _people(record)
    attendance = record["attendance"]
    return {
        "meeting": meeting,
        "zone": meeting.body.time_zone,
        "items": _items(meeting, record),
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


def _items(meeting: Meeting, record: Mapping[str, Any]) -> list[MinutedItem]:
    ids = [one["resolution"] for item in record["items"] for one in item["decisions"]]
    found = Resolution.objects.filter(public_id__in=ids).select_related("item", "body", "charter")
    rows = {row.key: row for row in found}
    votes = _urgency(meeting)
    numbers = outlines.numbers(["under" in item for item in record["items"]])
    return [
        MinutedItem(
            number=number,
            title=item["title"],
            text=item["text"],
            urgency=votes.get(item["id"]),
            decisions=[
                Decision(rows[one["resolution"]], _struck(one["effects"]))
                for one in item["decisions"]
                if one["resolution"] in rows
            ],
        )
        for number, item in zip(numbers, record["items"], strict=True)
    ]


def _struck(effects: list[Mapping[str, Any]]) -> str | None:
    return next((one["reason"] for one in effects if one["effect"] == "struck"), None)


def _urgency(meeting: Meeting) -> dict[str, Mapping[str, Any]]:
    """The last vote on each item's urgency, as the book has it."""
    rows = Entry.objects.filter(body=meeting.body_id, kind="urgency.voted")
    rows = rows.filter(content__contains=meeting.key).order_by("number")
    told = [json.loads(row.content)["facts"] for row in rows]
    return {facts["item"]: facts for facts in told}


@login_required
@require_http_methods(["GET", "HEAD"])
def minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes on paper: signed with the mark of the book, or plainly marked as a draft."""
    meeting = meeting_of(request, public_id)
    require_seen(meeting.opened_at is not None)
    entry = _entry(meeting)
    context = {
        **minutes_context(meeting),
        "signers": signers(meeting),
        "entry": entry,
        "qr": _qr(request, meeting, entry) if entry else "",
        "digest": "" if entry else closing.digest(meeting),
        "back": reverse("meeting", args=[meeting.public_id]),
    }
    return page(request, "communes/meetings/minutes.html", context)


def _entry(meeting: Meeting) -> Entry | None:
    """The entry of the book that vouches for the signed minutes."""
    if meeting.signed_at is None:
        return None
    rows = Entry.objects.filter(body=meeting.body_id, kind="minutes.signed")
    return rows.filter(content__contains=meeting.key).order_by("-number").first()


def _qr(request: HttpRequest, meeting: Meeting, entry: Entry) -> str:
    url = reverse("book", args=[meeting.body.public_id])
    return request.build_absolute_uri(f"{url}?entry={entry.number}&hash={entry.hash[:MARK]}")


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
