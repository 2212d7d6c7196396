"""How shares went over time: each level as the audits of one branch found it, day by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from communes.domain.acting import Actor
from communes.models import Account, Body, Charter
from quotas.domain import auditing, handing, judging
from quotas.domain.judging import COMPOSITION
from quotas.models import Audit, AuditState, LevelResult

MOST = 24
"""So many days are shown, the latest."""
MONTHS = 12
Level = tuple[str, str, str]


@dataclass(frozen=True)
class Shares:
    """A level on one day: its seats, and who holds them."""

    on: date
    seats: int
    women: int
    men: int
    verdict: str

    def share(self, name: str) -> float:
        """The share of all seats, vacant ones too."""
        held: int = getattr(self, name)
        return held / self.seats if self.seats else 0.0


def trend(audit: Audit) -> dict[Level, list[Shares]]:
    """For each level (its code, kind and circle), its shares by day; of a day the latest audit."""
    same = Audit.objects.filter(scope=audit.scope, state=AuditState.DONE).order_by("on", "asked_at")
    latest = {one.on: one for one in same if one.covers(COMPOSITION)}
    shown = sorted(latest)[-MOST:]
    rows = LevelResult.objects.filter(
        audit__in=[latest[day] for day in shown], rule=COMPOSITION
    ).select_related("audit")
    found: dict[Level, list[Shares]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.audit.on):
        figures = row.figures
        seats, women, men = (int(figures.get(name) or 0) for name in ("seats", "women", "men"))
        one = Shares(row.audit.on, seats, women, men, row.verdict)
        found[row.level, row.kind, row.circle].append(one)
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Past:
    """The ends of the past twelve months: audited already, not yet, and before there was anything
    to audit."""

    known: tuple[date, ...]
    missing: tuple[date, ...]
    before: tuple[date, ...]


def past(scope: Body, at: datetime) -> Past:
    """How far back the branch can be audited: to its beginning, and to that of the charter."""
    audits = Audit.objects.filter(scope=scope, rules=[]).exclude(state=AuditState.STOPPED)
    known = set(audits.values_list("on", flat=True))
    first = Charter.objects.order_by("since").values_list("since", flat=True).first()
    here = judging.zone()
    begun = max(scope.founded_at, first).astimezone(here).date() if first else date.max
    ends = _ends(at.astimezone(here).date())
    return Past(
        tuple(day for day in ends if day in known),
        tuple(day for day in ends if day not in known and day >= begun),
        tuple(day for day in ends if day not in known and day < begun),
    )


def order_past(scope: Body, *, account: Account | None, by: Actor, at: datetime) -> int:
    """Order audits of the last days of the past twelve months that are missing; how many."""
    made = []
    today = judging.day_of(at)
    for day in past(scope, at).missing:
        if auditing.audit_problems(day, scope=scope, today=today):
            continue
        made.append(auditing.order(day, scope=scope, account=account, by=by, at=at))
    handing.carry_out(*made, at=at)
    return len(made)


def _ends(today: date) -> list[date]:
    days, day = [], today
    for _month in range(MONTHS):
        day = day.replace(day=1) - timedelta(days=1)
        days.append(day)
    return days
