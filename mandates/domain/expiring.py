"""Terms run out by themselves; a sweep writes it down and warns beforehand, once each."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from communes.domain.acting import Actor, Acts, acting
from communes.domain.stating import stamp
from mandates.answers import parameters
from mandates.domain import ending
from mandates.models import Mandate, Said

BATCH = 500


def sweep(at: datetime) -> int:
    """Write down expiries and warnings due at the instant; returns how many were new."""
    return _expire(at) + _warn(at)


def due_expiry(at: datetime) -> QuerySet[Mandate]:
    """Mandates whose term has run out and whose expiry is not yet written down."""
    said = Said.objects.filter(mandate=OuterRef("pk"), code="expired")
    return Mandate.objects.filter(~Exists(said), until__lte=at, end_reason="")


def due_warning(at: datetime, days: int, nearer: int) -> QuerySet[Mandate]:
    """Mandates that end within `days`, and not within `nearer`, days, not yet warned of."""
    said = Said.objects.filter(mandate=OuterRef("pk"), code=f"warned_{days}")
    soon = Mandate.objects.filter(~Exists(said), until__lte=at + timedelta(days=days))
    return soon.filter(until__gt=at + timedelta(days=nearer), end_reason="", since__lte=at)


def _expire(at: datetime) -> int:
    count = 0
    while rows := list(_with_seat(due_expiry(at))[:BATCH]):
        with acting(by=Actor(basis="charter", recorded_at=at), at=at) as acts:
            fresh = _say(rows, "expired", at)
            for mandate in fresh:
                _tell_expiry(acts, mandate)
                ending.await_election(mandate.seat, occasion=f"expired:{mandate.key}", at=at)
        count += len(fresh)
        if not fresh:
            break
    return count


def _warn(at: datetime) -> int:
    days = sorted(parameters(at).warn_days, reverse=True) if _any(at) else []
    count = 0
    for step, ahead in enumerate(days):
        nearer = days[step + 1] if step + 1 < len(days) else 0
        rows = list(_with_seat(due_warning(at, ahead, nearer)))
        with acting(by=Actor(basis="charter", recorded_at=at), at=at) as acts:
            fresh = _say(rows, f"warned_{ahead}", at)
            for mandate in fresh:
                _tell_warning(acts, mandate, ahead)
        count += len(fresh)
    return count


def _any(at: datetime) -> bool:
    return Mandate.objects.filter(since__lte=at).exists()


def _with_seat(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows.select_related("seat__body", "seat__sending_body", "person").order_by("pk")


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


def _tell_expiry(acts: Acts, mandate: Mandate) -> None:
    body = mandate.seat.body
    assert mandate.until is not None
    facts = {
        "mandate": mandate.key,
        "seat": mandate.seat.key,
        "until": stamp(mandate.until),
    }
    acts.enter(body, "mandate.expired", facts, happened_at=mandate.until)
    figures = {"body": body.name, "office": str(mandate.seat.office)}
    acts.notify(body, "mandate_expired", f"expired:{mandate.key}", figures=figures)
    acts.notify_person(
        mandate.person,
        "mandate_expired",
        f"expired:{mandate.key}",
        link="/mandates/",
        figures=figures,
    )


def _tell_warning(acts: Acts, mandate: Mandate, days: int) -> None:
    body = mandate.seat.body
    assert mandate.until is not None
    figures: dict[str, object] = {
        "body": body.name,
        "office": str(mandate.seat.office),
        "days": days,
        "until": mandate.until.isoformat(),
    }
    occasion = f"warned_{days}:{mandate.key}"
    acts.notify(body, "mandate_ending", occasion, figures=figures)
    acts.notify_person(
        mandate.person, "mandate_ending", occasion, link="/mandates/", figures=figures
    )
