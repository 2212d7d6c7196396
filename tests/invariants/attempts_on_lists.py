"""Attempts on who came and who voted how (DOMAIN §2.1, §2.10), and on circles (§2.8)."""

from datetime import timedelta

from communes.models import (
    Attendance,
    Ballot,
    ConveningSigner,
    ListCommitment,
    Meeting,
    MeetingRole,
    Person,
    RollCallVote,
    Signing,
)
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import MET, TODAY
from tests.invariants.ground import Ground, of

HOUR = timedelta(hours=1)


def _vote(ballot: Ballot) -> RollCallVote:
    return of(RollCallVote, ballot=ballot)


def _stayed(g: Ground) -> Attendance:
    """Somebody who was in the room of a meeting that is closed and not yet signed."""
    return of(Attendance, meeting=g.closed)


def _kept(g: Ground) -> ListCommitment:
    return of(ListCommitment, entry__body=g.town.body)


def _due(g: Ground) -> ListCommitment:
    return of(ListCommitment, entry__body=g.old.body, erase_on__lt=TODAY)


def _now_a_man(g: Ground) -> None:
    """A person in the room of the women's meeting has her entry in the register corrected."""
    Person.objects.filter(pk=g.woman.pk).update(gender="man")


def _closed_now(g: Ground) -> None:
    Meeting.objects.filter(pk=g.womens.pk).update(closed_at=TODAY)


_ATTENDANCE: list[Attempt] = [
    Attempt(
        "communes_attendance_stays",
        "a list to be kept no longer",
        lambda g: Change(g.stay(), {"erase_on": MET.date()}),
    ),
    Attempt(
        "communes_attendance_stays",
        "somebody else came",
        lambda g: Change(g.stay(), {"person_id": g.other.women[0].pk}),
    ),
    Attempt(
        "communes_attendance_stays",
        "a member made a guest",
        lambda g: Change(g.stay(), {"capacity": "observer"}),
    ),
    Attempt(
        "communes_attendance_ends_once",
        "a later departure",
        lambda g: Change(_stayed(g), {"left_at": TODAY}),
    ),
    Attempt(
        "communes_attendance_one_stay",
        "twice in one room",
        lambda g: Insert(g.stay(), {"arrived_at": MET + HOUR, "left_at": MET + 2 * HOUR}),
    ),
    Attempt(
        "attendance_one_open_per_person",
        "in the room once more",
        lambda g: Insert(g.stay()),
        lifting("communes_attendance_one_stay"),
    ),
    Attempt(
        "attendance_leaves_after_arriving",
        "left before coming",
        lambda g: Change(g.stay(), {"left_at": MET - HOUR}),
        lifting("communes_attendance_one_stay"),
    ),
    Attempt(
        "attendance_person_or_guest",
        "a member without a name",
        lambda g: Insert(g.stay(), {"person_id": None, "guest_name": "Somebody"}),
    ),
    Attempt(
        "communes_attendance_promised",
        "a list kept for no time",
        lambda g: Insert(g.stay(), {"person_id": g.other.women[0].pk, "erase_on": MET.date()}),
    ),
    Attempt(
        "communes_attendance_corrects_its_own",
        "a correction of an entry that still stands",
        lambda g: Insert(g.stay(), {"corrects_id": g.stay().pk, "struck_at": TODAY}),
    ),
    Attempt(
        "attendance_reason_of_a_correction",
        "a reason for nothing",
        lambda g: Insert(g.stay(), {"reason": "late", "struck_at": TODAY}),
    ),
    Attempt("communes_attendance_kept", "a stay before its time", lambda g: Remove(g.stay())),
    Attempt(
        "communes_attendance_no_truncate",
        "all lists of who came",
        lambda g: Empty("communes_attendance"),
    ),
    Attempt(
        "communes_attendance_signed_no_insert",
        "who came, after the signing",
        lambda g: Insert(of(Attendance, meeting=g.signed), {"person_id": g.other.women[0].pk}),
    ),
    Attempt(
        "communes_attendance_signed_no_update",
        "struck out after the signing",
        lambda g: Change(of(Attendance, meeting=g.signed), {"struck_at": TODAY}),
    ),
]

