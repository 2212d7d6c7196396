"""Attempts on member numbers and slips: one each, of one person, revoked after they were given."""

from datetime import timedelta

from communes.models import MemberNumber, Slip
from tests.invariants.acts import Change, Insert
from tests.invariants.attempting import Attempt
from tests.invariants.ground import Ground, of


def _slip(g: Ground) -> Slip:
    return of(Slip, member__commune=g.town.body.pk)


def _member(g: Ground) -> MemberNumber:
    return _slip(g).member


SLIPS: list[Attempt] = [
    Attempt(
        "member_number_once",
        "one number for two",
        lambda g: Insert(_member(g), {"person_id": g.other.women[0].pk}),
    ),
    Attempt(
        "member_number_one_each",
        "two numbers for one",
        lambda g: Insert(_member(g), {"number": "00000"}),
    ),
    Attempt(
        "slip_one_valid_each",
        "two slips that open the door",
        lambda g: Insert(_slip(g), {"digest": "0" * 64}),
    ),
    Attempt(
        "slip_revoked_after_issue",
        "revoked before it was issued",
        lambda g: Change(_slip(g), {"revoked_at": _slip(g).issued_at - timedelta(days=1)}),
    ),
]
