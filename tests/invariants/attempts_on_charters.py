"""Attempts on drafts of a charter that a meeting has decided upon (DOMAIN §1, §2.6)."""

from communes.models import AgendaItem, CharterDraft
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of

INSERTING = "communes_charterdraft_decided_no_insert"


def _draft(item: AgendaItem) -> CharterDraft:
    return CharterDraft.objects.create(item=item, text="title = 'Ours'", changed_at=TODAY)


def decided(g: Ground) -> None:
    """A draft on an item that the meeting has decided."""
    lifting(INSERTING)(g)
    _draft(g.item(g.closed))


def open_still(g: Ground) -> None:
    """A draft on an item that is not decided."""
    _draft(g.item(g.open, "discussion"))


CHARTERS: list[Attempt] = [
    Attempt(
        "communes_charterdraft_decided_no_update",
        "what was adopted, rewritten",
        lambda g: Change(of(CharterDraft), {"text": "title = 'Mine'"}),
        decided,
    ),
    Attempt(
        "communes_charterdraft_decided_no_update",
        "another text laid under a decision",
        lambda g: Change(of(CharterDraft), {"item_id": g.item(g.closed).pk}),
        open_still,
    ),
    Attempt(
        "communes_charterdraft_decided_no_delete",
        "what was refused, forgotten",
        lambda g: Remove(of(CharterDraft)),
        decided,
    ),
    Attempt(
        INSERTING,
        "a text after the decision",
        lambda g: Insert(of(CharterDraft), {"item_id": g.item(g.closed).pk}),
        open_still,
    ),
    Attempt(
        "communes_charterdraft_no_truncate",
        "all drafts",
        lambda g: Empty("communes_charterdraft"),
        decided,
    ),
]
