"""Personal lists, who came and who voted how, stay until their time (DOMAIN §2.1, §2.10)."""

from communes.guard_patterns import kept_for_a_time, unchanging
from communes.guards import AnyGuard, Event, Guard, NoOverlap, NoTruncate

_ROWS: dict[Event, str] = {"INSERT": "NEW", "UPDATE": "OLD"}
_KEPT = "the list is kept until its time is over"
_BALLOT_CLOSED = (
    "EXISTS (SELECT 1 FROM communes_ballot b WHERE b.id = {row}.ballot_id "
    "AND b.closed_at IS NOT NULL)"
)
_NOT_IN_ROOM = (
    "NOT EXISTS (SELECT 1 FROM communes_ballot b "
    "JOIN communes_agendaitem i ON i.id = b.item_id "
    "JOIN communes_attendance a ON a.meeting_id = i.meeting_id "
    "WHERE b.id = NEW.ballot_id AND a.person_id = NEW.person_id AND a.capacity = 'member' "
    "AND a.struck_at IS NULL AND a.arrived_at <= NEW.at "
    "AND (a.left_at IS NULL OR a.left_at > NEW.at))"
)

_ATTENDANCE: list[AnyGuard] = [
    unchanging(
        "communes_attendance_stays",
        "communes_attendance",
        [
            *("meeting_id", "person_id", "guest_name", "capacity", "gender"),
            *("stands_for_id", "arrived_at", "erase_on", "corrects_id", "reason"),
        ],
        "a stay is struck out and entered anew",
    ),
    Guard(
        "communes_attendance_ends_once",
        "communes_attendance",
        "UPDATE",
        "(OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at) "
        "OR (OLD.struck_at IS NOT NULL AND NEW.struck_at IS DISTINCT FROM OLD.struck_at)",
        "a departure is recorded once",
    ),
    Guard(
        "communes_attendance_corrects_its_own",
        "communes_attendance",
        "INSERT",
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM communes_attendance o "
        "WHERE o.id = NEW.corrects_id AND o.meeting_id = NEW.meeting_id "
        "AND o.struck_at IS NOT NULL AND o.guest_name = NEW.guest_name "
        "AND o.person_id IS NOT DISTINCT FROM NEW.person_id)",
        "a correction stands beside an entry of the same person that is struck out",
    ),
    NoOverlap(
        "communes_attendance_one_stay",
        "communes_attendance",
        ("meeting_id", "person_id"),
        "a person is in the room once",
        where="{row}struck_at IS NULL",
        since="arrived_at",
        until="left_at",
    ),
    Guard(
        "communes_attendance_promised",
        "communes_attendance",
        "INSERT",
        "NEW.erase_on <= date(NEW.arrived_at)",
        "a list is kept for a time",
    ),
    *kept_for_a_time("communes_attendance", _KEPT),
]

_VOTES: list[AnyGuard] = [
    Guard(
        "communes_rollcallvote_in_room",
        "communes_rollcallvote",
        "INSERT",
        _NOT_IN_ROOM,
        "who votes is in the room, as a member",
    ),
    unchanging(
        "communes_rollcallvote_stays",
        "communes_rollcallvote",
        ["ballot_id", "person_id", "stands_for_id", "erase_on"],
        "a vote stays with the person who cast it",
    ),
    Guard(
        "communes_rollcallvote_promised",
        "communes_rollcallvote",
        "INSERT",
        "NEW.erase_on <= date(NEW.at)",
        "a list is kept for a time",
    ),
    *kept_for_a_time("communes_rollcallvote", _KEPT),
    *(
        Guard(
            f"communes_rollcallvote_closed_{event.lower()}",
            "communes_rollcallvote",
            event,
            _BALLOT_CLOSED.replace("{row}", row),
            "the vote is closed",
        )
        for event, row in _ROWS.items()
    ),
    unchanging(
        "communes_ballot_stays",
        "communes_ballot",
        ["item_id", "motion_version_id", "method", "opened_at"],
        "a vote stays the vote that was opened",
    ),
    Guard(
        "communes_ballot_closed_update",
        "communes_ballot",
        "UPDATE",
        "OLD.closed_at IS NOT NULL",
        "the vote is closed",
    ),
    Guard(
        "communes_ballot_closed_delete",
        "communes_ballot",
        "DELETE",
        "OLD.closed_at IS NOT NULL",
        "the vote is closed",
    ),
]

_COMMITMENTS: list[AnyGuard] = [
    Guard(
        "communes_listcommitment_no_delete",
        "communes_listcommitment",
        "DELETE",
        "true",
        "a commitment stays",
    ),
    NoTruncate(
        "communes_listcommitment_no_truncate", "communes_listcommitment", "a commitment stays"
    ),
    Guard(
        "communes_listcommitment_only_erased",
        "communes_listcommitment",
        "UPDATE",
        "NOT (NEW.salt = '' AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL "
        "AND OLD.erase_on IS NOT NULL AND OLD.erase_on <= {today} "
        "AND NEW.erase_on = OLD.erase_on AND NEW.digest = OLD.digest "
        "AND NEW.count = OLD.count AND NEW.entry_id = OLD.entry_id AND NEW.name = OLD.name "
        "AND NEW.subject = OLD.subject AND NEW.public_id = OLD.public_id)",
        "a commitment changes only when its list is erased after its time",
    ),
]

LISTS: list[AnyGuard] = [*_ATTENDANCE, *_VOTES, *_COMMITMENTS]
