"""The charter: a draft for an item of a meeting, and the decision on it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from communes import charter as texts
from communes.api.asking import Ask, require_seen
from communes.api.deciding import entry_of
from communes.api.reaching import entered, item_of
from communes.api.resources import acts, reads
from communes.domain import amending
from communes.models import AgendaItem, Resolution
from communes.rewriting import values_of
from communes.serializers.deciding import EnteredSerializer, ResolutionSheetSerializer
from quotas.domain import starting
from quotas.serializers.charters import (
    DraftSerializer,
    StartSerializer,
    TakeBackSerializer,
    WriteDraftSerializer,
)


@reads(DraftSerializer)
def draft(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """What an item about the charter proposes, and what it would change."""
    row = item_of(ask, item)
    require_seen(row.kind == "charter")
    return _told(ask, row)


@acts(DraftSerializer, takes=WriteDraftSerializer)
def write_draft(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Write values of one section into the draft; all others in it stay."""
    row = entered(ask, item, "charter")
    told = {name: ask.told[name] for name in ("section", "values", "version")}
    amending.draft(row, **told, by=ask.by, at=ask.at)
    return _told(ask, row)


@acts(DraftSerializer, takes=StartSerializer)
def start_draft(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Put the values of a template into the draft."""
    row = entered(ask, item, "charter")
    starting.start(row, **ask.told, by=ask.by, at=ask.at)
    return _told(ask, row)


@acts(DraftSerializer, takes=TakeBackSerializer)
def take_draft_back(ask: Ask, item: UUID) -> Mapping[str, Any]:
    """Undo the last change of the draft."""
    row = entered(ask, item, "charter")
    amending.take_back(row, version=ask.told["version"], by=ask.by, at=ask.at)
    return _told(ask, row)


@acts(ResolutionSheetSerializer, takes=EnteredSerializer, status=201)
def adopt_charter(ask: Ask, item: UUID) -> Resolution:
    """Enter the decision on the draft; adopted, it is the charter from that instant on."""
    row = entered(ask, item, "charter")
    return amending.adopt(row, **entry_of(ask, row))


def _told(ask: Ask, row: AgendaItem) -> Mapping[str, Any]:
    now = amending.drafted(row, ask.at)
    return {
        "text": now.text,
        "version": now.version,
        "sections": {section: values_of(now.text, section) for section in texts.sections()},
        "changes": [
            {"section": one.section, "parameter": one.key, "before": one.before, "after": one.after}
            for one in now.changes
        ],
    }
