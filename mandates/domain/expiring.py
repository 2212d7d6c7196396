"""Terms run out by themselves; a sweep writes it down and warns beforehand, once each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from communes.domain.acting import Actor, Acts, acting
from communes.domain.stating import stamp
from communes.models import Account, Notice
from mandates.answers import parameters
from mandates.domain import ending
from mandates.models import Mandate, Said

BATCH = 1000
"""So many rows are held in memory and written in one transaction."""
CHARTER = "charter"


def sweep(at: datetime) -> int:
    """Write down expiries and warnings due at the instant; returns how many were new."""
    return expire(at) + warn(at)


def due_expiry(at: datetime) -> QuerySet[Mandate]:
    """Mandates whose term has run out and whose expiry is not yet written down."""
    said = Said.objects.filter(mandate=OuterRef("pk"), code="expired")
    return Mandate.objects.filter(~Exists(said), until__lte=at, end_reason="")


def due_warning(at: datetime, days: int, nearer: int) -> QuerySet[Mandate]:
    """Mandates that end within `days`, and not within `nearer`, days, not yet warned of."""
    said = Said.objects.filter(mandate=OuterRef("pk"), code=f"warned_{days}")
    soon = Mandate.objects.filter(~Exists(said), until__lte=at + timedelta(days=days))
    return soon.filter(until__gt=at + timedelta(days=nearer), end_reason="", since__lte=at)


def expire(at: datetime) -> int:
    """Write down the terms that are over, and let the elections wait; how many were new."""
    return _in_batches(lambda: due_expiry(at), "expired", _tell_expiries, at)


def warn(at: datetime) -> int:
    """Warn of terms that end soon, as far ahead as the charter says, once for each distance."""
    days = sorted(parameters(at).warn_days, reverse=True) if _any(at) else []
    count = 0
    for ahead, nearer in pairwise([*days, 0]):
        count += _in_batches(
            partial(due_warning, at, ahead, nearer),
            f"warned_{ahead}",
            partial(_tell_warnings, ahead),
            at,
        )
    return count


def _in_batches(
    due: Callable[[], QuerySet[Mandate]],
    code: str,
    tell: Callable[[Acts, list[Mandate]], None],
    at: datetime,
) -> int:
    """Say it of all that is due, batch by batch, bodies together; memory does not grow with it."""
    count = 0
    while rows := list(_with_seat(due())[:BATCH]):
        with acting(by=Actor(basis=CHARTER, recorded_at=at), at=at) as acts:
            fresh = _say(rows, code, at)
            tell(acts, fresh)
        count += len(fresh)
        if not fresh:
            break
    return count


def _any(at: datetime) -> bool:
    return Mandate.objects.filter(since__lte=at).exists()


def _with_seat(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows.select_related("seat__body", "seat__sending_body").order_by("seat__body", "pk")


def _say(rows: list[Mandate], code: str, at: datetime) -> list[Mandate]:
    """Claim the rows for this code; another sweep at the same time claims none of them twice."""
    with transaction.atomic():
        ids = [row.pk for row in rows]
        locked = Mandate.objects.select_for_update(of=("self",)).filter(pk__in=ids)
        list(locked.order_by("pk").values_list("pk", flat=True))
        known = set(
            Said.objects.filter(mandate__in=ids, code=code).values_list("mandate", flat=True)
        )
        fresh = [row for row in rows if row.pk not in known]
        Said.objects.bulk_create(Said(mandate=row, code=code, at=at) for row in fresh)
    return fresh


def _tell_expiries(acts: Acts, over: list[Mandate]) -> None:
    for mandate in over:
        assert mandate.until is not None
        facts = {
            "mandate": mandate.key,
            "seat": mandate.seat.key,
            "until": stamp(mandate.until),
        }
        acts.enter(mandate.seat.body, "mandate.expired", facts, happened_at=mandate.until)
    ending.await_elections([(row.seat, f"expired:{row.key}") for row in over], at=acts.at)
    told = [
        (row, {"body": row.seat.body.name, "office": str(row.seat.office)}, f"expired:{row.key}")
        for row in over
    ]
    _notify(acts, "mandate_expired", told)


def _tell_warnings(days: int, acts: Acts, soon: list[Mandate]) -> None:
    told = []
    for row in soon:
        assert row.until is not None
        figures: dict[str, object] = {
            "body": row.seat.body.name,
            "office": str(row.seat.office),
            "days": days,
            "until": row.until.isoformat(),
        }
        told.append((row, figures, f"warned_{days}:{row.key}"))
    _notify(acts, "mandate_ending", told)


def _notify(
    acts: Acts, code: str, told: Sequence[tuple[Mandate, Mapping[str, object], str]]
) -> None:
    """Tell each mandate's body and its holder's account, in two statements."""
    people = [row.person_id for row, _figures, _occasion in told]
    accounts = dict(Account.objects.filter(person__in=people).values_list("person_id", "pk"))
    notices = []
    for row, figures, occasion in told:
        shared = {"occasion": occasion, "code": code, "figures": figures, "written_at": acts.at}
        notices.append(Notice(body=row.seat.body, **shared))
        if row.person_id in accounts:
            mine = accounts[row.person_id]
            notices.append(Notice(account_id=mine, link="/mandates/", **shared))
    acts.notify_all(notices)
