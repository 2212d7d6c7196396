"""What the mandates floor asks of those above it without importing them."""

from datetime import datetime
from typing import TYPE_CHECKING

from communes.ports import Port

if TYPE_CHECKING:
    from mandates.models import Mandate

ended: "Port[[Mandate, datetime], None]" = Port("mandates.ended")
"""A mandate has just ended: what stands with it alone goes, in the running transaction."""
