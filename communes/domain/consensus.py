"""Consensus first: a block is recorded with its reasons; after one adjournment there is a vote.

DOMAIN §4, "decision". Whoever blocks may give it up at any time: then the item is decided by
consensus after all. A vote by hands, papers or names waits until the item was put off once
since the first block, to think it over or to talk.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from communes import kinds
from communes.domain import confiding, counting, planning
from communes.domain.acting import Actor, acting
from communes.domain.attending import room_problems
from communes.domain.stating import stamp
from communes.models import (
    Adjournment,
    AgendaItem,
    ConsensusCheck,
    Meeting,
    Method,
    What,
)
from communes.problems import Problem, refuse_if

LONGEST = 2000
"""How many signs a reason may have."""


def open_item_problems(item: AgendaItem) -> list[Problem]:
    """Why consensus may not be sought on the item now, nor the item be put off."""
    problems = room_problems(item.meeting)
    if item.resolutions.standing().exists():
        problems.append(Problem("item_decided", _("This item is already decided.")))
    if item.ballots.filter(closed_at__isnull=True).exists():
        problems.append(Problem("ballot_open", _("A vote on this item is open.")))
    return problems + adjourned_problems(item)


def adjourned_problems(item: AgendaItem) -> list[Problem]:
    """Nothing is decided on an item while it is put off."""
    if not item.adjournments.filter(taken_up_at__isnull=True).exists():
        return []
    message = _("This item was adjourned: take it up again first.")
    return [Problem("item_adjourned", message)]


def vote_problems(item: AgendaItem, method: str) -> list[Problem]:
    """Why the item may not be put to a vote by this method: put off, or a block stands."""
    problems = adjourned_problems(item)
    if problems or method == Method.CONSENSUS:
        return problems
    first = item.checks.order_by("at", "pk").first()
    if first is None:
        return []
    if item.adjournments.filter(at__gte=first.at, taken_up_at__isnull=False).exists():
        return []
    message = _("A block stands: adjourn the item once, then it may be put to the vote.")
    return [Problem("block_stands", message)]


def block_problems(
    item: AgendaItem, *, blocks: int, reasons: Sequence[str], aside: int, at: datetime
) -> list[Problem]:
    """Why these blocks may not be recorded: the item, the room, or a reason is missing."""
    problems = open_item_problems(item)
    if not kinds.kind(item.kind).decides:
        problems.append(Problem("item_no_decision", _("This item is for discussion only.")))
    if blocks < 1 or aside < 0:
        problems.append(Problem("blocks_missing", _("Say how many block."), {}, "blocks"))
    if not reasons or len(reasons) > blocks:
        message = _("Write the reasons, one in a line and no more than there are blocks.")
        problems.append(Problem("reason_missing", message, {}, "reasons"))
    present = counting.electorate(item, at).present
    if blocks + aside > present:
        message = _("%(present)s people in the room may decide on this item.")
        problems.append(
            Problem(
                "count_too_high", message % {"present": present}, {"present": present}, "blocks"
            )
        )
    return problems


def record_block(
    item: AgendaItem,
    *,
    blocks: int,
    reasons: Sequence[str],
    by: Actor,
    at: datetime,
    aside: int = 0,
) -> ConsensusCheck:
    """Record that consensus was sought and blocked, and why. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = _locked(item)
        said = [one.strip()[:LONGEST] for one in reasons if one.strip()]
        refuse_if(block_problems(row, blocks=blocks, reasons=said, aside=aside, at=at))
        made = ConsensusCheck(item=row, blocks=blocks, reasons=said, aside=aside, at=at)
        made.present = counting.electorate(row, at).present
        if row.confidential:
            confiding.keep(row, What.BLOCK, made.public_id, "\n".join(said), by=by, at=at)
            made.reasons = []
        made.save(force_insert=True)
        facts = {"item": row.key, "blocks": blocks, "aside": aside, "present": made.present}
        lists = confiding.vouch(made.public_id)
        acts.enter(row.meeting.body, "consensus.blocked", facts, lists)
    return made


def adjourn_problems(item: AgendaItem, *, to_next: bool) -> list[Problem]:
    """Why the item may not be put off; business with a page of its own waits in this meeting."""
    problems = open_item_problems(item)
    if to_next and kinds.kind(item.kind).entry is not None:
        message = _("Business of this kind is put on the next agenda by itself.")
        problems.append(Problem("adjourn_here_only", message))
    if to_next and item.confidential:
        message = _("A confidential item is put on the next agenda anew, as confidential.")
        problems.append(Problem("adjourn_here_only", message))
    return problems


def adjourn(item: AgendaItem, *, to_next: bool, by: Actor, at: datetime) -> Adjournment:
    """Put an item off: for a pause in this meeting, or to the next one. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        row = _locked(item)
        refuse_if(adjourn_problems(row, to_next=to_next))
        made = Adjournment.objects.create(item=row, at=at, to_next=to_next)
        if to_next:
            version = row.motion_version.key if row.motion_version else ""
            planning.await_agenda(
                row.meeting.body,
                kind=row.kind,
                occasion=f"adjourned:{made.key}",
                title=row.title,
                at=at,
                adjourned=row.key,
                version=version,
            )
            row.finished_at = item.finished_at = at
            row.save(update_fields=["finished_at"])
        acts.enter(row.meeting.body, "item.adjourned", {"item": row.key, "to_next": to_next})
    return made


def take_up(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Take an item up again that was put off for a pause. Raises `Refused`."""
    with acting(by=by, at=at):
        row = _locked(item)
        problems = room_problems(row.meeting)
        last = row.adjournments.filter(taken_up_at__isnull=True, to_next=False).first()
        if last is None:
            problems.append(Problem("not_adjourned", _("This item was not put off for a pause.")))
        if last is not None and at < last.at:
            problems.append(Problem("too_early", _("The item was put off after that.")))
        refuse_if(problems)
        assert last is not None
        last.taken_up_at = at
        last.save(update_fields=["taken_up_at"])


def sought_in(meetings: Sequence[Meeting]) -> Mapping[int, dict[str, Any]]:
    """Blocks and adjournments of each item that has any, as the minutes hold them."""
    pauses = Prefetch("adjournments", Adjournment.objects.order_by("at", "pk"))
    checks = Prefetch("checks", ConsensusCheck.objects.order_by("at", "pk"))
    rows = AgendaItem.objects.filter(meeting__in=meetings).prefetch_related(checks, pauses)
    found = {
        item.pk: {
            "checks": [
                {"blocks": one.blocks, "aside": one.aside, "reasons": one.reasons}
                for one in item.checks.all()
            ],
            "adjourned": [
                {"to_next": one.to_next, "at": stamp(one.at)} for one in item.adjournments.all()
            ],
        }
        for item in rows
    }
    return {pk: told for pk, told in found.items() if told["checks"] or told["adjourned"]}


def _locked(item: AgendaItem) -> AgendaItem:
    Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__body")
    return rows.get(pk=item.pk)
