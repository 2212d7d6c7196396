"""Attempts on seats kept for women: opened by the women present alone, for one term (DOMAIN §6)."""

from communes.models import Body, WomensVote
from mandates.models import OfficeCode, Seat
from quotas.models import Candidacy, Election, ReleasedSeat, SeatRelease
from tests.factories import world
from tests.invariants.acts import Act, Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.days import MET, TODAY
from tests.invariants.ground import Ground, of

MEMBER = OfficeCode.MEMBER


def _election(g: Ground) -> Election:
    """An election that is counted and not signed."""
    return of(Election, item__meeting=g.closed)


def asked(g: Ground, *, question: str = "seats", votes_for: int, adopted: bool) -> SeatRelease:
    """Eight women present were asked about a seat."""
    election = _election(g)
    vote = WomensVote.objects.create(
        item=election.item,
        question=question,
        votes_for=votes_for,
        against=2,
        women=8,
        adopted=adopted,
        at=MET,
    )
    return SeatRelease.objects.create(vote=vote, election=election, asked=["a-seat"])


def kept(number: int, gender: str = "woman") -> Seat:
    """A member's seat of a committee, kept for women, for men or for nobody."""
    body = of(Body, kind="committee")
    told = {"office": MEMBER, "number": number, "reserved_gender": gender}
    return Seat.objects.create(body=body, since=MET, **told)


def opened(g: Ground) -> None:
    """Five of the eight opened one of two seats."""
    release = asked(g, votes_for=5, adopted=True)
    ReleasedSeat.objects.create(release=release, seat=kept(91))
    kept(92)


def _refused(g: Ground) -> None:
    """They opened one; about the other they were asked, and four were not enough."""
    opened(g)
    asked(g, votes_for=4, adopted=False)


def _miscounted(g: Ground) -> None:
    """Half of them were taken for more than half."""
    opened(g)
    asked(g, votes_for=4, adopted=True)


def _otherwise(g: Ground) -> None:
    """They let an item be decided though too few of them were there."""
    opened(g)
    asked(g, question="release", votes_for=5, adopted=True)


def _over(g: Ground) -> None:
    """What they opened is kept again since."""
    opened(g)
    ReleasedSeat.objects.update(until=TODAY)


def _kept_otherwise(g: Ground) -> None:
    """Beside what they opened, a seat kept for men and one kept for nobody."""
    opened(g)
    kept(93, "man")
    kept(94, "")


def _closed(g: Ground) -> Seat:
    """The seat that nobody opened."""
    return of(Seat, office=MEMBER, number=92)


def _by_the_last(g: Ground) -> Act:
    """Another seat opened by what they were asked last."""
    last = SeatRelease.objects.latest("pk")
    return Insert(of(ReleasedSeat), {"release_id": last.pk, "seat_id": _closed(g).pk})


DECIDED: list[Attempt] = [
    Attempt(
        "quotas_seatrelease_no_update",
        "another seat asked about",
        lambda g: Change(of(SeatRelease), {"asked": ["another"]}),
        opened,
    ),
    Attempt(
        "quotas_seatrelease_no_delete",
        "a refusal forgotten",
        lambda g: Remove(SeatRelease.objects.latest("pk")),
        _refused,
    ),
    Attempt(
        "quotas_seatrelease_no_truncate",
        "nothing asked",
        lambda g: Empty("quotas_seatrelease"),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_decided", "a seat that they refused to open", _by_the_last, _refused
    ),
    Attempt(
        "quotas_releasedseat_decided", "a seat opened by half of them", _by_the_last, _miscounted
    ),
    Attempt(
        "quotas_releasedseat_decided", "a seat opened by another vote", _by_the_last, _otherwise
    ),
]

OPENED: list[Attempt] = [
    Attempt(
        "quotas_releasedseat_no_delete",
        "a seat that was never opened",
        lambda g: Remove(of(ReleasedSeat)),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_no_truncate",
        "no seat was ever opened",
        lambda g: Empty("quotas_releasedseat"),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_stays",
        "another seat than they opened",
        lambda g: Change(of(ReleasedSeat), {"seat_id": _closed(g).pk}),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_stays",
        "another who came next",
        lambda g: Change(
            of(ReleasedSeat), {"candidacy_id": of(Candidacy, election=_election(g)).pk}
        ),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_pair",
        "the woman's chair opened",
        lambda g: Insert(
            of(ReleasedSeat),
            {"seat_id": world.seat(g.town.body, OfficeCode.CO_CHAIR, "woman").pk},
        ),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_pair",
        "a delegate's seat opened",
        lambda g: Insert(of(ReleasedSeat), {"seat_id": g.delegate().seat_id}),
        opened,
    ),
    Attempt(
        "quotas_releasedseat_womens",
        "a man's seat opened by the women",
        lambda g: Insert(of(ReleasedSeat), {"seat_id": of(Seat, number=93).pk}),
        _kept_otherwise,
    ),
    Attempt(
        "quotas_releasedseat_womens",
        "an open seat opened once more",
        lambda g: Insert(of(ReleasedSeat), {"seat_id": of(Seat, number=94).pk}),
        _kept_otherwise,
    ),
    Attempt("released_seat_once", "opened twice", lambda g: Insert(of(ReleasedSeat)), opened),
    Attempt(
        "quotas_seat_opened",
        "a seat that nobody opened",
        lambda g: Change(_closed(g), {"reserved_gender": ""}),
        opened,
    ),
    Attempt(
        "quotas_seat_opened",
        "a seat opened for the term that is over",
        lambda g: Change(of(Seat, office=MEMBER, number=91), {"reserved_gender": ""}),
        _over,
    ),
    Attempt(
        "quotas_seat_opened",
        "a woman's seat kept for men",
        lambda g: Change(_closed(g), {"reserved_gender": "man"}),
        opened,
    ),
]

RELEASES: list[Attempt] = [*DECIDED, *OPENED]