_VOTES: list[Attempt] = [
    Attempt(
        "roll_call_one_vote",
        "two votes of one person",
        lambda g: Insert(_vote(g.ballot), {"choice": "against"}),
    ),
    Attempt(
        "communes_rollcallvote_in_room",
        "a vote of somebody who is not there",
        lambda g: Insert(_vote(g.ballot), {"person_id": g.other.women[0].pk}),
    ),
    Attempt(
        "communes_rollcallvote_stays",
        "another's vote",
        lambda g: Change(_vote(g.ballot), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_rollcallvote_promised",
        "a list kept for no time",
        lambda g: Insert(_vote(g.ballot), {"person_id": g.man.pk, "erase_on": MET.date()}),
    ),
    Attempt("communes_rollcallvote_kept", "a vote", lambda g: Remove(_vote(g.ballot))),
    Attempt(
        "communes_rollcallvote_no_truncate",
        "all votes",
        lambda g: Empty("communes_rollcallvote"),
    ),
    Attempt(
        "communes_rollcallvote_closed_insert",
        "a vote after the end",
        lambda g: Insert(_vote(g.closed_ballot), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_rollcallvote_closed_update",
        "another vote after the end",
        lambda g: Change(_vote(g.closed_ballot), {"choice": "against"}),
    ),
    Attempt(
        "communes_ballot_stays",
        "a vote on another item",
        lambda g: Change(g.ballot, {"item_id": g.item(g.open, "discussion").pk}),
    ),
    Attempt(
        "communes_ballot_closed_update",
        "a vote opened again",
        lambda g: Change(g.closed_ballot, {"closed_at": None}),
    ),
    Attempt(
        "communes_ballot_closed_delete", "a vote that was taken", lambda g: Remove(g.closed_ballot)
    ),
    Attempt("ballot_one_open_per_item", "two votes on one item", lambda g: Insert(g.ballot)),
]

_COMMITMENTS: list[Attempt] = [
    Attempt("communes_listcommitment_no_delete", "a commitment", lambda g: Remove(_due(g))),
    Attempt(
        "communes_listcommitment_no_truncate",
        "all commitments",
        lambda g: Empty("communes_listcommitment"),
    ),
    Attempt(
        "communes_listcommitment_only_erased",
        "erased before its time",
        lambda g: Change(_kept(g), {"salt": "", "erased_at": TODAY}),
    ),
    Attempt(
        "communes_listcommitment_only_erased",
        "another list",
        lambda g: Change(_due(g), {"digest": "0" * 64}),
    ),
    Attempt(
        "communes_listcommitment_only_erased",
        "a day that comes sooner",
        lambda g: Change(_kept(g), {"erase_on": MET.date()}),
    ),
]

_CIRCLES: list[Attempt] = [
    Attempt(
        "communes_attendance_circle",
        "a man in the room",
        lambda g: Insert(g.stay(g.womens), {"person_id": g.man.pk, "gender": "man"}),
    ),
    Attempt(
        "communes_attendance_circle",
        "a man entered as a woman",
        lambda g: Insert(g.stay(g.womens), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_attendance_circle",
        "a guest",
        lambda g: Insert(
            g.stay(g.womens), {"person_id": None, "guest_name": "Guest", "capacity": "guest"}
        ),
    ),
    Attempt(
        "communes_rollcallvote_circle",
        "a man votes",
        lambda g: Insert(_vote(g.womens_ballot), {"person_id": g.woman.pk}),
        _now_a_man,
    ),
    Attempt(
        "communes_meetingrole_circle",
        "a man chairs",
        lambda g: Insert(of(MeetingRole, meeting=g.womens), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_signing_circle",
        "a man signs",
        lambda g: Insert(of(Signing), {"meeting_id": g.womens.pk, "person_id": g.man.pk}),
        _closed_now,
    ),
    Attempt(
        "communes_conveningsigner_circle_insert",
        "a man demands",
        lambda g: Insert(of(ConveningSigner, request=g.demand), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_conveningsigner_circle_update",
        "a demand made a man's",
        lambda g: Change(of(ConveningSigner, request=g.demand), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_body_circle_stays",
        "a women's body opened to all",
        lambda g: Change(g.women, {"circle": "everyone", "kind": "working_group"}),
    ),
    Attempt(
        "body_womens_assembly_of_women",
        "a women's assembly of everyone",
        lambda g: Insert(g.women, {"circle": "everyone"}),
    ),
]

LISTS: list[Attempt] = [*_ATTENDANCE, *_VOTES, *_COMMITMENTS, *_CIRCLES]
