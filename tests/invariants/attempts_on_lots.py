"""Attempts on drawings by lot: a list that is fixed, a seed that is thrown (DOMAIN §6)."""

from datetime import timedelta

from communes.models import AgendaItem
from mandates.models import Seat
from quotas.models import Drawing, Lot, Sortition, SortitionSeat
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import BASE, TODAY
from tests.invariants.ground import Ground, of

MARK = "f" * 64
SOON = TODAY + timedelta(minutes=1)


def _drawn() -> Sortition:
    """The drawing whose list is fixed and whose seed is thrown."""
    return of(Sortition, seeded_at__isnull=False)


def _loose() -> Sortition:
    """The drawing whose list is not fixed yet."""
    return of(Sortition, frozen_at__isnull=True)


def _chosen(row: Sortition) -> SortitionSeat:
    return of(SortitionSeat, sortition=row)


def _lot(**which: object) -> Lot:
    """Somebody on the list that is fixed."""
    return of(Lot, sortition=_drawn(), **which)


def _waiting() -> Lot:
    """Somebody on the list that is not fixed."""
    return of(Lot, sortition=_loose())


def _holding() -> Lot:
    """Who was drawn and took the place."""
    return _lot(drawing__isnull=False, gave_up_at__isnull=True)


def _left() -> Lot:
    """Who was not drawn."""
    return _lot(drawing__isnull=True)


def _another_seat() -> Seat:
    """A seat for which no lots are drawn."""
    rows = Seat.objects.exclude(pk__in=SortitionSeat.objects.values("seat"))
    return rows.order_by("pk")[0]


def _another_item() -> AgendaItem:
    """An item that is no drawing."""
    rows = AgendaItem.objects.exclude(pk__in=Sortition.objects.values("item"))
    return rows.order_by("pk")[0]


def planned(g: Ground) -> None:
    """A drawing on which nothing hangs yet."""
    Sortition.objects.create(item=_another_item(), body=g.town.body)


def _numbered(g: Ground) -> None:
    """The first on the list that is not fixed has a number already."""
    Lot.objects.filter(pk=_waiting().pk).update(number=1)


def _last() -> Sortition:
    rows = Sortition.objects.order_by("-pk")
    return rows[0]


_LISTS: list[Attempt] = [
    *(
        Attempt(
            "quotas_sortition_fixed",
            f"another {name} of a list that is fixed",
            lambda g, change=change: Change(_drawn(), change(g)),  # type: ignore[misc]
        )
        for name, change in {
            "mark": lambda g: {"mark": MARK},
            "hour": lambda g: {"frozen_at": BASE},
            "lottery": lambda g: {"terms": {}},
            "pool": lambda g: {"pool": "members"},
            "body": lambda g: {"body_id": g.other.body.pk},
            "item": lambda g: {"item_id": _another_item().pk},
        }.items()
    ),
    Attempt(
        "quotas_sortition_seeded", "another seed", lambda g: Change(_drawn(), {"seed": "6 6 6"})
    ),
    Attempt(
        "quotas_sortition_seeded",
        "a seed of another hour",
        lambda g: Change(_drawn(), {"seeded_at": SOON}),
    ),
    Attempt("quotas_sortition_no_delete", "a drawing", lambda g: Remove(_last()), planned),
    Attempt("quotas_sortition_no_truncate", "all drawings", lambda g: Empty("quotas_sortition")),
    Attempt(
        "sortition_marked_when_fixed",
        "a list fixed without a mark",
        lambda g: Change(_loose(), {"frozen_at": TODAY}),
    ),
    Attempt(
        "sortition_marked_when_fixed",
        "the mark of a list that is not fixed",
        lambda g: Change(_loose(), {"mark": MARK}),
    ),
    *(
        Attempt(
            "sortition_seed_after_the_list",
            what,
            lambda g, change=change: Change(_loose(), change),  # type: ignore[misc]
        )
        for what, change in {
            "a seed before the list": {"seed": "1 2 3", "seeded_at": TODAY},
            "a seed with the list": {
                "frozen_at": TODAY,
                "mark": MARK,
                "seed": "1 2 3",
                "seeded_at": TODAY,
            },
            "a seed of no hour": {"frozen_at": TODAY, "mark": MARK, "seed": "1 2 3"},
            "the hour of no seed": {"frozen_at": TODAY, "mark": MARK, "seeded_at": SOON},
        }.items()
    ),
]

