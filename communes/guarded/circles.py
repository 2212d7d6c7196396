"""Only members of the circle take part in a circle's business (DOMAIN §2.8)."""

from communes.guard_patterns import both, unchanging
from communes.guards import AnyGuard, Guard

_ONLY_WOMEN = "only women take part in a women''s body"
_NOT_A_WOMAN = (
    "NOT EXISTS (SELECT 1 FROM communes_person p WHERE p.id = NEW.person_id AND p.gender = 'woman')"
)
_WOMENS_MEETING = (
    "EXISTS (SELECT 1 FROM communes_meeting m JOIN communes_body b ON b.id = m.body_id "
    "WHERE m.id = NEW.meeting_id AND b.circle = 'women')"
)
_WOMENS_BALLOT = (
    "EXISTS (SELECT 1 FROM communes_ballot v "
    "JOIN communes_agendaitem i ON i.id = v.item_id "
    "JOIN communes_meeting m ON m.id = i.meeting_id "
    "JOIN communes_body b ON b.id = m.body_id "
    "WHERE v.id = NEW.ballot_id AND b.circle = 'women')"
)
_WOMENS_DEMAND = (
    "EXISTS (SELECT 1 FROM communes_conveningrequest q JOIN communes_body b ON b.id = q.body_id "
    "WHERE q.id = NEW.request_id AND b.circle = 'women')"
)

_WOMENS_BODY = (
    "EXISTS (SELECT 1 FROM communes_body b WHERE b.id = NEW.body_id AND b.circle = 'women')"
)

CIRCLES: list[AnyGuard] = [
    *both(
        "communes_proposal_circle",
        "communes_proposal",
        f"{_WOMENS_BODY} AND {_NOT_A_WOMAN}",
        _ONLY_WOMEN,
    ),
    unchanging(
        "communes_proposal_stays",
        "communes_proposal",
        ["body_id", "person_id", "title", "text", "kind", "proposed_at"],
        "what was proposed stays as it was proposed",
    ),
    Guard(
        "communes_attendance_circle",
        "communes_attendance",
        "INSERT",
        f"{_WOMENS_MEETING} AND (NEW.gender <> 'woman' OR {_NOT_A_WOMAN})",
        _ONLY_WOMEN,
    ),
    Guard(
        "communes_rollcallvote_circle",
        "communes_rollcallvote",
        "INSERT",
        f"{_WOMENS_BALLOT} AND {_NOT_A_WOMAN}",
        _ONLY_WOMEN,
    ),
    Guard(
        "communes_meetingrole_circle",
        "communes_meetingrole",
        "INSERT",
        f"{_WOMENS_MEETING} AND {_NOT_A_WOMAN}",
        _ONLY_WOMEN,
    ),
    Guard(
        "communes_signing_circle",
        "communes_signing",
        "INSERT",
        f"{_WOMENS_MEETING} AND {_NOT_A_WOMAN}",
        _ONLY_WOMEN,
    ),
    *both(
        "communes_conveningsigner_circle",
        "communes_conveningsigner",
        f"{_WOMENS_DEMAND} AND {_NOT_A_WOMAN}",
        _ONLY_WOMEN,
    ),
    unchanging(
        "communes_body_circle_stays",
        "communes_body",
        ["circle", "kind"],
        "a body keeps its circle",
    ),
]
