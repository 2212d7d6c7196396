"""Since when a finding holds, by day, and how fresh the data behind it is.

What can be recomputed is: back through every day on which a seat, a mandate, a body's own
parameter or the charter changed. What stands only in stored audits (DOMAIN §2.9) is dated by them.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from communes.models import Body, BodyKind, BodyParameter, Charter, Entry
from communes.sets import among
from mandates.models import Mandate, OfficeCode, Seat
from quotas.arithmetic.composition import Composition
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import deciding, judging
from quotas.domain.deciding import PRESENCE
from quotas.domain.judged import RECOMPUTED, Judged
from quotas.domain.ruling import Rules
from quotas.models import Audit, AuditState, Finding

DAY = timedelta(days=1)
Key = tuple[int, str]
Holder = str | None


@dataclass(frozen=True)
class Held:
    """From this day on a rule is not kept without a break, and stands at this verdict.

    `surely` is false where only stored audits tell: then it may have begun earlier.
    """

    since: date
    verdict_since: date
    surely: bool = True

    def days(self, on: date) -> int:
        """For how many days, the day itself counted."""
        return (on - self.since).days + 1


@dataclass
class _Place:
    """A seat with everyone who ever held it."""

    seat: Seat
    held: list[Mandate]

    def holder(self, at: datetime) -> Holder:
        return next((one.gender for one in self.held if one.holds_at(at)), None)


class History:
    """The seats of some bodies through time, read once."""

    def __init__(self, bodies: Mapping[int, Body]) -> None:
        self.bodies = bodies
        self.zone = judging.zone()
        self.charters = list(Charter.objects.order_by("since", "version"))
        mandates: dict[int, list[Mandate]] = defaultdict(list)
        for mandate in Mandate.objects.filter(seat__body__in=bodies):
            mandates[mandate.seat_id].append(mandate)
        self.places: dict[int, list[_Place]] = defaultdict(list)
        for seat in Seat.objects.filter(body__in=bodies).order_by("body_id", "number"):
            self.places[seat.body_id].append(_Place(seat, mandates[seat.pk]))
        own = BodyParameter.objects.filter(
            among("body", bodies), section__in=["quotas", "mandates"]
        )
        rules = [*own.values_list("since", "until")]
        rules += [(one.since, one.until) for one in self.charters]
        self.rule_days = self._days(rules)
        self._rules: dict[int, Rules | None] = {}

    def verdict(self, body: Body, rule: str, on: date) -> str:
        """The verdict on the body at the end of the day; a pass where the rule asked nothing."""
        at = judging.last_instant(on, self.zone)
        rules = self._rules_on(on, at)
        if rules is None:
            return "pass"
        places = [one for one in self.places[body.pk] if one.seat.holds_at(at)]
        judged = judging.judge_rules(body, rules, _composed(body, places, at), _chairs(places, at))
        return next((str(one.verdict) for one in judged if one.rule == rule), "pass")

    def changes(self, body: Body, until: date) -> list[date]:
        """The days up to that one on which anything changed for the body, the latest first."""
        rows: list[tuple[datetime, datetime | None]] = [(body.founded_at, None)]
        for place in self.places[body.pk]:
            rows.append((place.seat.since, place.seat.until))
            rows += [(one.since, one.until) for one in place.held]
        return [day for day in reversed(self._days(rows, self.rule_days)) if day <= until]

    def _days(
        self, periods: Iterable[tuple[datetime, datetime | None]], more: Sequence[date] = ()
    ) -> list[date]:
        ends = {end for period in periods for end in period if end is not None}
        return sorted({end.astimezone(self.zone).date() for end in ends} | set(more))

    def _rules_on(self, on: date, at: datetime) -> Rules | None:
        """The rules change only on the days of `rule_days`; they are read once for each stretch."""
        stretch = bisect_right(self.rule_days, on)
        if stretch not in self._rules:
            charter = next((one for one in self.charters if one.holds_at(at)), None)
            self._rules[stretch] = Rules(charter, at, self.bodies) if charter else None
        return self._rules[stretch]


def held_since(audit: Audit, findings: Sequence[Finding]) -> dict[Key, Held]:
    """For each finding, since when it holds; in a number of queries that does not grow."""
    told = [one for one in findings if one.rule in RECOMPUTED]
    history = History({one.body_id: one.body for one in told})
    found = {(one.body_id, one.rule): _traced(history, one, audit.on) for one in told}
    kept = [one for one in findings if one.rule not in (*RECOMPUTED, PRESENCE)]
    roomed = [one for one in findings if one.rule == PRESENCE]
    found |= _in_rooms(roomed, audit.on, audit.charter) if roomed else {}
    return {**found, **(_stored(audit, kept) if kept else {})}


def held_now(judged: Sequence[Judged], on: date) -> dict[Key, Held]:
    """For what is not kept of what was just judged, since when; for a body's own page."""
    short = [one for one in judged if one.verdict is not Verdict.PASS]
    rows = [Finding(body=one.body, rule=one.rule, verdict=str(one.verdict)) for one in short]
    seated = [row for row in rows if row.rule in RECOMPUTED]
    roomed = [row for row in rows if row.rule == PRESENCE]
    history = History({row.body_id: row.body for row in seated}) if seated else None
    found = {(row.body_id, row.rule): _traced(history, row, on) for row in seated if history}
    return {**found, **(_in_rooms(roomed, on) if roomed else {})}