_SEATS: list[Attempt] = [
    Attempt(
        "quotas_sortitionseat_fixed_no_insert",
        "a seat more once the list is fixed",
        lambda g: Insert(_chosen(_drawn()), {"seat_id": _another_seat().pk}),
    ),
    Attempt(
        "quotas_sortitionseat_fixed_no_delete",
        "a seat less once the list is fixed",
        lambda g: Remove(_chosen(_drawn())),
    ),
    Attempt(
        "quotas_sortitionseat_stays",
        "a seat put for another",
        lambda g: Change(_chosen(_loose()), {"seat_id": _another_seat().pk}),
    ),
    Attempt(
        "quotas_sortitionseat_stays",
        "a seat taken out of a drawing that is over",
        lambda g: Change(_chosen(_drawn()), {"sortition_id": _last().pk}),
        planned,
    ),
    Attempt("sortition_seat_once", "a seat twice", lambda g: Insert(_chosen(_loose()))),
]

_LOTS: list[Attempt] = [
    Attempt(
        "quotas_lot_late",
        "one who comes once the list is fixed",
        lambda g: Insert(_waiting(), {"sortition_id": _drawn().pk, "person_id": g.man.pk}),
    ),
    *(
        Attempt(
            "quotas_lot_fixed",
            f"another {name} on a list that is fixed",
            lambda g, change=change: Change(_left(), change),  # type: ignore[misc]
        )
        for name, change in {
            "number": {"number": 99},
            "gender": {"gender": "man"},
            "age": {"young": True},
            "day to erase": {"erase_on": TODAY.date()},
        }.items()
    ),
    Attempt(
        "quotas_lot_fixed",
        "another person on the list",
        lambda g: Change(_waiting(), {"person_id": g.man.pk}),
    ),
    Attempt(
        "quotas_lot_fixed",
        "a volunteer moved to another drawing",
        lambda g: Change(_waiting(), {"sortition_id": _last().pk}),
        planned,
    ),
    Attempt(
        "quotas_lot_fixed",
        "a volunteer who is said to stay out",
        lambda g: Change(_waiting(), {"stays_out": True}),
    ),
    Attempt(
        "quotas_lot_drawn",
        "one whom the seed drew and nobody knows of",
        lambda g: Change(_holding(), {"drawing": None}),
    ),
    Attempt(
        "quotas_lot_drawn",
        "one drawn before there is a seed",
        lambda g: Change(_waiting(), {"drawing": 1}),
        _numbered,
    ),
    Attempt(
        "quotas_lot_drawn",
        "a place given up and taken back",
        lambda g: Change(_lot(gave_up_at__isnull=False), {"gave_up_at": None}),
    ),
    Attempt(
        "quotas_lot_undrawn",
        "one who comes on the list as drawn",
        lambda g: Insert(_waiting(), {"person_id": g.man.pk, "number": 1, "drawing": 1}),
    ),
    Attempt("quotas_lot_kept", "a list erased too soon", lambda g: Remove(_left())),
    Attempt("quotas_lot_no_truncate", "all lists", lambda g: Empty("quotas_lot")),
    Attempt("lot_once", "a person twice", lambda g: Insert(_waiting())),
    Attempt(
        "lot_number_once",
        "a number twice",
        lambda g: Change(of(Lot, sortition=_loose(), number__isnull=True), {"number": 1}),
        _numbered,
    ),
    Attempt(
        "lot_drawn_from_the_list",
        "one drawn who has no number",
        lambda g: Change(_waiting(), {"drawing": 1}),
        lifting("quotas_lot_drawn"),
    ),
    Attempt(
        "lot_given_up_when_drawn",
        "a place given up by one who was not drawn",
        lambda g: Change(_left(), {"gave_up_at": SOON}),
    ),
    Attempt(
        "lot_stays_out",
        "one who stays out and has a number",
        lambda g: Insert(_waiting(), {"person_id": g.man.pk, "stays_out": True, "number": 9}),
    ),
]

_DRAWINGS: list[Attempt] = [
    Attempt(
        "quotas_drawing_no_update",
        "others drawn",
        lambda g: Change(of(Drawing), {"drawn": [_left().number]}),
    ),
    Attempt("quotas_drawing_no_delete", "what was drawn", lambda g: Remove(of(Drawing))),
    Attempt("quotas_drawing_no_truncate", "all that was drawn", lambda g: Empty("quotas_drawing")),
    Attempt(
        "quotas_drawing_seeded",
        "a drawing without a seed",
        lambda g: Insert(of(Drawing), {"sortition_id": _loose().pk}),
    ),
    Attempt("drawing_once", "a drawing told twice", lambda g: Insert(of(Drawing))),
]

LOTS: list[Attempt] = [*_LISTS, *_SEATS, *_LOTS, *_DRAWINGS]
