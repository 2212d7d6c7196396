"""Writing down and announcing what is already so, by every floor's sweeps.

Whether a mandate is in force is a question of rows and an instant. A sweep only records it, in
sets: run twice, late or never, the pages stay right.
"""

from datetime import datetime

import structlog

from communes import sweeps

log = structlog.stdlib.get_logger("config.sweeping")


def sweep(at: datetime) -> dict[str, int]:
    """Run every registered sweep as of `at`; the number of acts each wrote, by its name.

    One that fails keeps none of the others from running; an `ExceptionGroup` tells of it after.
    """
    counts: dict[str, int] = {}
    failures: list[Exception] = []
    for name, run in sweeps.registered().items():
        try:
            counts[name] = run(at)
        except Exception as failure:  # noqa: BLE001 - raised below, when the others have run
            log.error("sweep failed", sweep=name, error=repr(failure))
            failures.append(failure)
            continue
        if counts[name]:
            log.info("swept", sweep=name, count=counts[name])
    if failures:
        raise ExceptionGroup("sweeps failed", failures)
    return counts
