"""Terms run out by themselves; a sweep writes it down and warns beforehand, once each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from communes.domain.acting import Actor, Acts, acting
from communes.domain.stating import stamp
from communes.models import Account, Body
from communes.periods import holding
from communes.sets import among, at_one_go, key_of, pour
from mandates.answers import parameters
from mandates.domain import filling
from mandates.domain.filling import Vacancy
from mandates.models import Mandate, Said

WAVE = 50_000
"""Of so many mandates the keys are held in memory."""
BATCH = 2000
"""So many rows are held in memory and written in one transaction."""
CHARTER = "charter"


class Term(NamedTuple):
    """A mandate as far as its end is concerned."""

    body: Body
    sending_body: Body | None
    key: str
    seat: str
    until: datetime
    person: int
    office: str
    number: int
    vacant: bool
    """Whether the seat waits for an election: it stands by itself, and still exists."""


def sweep(at: datetime) -> int:
    """Write down expiries and warnings due at the instant; returns how many were new."""
    return expire(at) + warn(at)


def due_expiry(at: datetime) -> QuerySet[Mandate]:
    """Mandates whose term has run out and whose expiry is not yet written down."""
    return _unsaid("expired").filter(until__lte=at)


def due_warning(at: datetime, days: int, nearer: int) -> QuerySet[Mandate]:
    """Mandates that end within `days`, and not within `nearer`, days, not yet warned of."""
    soon = _unsaid(f"warned_{days}").filter(until__lte=at + timedelta(days=days))
    return soon.filter(until__gt=at + timedelta(days=nearer), since__lte=at)


def _unsaid(code: str) -> QuerySet[Mandate]:
    said = Said.objects.filter(mandate=OuterRef("pk"), code=code)
    return Mandate.objects.filter(~Exists(said), end_reason="")


def expire(at: datetime) -> int:
    """Write down the terms that are over, and let the elections wait; how many were new."""
    return _in_batches(due_expiry(at), "expired", _tell_expiries, at)


def warn(at: datetime) -> int:
    """Warn of terms that end soon, as far ahead as the charter says, once for each distance."""
    days = sorted(parameters(at).warn_days, reverse=True) if _any(at) else []
    count = 0
    for ahead, nearer in pairwise([*days, 0]):
        due = due_warning(at, ahead, nearer)
        count += _in_batches(due, f"warned_{ahead}", partial(_tell_warnings, ahead), at)
    return count


def _any(at: datetime) -> bool:
    return Mandate.objects.filter(since__lte=at).exists()


def _in_batches(
    due: QuerySet[Mandate], code: str, tell: Callable[[Acts, list[Term]], None], at: datetime
) -> int:
    """Say it of all that is due, batch by batch, bodies together; memory does not grow with it.

    What is due is asked once for a wave of batches: the question goes through all mandates.
    """
    count = 0
    ordered = due.order_by("seat__body_id", "pk").values_list("pk", flat=True)
    while wave := list(ordered[:WAVE]):
        for start in range(0, len(wave), BATCH):
            with at_one_go(), acting(by=Actor(basis=CHARTER, recorded_at=at), at=at) as acts:
                fresh = _claimed(due, wave[start : start + BATCH], code, at)
                tell(acts, fresh)
            count += len(fresh)
        if len(wave) < WAVE:
            break
    return count


_COLUMNS = (
    *("pk", "seat__body_id", "seat__sending_body_id", "own_key", "seat_key"),
    *("until", "person_id", "seat__office", "seat__number", "vacant"),
)


def _claimed(due: QuerySet[Mandate], ids: Sequence[int], code: str, at: datetime) -> list[Term]:
    """Claim the mandates for this code; another sweep at the same time claims none of them twice.

    Each is locked, and asked again after: only then is seen what others did since it was found,
    be it the same or a resignation. Rows are read without an object for each.
    """
    chosen = among("pk", ids)
    locked = Mandate.objects.select_for_update(of=("self",)).filter(chosen).order_by("pk")
    list(locked.values_list("pk", flat=True))
    rows = list(_told(due.filter(chosen), at).values_list(*_COLUMNS))
    pour(Said, [{"mandate_id": row[0]} for row in rows], {"code": code, "at": at})
    wanted = {row[1] for row in rows} | {row[2] for row in rows if row[2]}
    bodies = {one.pk: one for one in Body.objects.filter(among("pk", wanted)).order_by()}
    return [Term(bodies[home], bodies.get(sends), *told) for _pk, home, sends, *told in rows]


def _told(rows: QuerySet[Mandate], at: datetime) -> QuerySet[Any]:
    """With what is told of them, bodies together."""
    waiting = holding(at, "seat__") & Q(seat__follows=None)
    own, seat = key_of("public_id"), key_of("seat__public_id")
    vacant = ExpressionWrapper(waiting, BooleanField())
    told = rows.annotate(own_key=own, seat_key=seat, vacant=vacant)
    return told.order_by("seat__body_id", "pk")


def _tell_expiries(acts: Acts, over: list[Term]) -> None:
    for one in over:
        facts = {"mandate": one.key, "seat": one.seat, "until": stamp(one.until)}
        acts.enter(one.body, "mandate.expired", facts, happened_at=one.until)
    vacant = [
        Vacancy(t.seat, t.office, t.number, t.body, t.sending_body, f"expired:{t.key}")
        for t in over
        if t.vacant
    ]
    filling.await_elections(vacant, at=acts.at)
    told = [(t, {"body": t.body.name, "office": t.office}, f"expired:{t.key}") for t in over]
    _notify(acts, "mandate_expired", told)


def _tell_warnings(days: int, acts: Acts, soon: list[Term]) -> None:
    told = []
    for one in soon:
        figures = {
            "body": one.body.name,
            "office": one.office,
            "days": days,
            "until": one.until.isoformat(),
        }
        told.append((one, figures, f"warned_{days}:{one.key}"))
    _notify(acts, "mandate_ending", told)


def _notify(acts: Acts, code: str, told: Sequence[tuple[Term, Mapping[str, object], str]]) -> None:
    """Tell each mandate's body and its holder's account, in two statements."""
    people = [one.person for one, _figures, _occasion in told]
    accounts = dict(Account.objects.filter(among("person", people)).values_list("person_id", "pk"))
    rows: list[Mapping[str, object]] = []
    for one, figures, occasion in told:
        more = {"occasion": occasion, "code": code, "figures": figures}
        rows.append({"body_id": one.body.pk, "account_id": None, "link": "", **more})
        if one.person in accounts:
            mine = {"body_id": None, "account_id": accounts[one.person], "link": "/mandates/"}
            rows.append({**mine, **more})
    acts.notify_all(rows)
