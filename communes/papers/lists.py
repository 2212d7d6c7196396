"""Lists as papers: the attendance sheet that goes round the room, a body's resolutions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from communes.domain import chartering, recognising, rolls
from communes.domain.stating import facts_of
from communes.models import Body, Meeting, Resolution
from communes.papers.minutes import verdict_words
from communes.papers.saying import clocked, dated
from communes.templatetags.meetings import meeting_title, outcome_sentence
from communes.templatetags.minuted import womens_count_words
from communes.typesetting import Paper, isolated, legible

Block = Mapping[str, Any]
BLANK = 12
"""Empty lines at the end of a sheet, for whoever is not on it."""
MOST = 1000
"""How many resolutions one list holds, the newest."""


def on_sheet(meeting: Meeting, at: datetime) -> list[dict[str, Any]]:
    """Who may vote in the meeting, with the household, in the order of the doors."""
    rows = rolls.roll(meeting.body, meeting.sitting, at)
    people = recognising.with_household(rows, at)
    told = [
        {"name": one.name, "household": getattr(one, "household", "") or "", "gender": one.gender}
        for one in people.order_by("sort_key", "pk")
    ]
    return sorted(told, key=lambda one: one["household"])


def sheet_paper(meeting: Meeting, language: str, at: datetime) -> Paper:
    """The attendance sheet in that language, with empty lines at its end."""
    months = chartering.communes_parameters(at, meeting.body).lists_kept_months
    with override(language):
        foot = ngettext(
            "This list is kept apart from the minutes and erased after %(months)s month.",
            "This list is kept apart from the minutes and erased after %(months)s months.",
            months,
        )
        title = _("Attendance")
        return Paper(
            key=f"komin-attendance {meeting.key} {language}",
            title=f"{title} · {meeting_title(meeting)} · {legible(meeting.body.name)}",
            language=language,
            blocks=[{"as": "title", "text": title}, _place(meeting), _sheet(meeting, at)],
            running=(f"{isolated(meeting.body.name)} · {meeting_title(meeting)}", title),
            foot=foot % {"months": months},
        )


def _place(meeting: Meeting) -> Block:
    zone = meeting.body.time_zone
    when = f"{dated(meeting.starts_at, zone)}, {clocked(meeting.starts_at, zone)}"
    parts = [isolated(meeting.body.name), when, isolated(meeting.place)]
    return {"as": "lead", "text": " · ".join(parts)}


def _sheet(meeting: Meeting, at: datetime) -> Block:
    rows = [
        [str(number), legible(one["name"]), legible(one["household"]), ""]
        for number, one in enumerate(on_sheet(meeting, at), start=1)
    ]
    rows += [[str(len(rows) + extra), "", "", ""] for extra in range(1, BLANK + 1)]
    head = ["", _("Name"), _("Household"), _("Signature")]
    return {"as": "table", "head": head, "rows": rows, "shares": [1, 7, 4, 8]}


def resolutions_paper(body: Body, rows: QuerySet[Resolution], language: str) -> Paper:
    """These resolutions of a body in that language, the newest first."""
    related = rows.select_related("item__meeting__body", "charter", "mends", "ballot")
    found = list(related.prefetch_related("effects")[:MOST])
    with override(language):
        title = _("Resolutions")
        return Paper(
            key=f"komin-resolutions {body.key} {language}",
            title=f"{title} · {legible(body.name)}",
            language=language,
            blocks=[*_beginning(body, title, found), *map(_resolution, found)],
            running=(isolated(body.name), title),
        )


def _beginning(body: Body, title: str, found: Sequence[Resolution]) -> Iterator[Block]:
    yield {"as": "title", "text": title}
    count = ngettext("%(count)s resolution", "%(count)s resolutions", len(found))
    yield {"as": "lead", "text": f"{isolated(body.name)} · {count % {'count': len(found)}}"}


def _resolution(one: Resolution) -> Block:
    zone = one.item.meeting.body.time_zone
    number = _("Resolution %(number)s") % {"number": one.number}
    where = f"{meeting_title(one.item.meeting)}, {dated(one.happened_at, zone)}"
    parts: list[Block] = [
        {"as": "small", "text": f"{where} · {isolated(one.item.title)}"},
        {"as": "text", "text": legible(one.text)},
    ]
    said = outcome_sentence(one)
    parts += [{"as": "text", "text": legible(said)}] if said else []
    parts.append({"as": "text", "text": verdict_words(facts_of(one))})
    apart = womens_count_words(one.facts)
    parts += [{"as": "text", "text": apart}] if apart else []
    parts += [{"as": "small", "text": text} for text in _fate(one, zone)]
    return {"as": "decision", "title": number, "struck": False, "parts": parts}


def _fate(one: Resolution, zone: str) -> Iterator[str]:
    """What became of it since, in order."""
    for effect in sorted(one.effects.all(), key=lambda effect: effect.at):
        reason = f": {isolated(effect.reason)}" if effect.reason else ""
        yield f"{effect.get_effect_display()}, {dated(effect.at, zone)}{reason}"
