"""The laws of the ground floor that the database itself keeps."""

from communes.guards import AnyGuard, Event, Guard, NoOverlap, append_only

_SIGNED = (
    "EXISTS (SELECT 1 FROM communes_meeting m WHERE m.id = {row}.{key} AND m.signed_at IS NOT NULL)"
)
_WOMEN = (
    "EXISTS (SELECT 1 FROM communes_meeting m JOIN communes_body b ON b.id = m.body_id "
    "WHERE m.id = NEW.meeting_id AND b.circle = 'women')"
)
_NOT_A_WOMAN = (
    "NOT EXISTS (SELECT 1 FROM communes_person p WHERE p.id = NEW.person_id AND p.gender = 'woman')"
)
_WOMENS_BALLOT = (
    "EXISTS (SELECT 1 FROM communes_ballot v "
    "JOIN communes_agendaitem i ON i.id = v.item_id "
    "JOIN communes_meeting m ON m.id = i.meeting_id "
    "JOIN communes_body b ON b.id = m.body_id "
    "WHERE v.id = NEW.ballot_id AND b.circle = 'women')"
)
_BALLOT_CLOSED = (
    "EXISTS (SELECT 1 FROM communes_ballot b WHERE b.id = {row}.ballot_id "
    "AND b.closed_at IS NOT NULL)"
)


def _frozen_once_signed(table: str, key: str = "meeting_id") -> list[Guard]:
    rows: dict[Event, str] = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
    return [
        Guard(
            f"{table}_signed_no_{event.lower()}",
            table,
            event,
            _SIGNED.replace("{row}", row).replace("{key}", key),
            "the minutes are signed",
        )
        for event, row in rows.items()
    ]


def _circle() -> list[Guard]:
    who = f"(NEW.gender <> 'woman' OR (NEW.person_id IS NOT NULL AND {_NOT_A_WOMAN}))"
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    attending = [
        Guard(
            f"communes_attendance_circle_{event.lower()}",
            "communes_attendance",
            event,
            f"{_WOMEN} AND {who}",
            "only women take part in a women''s body",
        )
        for event in events
    ]
    return [
        *attending,
        Guard(
            "communes_rollcallvote_circle",
            "communes_rollcallvote",
            "INSERT",
            f"{_WOMENS_BALLOT} AND {_NOT_A_WOMAN}",
            "only women take part in a women''s body",
        ),
        Guard(
            "communes_meetingrole_circle",
            "communes_meetingrole",
            "INSERT",
            f"{_WOMEN} AND {_NOT_A_WOMAN}",
            "only women take part in a women''s body",
        ),
    ]


def _personal_lists() -> list[Guard]:
    kept = "OLD.erase_on > {today}"
    return [
        Guard(
            "communes_attendance_kept",
            "communes_attendance",
            "DELETE",
            kept,
            "the list is kept until its time is over",
        ),
        Guard(
            "communes_rollcallvote_kept",
            "communes_rollcallvote",
            "DELETE",
            kept,
            "the list is kept until its time is over",
        ),
        *(
            Guard(
                f"communes_rollcallvote_closed_{event.lower()}",
                "communes_rollcallvote",
                event,
                _BALLOT_CLOSED.replace("{row}", "NEW" if event == "INSERT" else "OLD"),
                "the vote is closed",
            )
            for event in ("INSERT", "UPDATE")
        ),
        Guard(
            "communes_listcommitment_no_delete",
            "communes_listcommitment",
            "DELETE",
            "true",
            "a commitment stays",
        ),
        Guard(
            "communes_listcommitment_only_erased",
            "communes_listcommitment",
            "UPDATE",
            "NOT (NEW.salt = '' AND NEW.erased_at IS NOT NULL AND OLD.erase_on IS NOT NULL "
            "AND OLD.erase_on <= {today} AND NEW.digest = OLD.digest AND NEW.count = OLD.count "
            "AND NEW.entry_id = OLD.entry_id AND NEW.name = OLD.name "
            "AND NEW.subject = OLD.subject)",
            "a commitment changes only when its list is erased after its time",
        ),
    ]


def _books() -> list[Guard]:
    book = "a book is written once"
    return [
        *append_only("communes_entry", book),
        *append_only("communes_resolution", "a resolution is never changed"),
        *append_only("communes_resolutioneffect", "what became of a resolution is never changed"),
        *append_only("communes_minutes", "signed minutes are never changed"),
        *append_only("communes_signing", "a signature is never changed"),
        Guard(
            "communes_entry_chained",
            "communes_entry",
            "INSERT",
            "NEW.previous IS DISTINCT FROM COALESCE((SELECT e.hash FROM communes_entry e "
            "WHERE e.body_id = NEW.body_id AND e.number = NEW.number - 1), '') "
            "OR (NEW.number > 1 AND NEW.previous = '')",
            "an entry follows the one before it",
        ),
    ]


GUARDS: list[AnyGuard] = [
    *_books(),
    *_personal_lists(),
    *_circle(),
    *_frozen_once_signed("communes_attendance")[:2],
    *_frozen_once_signed("communes_agendaitem"),
    *_frozen_once_signed("communes_meetingrole"),
    Guard(
        "communes_meeting_signed",
        "communes_meeting",
        "UPDATE",
        "OLD.signed_at IS NOT NULL",
        "the minutes are signed",
    ),
    Guard(
        "communes_meeting_no_delete",
        "communes_meeting",
        "DELETE",
        "true",
        "a meeting is cancelled and never removed",
    ),
    Guard(
        "communes_person_no_delete",
        "communes_person",
        "DELETE",
        "true",
        "a person is never removed from the register",
    ),
    NoOverlap(
        "communes_residence_one_at_a_time",
        "communes_residence",
        "person_id",
        "a person lives in one household at a time",
    ),
    NoOverlap(
        "communes_affiliation_one_host",
        "communes_affiliation",
        "body_id",
        "a body federates into one host at a time",
        where="{row}relation = 'federates_into'",
    ),
    NoOverlap(
        "communes_charter_one_in_force",
        "communes_charter",
        "scope",
        "one charter is in force at a time",
    ),
]
