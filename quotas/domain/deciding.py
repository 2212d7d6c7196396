"""Whether the decisions of each body kept the women's presence (DOMAIN §4, §6): the third rule.

Judged is the last meeting up to the day at which the body took any decision *(ours)*, however long
ago: what a body does now, and what it mends by its next meeting. Bodies of everyone alone are asked
(DOMAIN §2.8: a circle's meetings are its own), by the share in force on the audited day; where the
charter has the rule off, or no decision was ever taken, there is nothing to judge. A ballot of the
women alone counts them as the room, so it says nothing of who else was there and is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from communes.models import Body, Circle, Meeting, Resolution
from communes.models.womens import Question, WomensVote
from quotas.arithmetic.rooms import Room, verdict, worst
from quotas.arithmetic.verdicts import Change, Place, Step, Verdict
from quotas.domain.apportioning import Weighed
from quotas.domain.frozen_rooms import Decision, bounded
from quotas.domain.ruling import Rules
from quotas.parameters import ElectedBy

PRESENCE = "presence"
WHOM = "woman_present"
"""What mends it is no seat: women who come to the next decisions."""
SLICE = 2000
"""So many meetings are looked at by one query."""


def asked(rules: Rules, body: Body | None = None) -> Fraction | None:
    """The share of women that the decisions of the body need; None where the rule is off."""
    terms = rules.communes(body)
    off = terms.presence_effect == "off" or not terms.women_presence
    return None if off else terms.women_presence


def concerns(rules: Rules, body: Body) -> bool:
    """Whether the decisions of the body are asked for it at all."""
    return body.circle == Circle.EVERYONE and asked(rules, body) is not None


def weigh(
    among: set[int] | None, at: datetime, rules: Rules, *, passes: bool = False
) -> Iterator[Weighed]:
    """What is said of the last meeting that decided, of some bodies or of all.

    Without `passes` a meeting is left out where the counts alone show that it kept the rule: then
    almost nothing is fetched of the decisions of tens of thousands of bodies.
    """
    shares = [asked(rules), *(asked(rules, Body(pk=pk)) for pk in rules.meeting_apart)]
    highest = max((share for share in shares if share is not None), default=None)
    if highest is None:
        return
    last = iter(_last(at, among))
    while part := [meeting for _body, meeting in islice(last, SLICE)]:
        decided = _decided(at).filter(item__meeting__in=part)
        wanted = part if passes else _doubtful(decided, highest)
        found: dict[int, list[Decision]] = defaultdict(list)
        for one in _decisions(decided.filter(item__meeting__in=wanted)) if wanted else []:
            found[one.meeting].append(one)
        for meeting in Meeting.objects.filter(pk__in=found).select_related("body"):
            yield from _weighed(meeting, [one.room for one in found[meeting.pk]], rules)


def runs(bodies: Iterable[int], at: datetime, rules: Rules) -> dict[int, tuple[datetime, datetime]]:
    """Since when each body did not keep it, meeting by meeting, and since when as it stands now."""
    held: dict[int, dict[int, list[Decision]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(_decisions(_decided(at).filter(body__in=list(bodies))), key=_instant):
        held[one.body][one.meeting].append(one)
    found = {}
    for body, meetings in held.items():
        share = asked(rules, Body(pk=body))
        run = _run(list(meetings.values()), share) if share is not None else None
        if run is not None:
            found[body] = run
    return found


def _run(
    meetings: Sequence[Sequence[Decision]], share: Fraction
) -> tuple[datetime, datetime] | None:
    """The first decision of the meetings that did not keep it without a break, up to the last."""
    told = [(rows[0].at, verdict([one.room for one in rows], share)) for rows in meetings]
    told = list(takewhile(lambda one: one[1] is not Verdict.PASS, reversed(told)))
    alike = list(takewhile(lambda one: one[1] == told[0][1], told))
    return (told[-1][0], alike[-1][0]) if told else None


def _instant(one: Decision) -> tuple[datetime, int]:
    return one.at, one.pk


def _weighed(meeting: Meeting, rooms: Sequence[Room], rules: Rules) -> Iterator[Weighed]:
    share = asked(rules, meeting.body)
    if share is None:
        return
    said = verdict(rooms, share)
    short = [one for one in rooms if one.short(share)]
    missing = worst(short, share).missing(share) if short else None
    change = Change((Step(missing, Place.IN_THE_ROOM, WHOM),)) if missing else None
    yield Weighed(meeting.body, PRESENCE, said, change, _figures(meeting, rooms, share))


def _figures(meeting: Meeting, rooms: Sequence[Room], share: Fraction) -> dict[str, Any]:
    """What is told of a meeting: its decisions, and the room that lay farthest below the share."""
    room = worst(rooms, share)
    fewest, most = room.undisclosed
    return {
        "rule": PRESENCE,
        "share": str(share),
        "meeting": meeting.key,
        "number": meeting.number,
        "sitting": str(meeting.sitting),
        "on": meeting.starts_at.astimezone(ZoneInfo(meeting.body.time_zone)).date().isoformat(),
        "decisions": len(rooms),
        "short": sum(1 for one in rooms if one.short(share)),
        "released": sum(1 for one in rooms if one.released),
        "women": room.women,
        "present": room.present,
        "undisclosed": [fewest, most],
    }


def _last(at: datetime, among: set[int] | None) -> Iterator[tuple[int, int]]:
    """Each body of everyone with the meeting at which it last decided, by one query."""
    decided = _decided(at).filter(body=OuterRef("pk"))
    latest = decided.order_by("-happened_at", "-pk").values("item__meeting")[:1]
    bodies = Body.objects.existing(at).filter(circle=Circle.EVERYONE)
    if among is not None and len(among) <= SLICE:
        bodies = bodies.filter(pk__in=among)
    rows = bodies.annotate(meeting=Subquery(latest)).values_list("pk", "meeting").order_by("pk")
    for pk, meeting in rows.iterator(chunk_size=SLICE):
        if meeting is not None and (among is None or pk in among):
            yield pk, meeting


def _decided(at: datetime) -> "QuerySet[Resolution, Any]":
    rows: QuerySet[Resolution, Any] = Resolution.objects.standing()
    by_all = Q(facts__elected_by__isnull=True) | ~Q(facts__elected_by=ElectedBy.WOMEN.value)
    return rows.filter(by_all, happened_at__lte=at)


def _doubtful(decided: "QuerySet[Resolution, Any]", share: Fraction) -> set[int]:
    """The meetings in which some decision had fewer women than that share of the room."""
    rows = decided.alias(many=F("women_present") * share.denominator)
    few = rows.filter(Q(many__lt=F("present") * share.numerator) | Q(present=0))
    return set(few.values_list("item__meeting", flat=True))


def _decisions(rows: "QuerySet[Resolution, Any]") -> list[Decision]:
    """The decisions with their rooms, as far as is known who told no gender."""
    columns = ("pk", "body", "item__meeting", "happened_at", "present", "women_present", "item")
    bare = list(rows.order_by("pk").values_list(*columns))
    released = _released({item for *_others, item in bare})
    return bounded(
        [
            Decision(
                pk, body, met, at, Room(present, women, (0, present - women), item in released)
            )
            for pk, body, met, at, present, women, item in bare
        ]
    )


def _released(items: set[int]) -> set[int]:
    """The items that the women present let be decided, by the last time they were asked."""
    asked_once = WomensVote.objects.filter(question=Question.RELEASE, item__in=items)
    later = asked_once.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    last = asked_once.filter(~Exists(later), adopted=True)
    return set(last.values_list("item", flat=True)) if items else set()
