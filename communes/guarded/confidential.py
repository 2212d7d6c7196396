"""Confidential items keep their words apart, whatever writes them (DOMAIN §2.8, §4)."""

from communes.guard_patterns import both, unchanging
from communes.guards import AnyGuard, Guard, NoTruncate

_ITEM = "FROM communes_agendaitem i WHERE i.id = NEW.item_id AND i.confidential"
_APART = "words of a confidential item stand apart"
_KEPT = "words of a confidential item are kept until their time is over"
_STAYS = "an item stays as confidential as it was made"
_SIGNED = (
    "EXISTS (SELECT 1 FROM communes_agendaitem i JOIN communes_meeting m ON m.id = i.meeting_id "
    "WHERE i.id = {row}.item_id AND m.signed_at IS NOT NULL)"
)
_OF_DECISION = (
    "FROM communes_agendaitem i JOIN communes_resolution r ON r.item_id = i.id "
    "WHERE r.id = NEW.resolution_id AND i.confidential"
)
_OF_TASK = (
    "FROM communes_agendaitem i JOIN communes_task t ON t.item_id = i.id "
    "WHERE t.id = NEW.task_id AND i.confidential"
)


def _neutral(table: str, column: str, item: str, when: str = "") -> Guard:
    """Under a confidential item nothing stands in the column but the item's neutral title."""
    condition = f"{when}EXISTS (SELECT 1 {item} AND NEW.{column} <> i.title)"
    return Guard(f"{table}_apart", table, "INSERT", condition, _APART)


CONFIDENTIAL: list[AnyGuard] = [
    *both(
        "communes_agendaitem_apart",
        "communes_agendaitem",
        "NEW.confidential AND (NEW.text <> '' OR NEW.motion_version_id IS NOT NULL)",
        _APART,
    ),
    Guard(
        "communes_agendaitem_of_committee",
        "communes_agendaitem",
        "INSERT",
        "NEW.confidential AND NOT EXISTS (SELECT 1 FROM communes_meeting m "
        "JOIN communes_body b ON b.id = m.body_id WHERE m.id = NEW.meeting_id "
        "AND b.kind = 'committee' AND b.made_of = 'seats')",
        "only a committee has confidential items",
    ),
    unchanging("communes_agendaitem_confidential", "communes_agendaitem", ["confidential"], _STAYS),
    Guard(
        "communes_agendaitem_neutral",
        "communes_agendaitem",
        "UPDATE",
        "OLD.confidential AND NEW.title IS DISTINCT FROM OLD.title",
        _STAYS,
    ),
    _neutral("communes_resolution", "text", _ITEM),
    _neutral("communes_task", "text", _ITEM),
    _neutral("communes_taskreport", "sentence", _OF_TASK),
    _neutral("communes_resolutioneffect", "reason", _OF_DECISION, "NEW.effect = 'struck' AND "),
    Guard(
        "communes_consensuscheck_apart",
        "communes_consensuscheck",
        "INSERT",
        f"CAST(NEW.reasons AS text) <> '[]' AND EXISTS (SELECT 1 {_ITEM})",
        _APART,
    ),
    Guard(
        "communes_confidentialtext_of_confidential",
        "communes_confidentialtext",
        "INSERT",
        f"NOT EXISTS (SELECT 1 {_ITEM})",
        "only a confidential item has words apart",
    ),
    Guard(
        "communes_confidentialtext_signed_no_insert",
        "communes_confidentialtext",
        "INSERT",
        "NEW.what <> 'report' AND " + _SIGNED.replace("{row}", "NEW"),
        "the minutes are signed",
    ),
    Guard(
        "communes_confidentialtext_only_record",
        "communes_confidentialtext",
        "UPDATE",
        "OLD.what <> 'record' OR NEW.what <> OLD.what OR NEW.subject <> OLD.subject "
        "OR NEW.item_id <> OLD.item_id OR " + _SIGNED.replace("{row}", "OLD"),
        "only the record of minutes not yet signed is mended",
    ),
    Guard(
        "communes_confidentialtext_kept",
        "communes_confidentialtext",
        "DELETE",
        "OLD.erase_on > {today} AND (OLD.what <> 'title' OR "
        + _SIGNED.replace("{row}", "OLD")
        + ")",
        _KEPT,
    ),
    NoTruncate("communes_confidentialtext_no_truncate", "communes_confidentialtext", _KEPT),
]
