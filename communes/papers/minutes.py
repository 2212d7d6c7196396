"""The minutes as a paper: the record that was signed, in the words of one language."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain.approving import Correction
from communes.models import (
    Entry,
    Meeting,
    Resolution,
    ResolutionEffect,
    Signing,
    Verdict,
)
from communes.papers.gathering import Decision, MinutedItem, entry_of, minutes_context, signers
from communes.papers.proceeding import after, before
from communes.papers.saying import clocked, dated
from communes.papers.withholding import closed
from communes.pictures import grouped
from communes.templatetags.meetings import (
    count_words,
    meeting_title,
    outcome_sentence,
    resolved_words,
    rule_words,
)
from communes.templatetags.minuted import womens_count_words
from communes.typesetting import Mark, Paper, isolated, legible
from communes.way_wording import counted_words, deciding, way_words

Block = Mapping[str, Any]
SHORT = 16
"""Signs of a hash that name a draft."""


def minutes_paper(
    meeting: Meeting, language: str, until: datetime | None = None, *, everyone: bool = False
) -> Paper:
    """The minutes in that language: signed with the mark of the book, or plainly a draft.

    With an instant `until`, as they were printed then: without what was resolved later. For
    `everyone` without what confidential items hold; the names are still whole.
    """
    with override(language):
        told = minutes_context(meeting, until)
        items = closed(meeting, told["items"]) if everyone else told["items"]
        entry = entry_of(meeting)
        return Paper(
            key=key_of(meeting, language),
            title=f"{_('Minutes')} · {meeting_title(meeting)} · {legible(meeting.body.name)}",
            language=language,
            blocks=[
                *_head(meeting, told),
                *_items(items, meeting.body.time_zone),
                _signatures(meeting),
                *_afterwards(told, meeting.body.time_zone),
            ],
            running=_running(meeting, entry),
            foot=_foot(entry, told["digest"]),
            mark=_mark(meeting, entry) if entry else None,
        )


def key_of(meeting: Meeting, language: str) -> str:
    """What a file of these minutes says it is, for whoever checks it later."""
    return f"komin-minutes {meeting.key} {language}"


def _running(meeting: Meeting, entry: Entry | None) -> tuple[str, str]:
    what = f"{isolated(meeting.body.name)} · {_('Minutes')} · {meeting_title(meeting)}"
    draft = "" if entry else f" · {_('not signed')}"
    return what + draft, dated(meeting.starts_at, meeting.body.time_zone)


def _head(meeting: Meeting, told: Mapping[str, Any]) -> Iterator[Block]:
    zone = meeting.body.time_zone
    yield {"as": "title", "text": f"{_('Minutes')} · {meeting_title(meeting)}"}
    times = ""
    if meeting.opened_at:
        times = f"{dated(meeting.opened_at, zone)}, {clocked(meeting.opened_at, zone)}"
    if meeting.closed_at:
        times += f"–{clocked(meeting.closed_at, zone)}"
    where = [isolated(meeting.body.name), times, isolated(told["place"])]
    yield {"as": "lead", "text": " · ".join(where)}
    parts = [
        f"{_('Chair')}: {_list(told['chairs'])}.",
        f"{_('Recorder')}: {_list(told['recorders'])}.",
        f"{_('Came')}: {told['attendance']}.",
    ]
    yield {"as": "small", "text": " ".join(parts)}


def _list(names: Sequence[str]) -> str:
    return ", ".join(isolated(name) for name in names)


def _items(items: Sequence[MinutedItem], zone: str) -> Iterator[Block]:
    for item in items:
        yield {"as": "heading", "text": f"{item.number} · {isolated(item.title)}"}
        yield from before(item)
        for one in item.decisions:
            yield _decision(one)
        yield from after(item)
        for correction in item.corrections:
            yield _correction(correction, zone)


def _correction(one: Correction, zone: str) -> Block:
    parts: list[Block] = [
        {"as": "text", "text": legible(one.text)},
        {"as": "small", "text": resolved_words(one.resolution)},
    ]
    return {"as": "decision", "title": _("Corrected since"), "struck": False, "parts": parts}


def _afterwards(told: Mapping[str, Any], zone: str) -> Iterator[Block]:
    """What later meetings resolved about the minutes as a whole."""
    for one in told["corrections"]:
        yield _correction(one, zone)
    if told["approval"] is not None:
        words = f"{_('Approved')}: {resolved_words(told['approval'])}"
        yield {"as": "text", "text": words}


def _decision(one: Decision) -> Block:
    facts = one.facts
    title = _("Resolution %(number)s") % {"number": facts["number"]}
    if one.struck is not None:
        parts: list[Block] = [{"as": "struck", "text": legible(facts["text"])}]
        parts.append({"as": "struck", "text": verdict_words(facts)})
        reason = f"{_('Struck out as a slip:')} {isolated(one.struck)}"
        parts.append({"as": "small", "text": reason})
        title += f" · {_('struck out')}"
    else:
        parts = list(_standing(one.resolution, facts, one.units))
        title += f" · {_('mended')}" if facts["revision"] else ""
    return {"as": "decision", "title": title, "struck": one.struck is not None, "parts": parts}


def _standing(
    resolution: Resolution, facts: Mapping[str, Any], units: Sequence[str]
) -> Iterator[Block]:
    yield {"as": "text", "text": legible(facts["text"])}
    said = outcome_sentence(resolution)
    if said:
        yield {"as": "text", "text": legible(said)}
    yield {"as": "text", "text": verdict_words(facts)}
    yield from ({"as": "small", "text": words} for words in way_words(facts["facts"]))
    if units:
        yield {"as": "small", "text": f"{_('Unit by unit:')} {' · '.join(units)}"}
    apart = womens_count_words(facts["facts"])
    if apart:
        yield {"as": "text", "text": apart}
    room = _("%(present)s in the room of %(electorate)s who may vote, %(women)s of them women.")
    told = {"present": facts["present"], "electorate": facts["electorate"]}
    yield {"as": "small", "text": room % {**told, "women": facts["women_present"]}}
    if "recounted" in facts:
        yield {"as": "small", "text": recount_words(facts["recounted"])}
    for change in facts.get("changes", ()):
        yield {"as": "small", "text": change_words(change)}


def recount_words(told: Mapping[str, Any]) -> str:
    """Who was in the room of a decision by the times as they were corrected since."""
    words = _("By the corrected times %(present)s were in the room, %(women)s of them women.")
    return words % told


def change_words(change: Mapping[str, Any]) -> str:
    """What a decision did to an earlier one: "Resolution 12: repealed"."""
    earlier = _("Resolution %(number)s") % {"number": change["number"]}
    effect = ResolutionEffect.Effect(change["effect"]).label
    return f"{earlier}: {effect}"


def verdict_words(facts: Mapping[str, Any]) -> str:
    """Count, rule with its arithmetic and result of a decision, as its entry has them."""
    by = deciding(facts["facts"])
    if by is not None:
        rule = rule_words(facts["rule"], of=by.figures["of"], needed=facts["needed"])
        return " · ".join([f"{by.label}: {counted_words(by.figures)}", rule, by.result])
    of_members = facts["rule"].endswith("_of_members")
    cast = facts["electorate"] if of_members else facts["for"] + facts["against"]
    rule = rule_words(facts["rule"], of=cast, needed=facts["needed"])
    result = _("adopted") if facts["verdict"] == Verdict.ADOPTED else _("rejected")
    agreed = facts["method"] == "consensus" and not facts["against"]
    if agreed or facts["rule"] == "election_ranked":
        return " · ".join([rule, result])
    counted = count_words(
        facts["rule"],
        votes_for=facts["for"],
        against=facts["against"],
        abstained=facts["abstain"],
    )
    return " · ".join([counted, rule, result])


def _signatures(meeting: Meeting) -> Block:
    zone = meeting.body.time_zone
    rows = [
        {
            "name": isolated(one["person"].name),
            "role": str(one["role"]),
            "told": _answer(one["signing"], zone),
        }
        for one in signers(meeting)
    ]
    return {"as": "signatures", "rows": rows}


def _answer(signing: Signing | None, zone: str) -> str:
    if signing is None:
        return ""
    if signing.verdict == Signing.Verdict.REFUSED:
        return f"{_('refused')}: {isolated(signing.reason)}"
    if signing.on_paper:
        return _("signed on paper, entered on %(day)s") % {"day": dated(signing.at, zone)}
    told = {"day": dated(signing.at, zone), "time": clocked(signing.at, zone)}
    return _("signed on %(day)s, %(time)s") % told


def _foot(entry: Entry | None, digest: str) -> str:
    if entry is None:
        words = f"{_('Draft, not signed.')} {_('Mark of this text')}"
        return f"{words}: {isolated(grouped(digest[:SHORT]))}"
    told = {"number": entry.number}
    return f"{_('Entry %(number)s') % told} · {isolated(grouped(entry.hash[:SHORT]))}"


def _mark(meeting: Meeting, entry: Entry) -> Mark:
    """The mark of the book: no address of a machine, for the paper outlives it."""
    words = _("Entry %(number)s") % {"number": entry.number}
    words += f" · {dated(entry.happened_at, meeting.body.time_zone)}"
    qr = f"komin {meeting.body.key} {entry.number} {entry.hash}"
    return Mark(words, grouped(entry.hash), qr)
