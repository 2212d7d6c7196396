"""Writing down and announcing what is already so, by every floor's sweeps.

Whether a mandate is in force is a question of rows and an instant. A sweep only records it, in
sets: run twice, late or never, the pages stay right.
"""

from datetime import datetime

import structlog

from communes import sweeps

log = structlog.stdlib.get_logger("config.sweeping")


def sweep(at: datetime) -> dict[str, int]:
    """Run every registered sweep as of `at`; the number of acts each wrote, by its name."""
    counts: dict[str, int] = {}
    for name, run in sweeps.registered().items():
        counts[name] = run(at)
        if counts[name]:
            log.info("swept", sweep=name, count=counts[name])
    return counts
