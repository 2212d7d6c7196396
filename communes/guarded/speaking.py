"""The speaking list: a personal list kept for its time, each speech given once (DOMAIN §2.10)."""

from communes.guard_patterns import append_only, kept_for_a_time, unchanging
from communes.guarded.meetings import frozen_once_signed
from communes.guards import AnyGuard, Guard

_KEPT = "the list is kept until its time is over"
_ONCE = " OR ".join(
    f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
    for column in ("began_at", "ended_at", "withdrawn_at")
)
_ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM communes_agendaitem i WHERE i.id = NEW.item_id "
    "AND i.meeting_id = NEW.meeting_id)"
)

SPEAKING: list[AnyGuard] = [
    unchanging(
        "communes_speech_stays",
        "communes_speech",
        [
            *("meeting_id", "item_id", "person_id", "guest_name", "gender"),
            *("point_of_order", "asked_at", "erase_on"),
        ],
        "a place on the list is withdrawn and asked for anew",
    ),
    Guard("communes_speech_once", "communes_speech", "UPDATE", _ONCE, "a speech is given once"),
    Guard(
        "communes_speech_of_its_meeting",
        "communes_speech",
        "INSERT",
        _ELSEWHERE,
        "a speech belongs to an item of its meeting",
    ),
    Guard(
        "communes_speech_promised",
        "communes_speech",
        "INSERT",
        "NEW.erase_on <= date(NEW.asked_at)",
        "a list is kept for a time",
    ),
    *kept_for_a_time("communes_speech", _KEPT),
    *frozen_once_signed("communes_speech", "INSERT", "UPDATE"),
    *append_only("communes_debateanswer", "what the women answered stays"),
    Guard(
        "communes_debateanswer_of_its_meeting",
        "communes_debateanswer",
        "INSERT",
        _ELSEWHERE,
        "an answer belongs to an item of its meeting",
    ),
    *frozen_once_signed("communes_debateanswer", "INSERT"),
]