def _in_rooms(
    findings: Sequence[Finding], on: date, charter: Charter | None = None
) -> dict[Key, Held]:
    """Back through the meetings that took decisions, as long as none kept women's presence."""
    zone = judging.zone()
    at = judging.last_instant(on, zone)
    rules = Rules(charter or Charter.objects.in_force(at), at)
    runs = deciding.runs([one.body_id for one in findings], at, rules)
    days = {
        body: (first.astimezone(zone).date(), turned.astimezone(zone).date())
        for body, (first, turned) in runs.items()
    }
    short = [one for one in findings if one.body_id in days]
    return {(one.body_id, one.rule): Held(*days[one.body_id]) for one in short}


def written_for(audit: Audit, findings: Sequence[Finding]) -> dict[int, date]:
    """How fresh the data behind these findings is: by body, when its book was last written."""
    if not findings:
        return {}
    return last_written({one.body_id for one in findings}, judging.instant_of(audit.on))


def last_written(bodies: Iterable[int], at: datetime) -> dict[int, date]:
    """The day of the last entry in each body's book up to the instant: how fresh its data is."""
    rows = Entry.objects.filter(body__in=list(bodies), happened_at__lte=at).order_by()
    zone: ZoneInfo = judging.zone()
    latest = rows.values_list("body").annotate(Max("happened_at"))
    return {body: instant.astimezone(zone).date() for body, instant in latest}


def _traced(history: History, finding: Finding, on: date) -> Held:
    turned: date | None = None
    changes = history.changes(finding.body, on)
    for day in changes:
        before = history.verdict(finding.body, finding.rule, day - DAY)
        if turned is None and before != finding.verdict:
            turned = day
        if before == "pass":
            return Held(day, turned or day)
    oldest = changes[-1] if changes else on
    return Held(oldest, turned or oldest)


def _stored(audit: Audit, findings: Sequence[Finding]) -> dict[Key, Held]:
    """Back through the audits of the same branch while each of them found the same."""
    done = Audit.objects.filter(scope=audit.scope, state=AuditState.DONE)
    earlier = Q(on__lt=audit.on) | Q(on=audit.on, pk__lte=audit.pk)
    audits = list(done.filter(earlier).order_by("-on", "-pk"))
    rows = Finding.objects.filter(audit__in=audits, body__in=[one.body_id for one in findings])
    verdicts = {(row.audit_id, row.body_id, row.rule): row.verdict for row in rows}
    return {(one.body_id, one.rule): _run(audits, one, verdicts) for one in findings}


def _run(
    audits: Sequence[Audit], finding: Finding, verdicts: Mapping[tuple[int, int, str], str]
) -> Held:
    since = turned = audits[0].on
    same = True
    for one in (audit for audit in audits if audit.covers(finding.rule)):
        verdict = verdicts.get((one.pk, finding.body_id, finding.rule))
        if verdict is None:
            break
        same = same and verdict == finding.verdict
        since, turned = one.on, one.on if same else turned
    return Held(since, turned, surely=False)


def _composed(body: Body, places: Sequence[_Place], at: datetime) -> Composition | None:
    """Who holds the seats, as `judging` counts them."""
    counts: dict[str, int] = defaultdict(int)
    for place in places:
        twice = body.kind == BodyKind.COUNCIL and place.seat.office == OfficeCode.CO_CHAIR
        if twice or place.seat.office == OfficeCode.AUDITOR:
            continue
        counts[_column(place, at)] += 1
    return Composition(**counts) if counts else None


def _column(place: _Place, at: datetime) -> str:
    columns = {"woman": "women", "man": "men"}
    holder = place.holder(at)
    if holder is None:
        return f"vacant_{columns.get(place.seat.reserved_gender, 'open')}"
    return columns.get(holder, holder)


def _chairs(places: Sequence[_Place], at: datetime) -> list[Holder]:
    return [one.holder(at) for one in places if one.seat.office == OfficeCode.CO_CHAIR]
