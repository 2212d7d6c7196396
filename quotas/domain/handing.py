"""Carrying an audit out: a small one at once, a larger one by the queue."""

from datetime import datetime
from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from quotas.domain import auditing
from quotas.models import Audit

SOON = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
"""Seconds that a page waits for a broker that does not answer; a worker may wait longer."""

log = structlog.stdlib.get_logger("quotas.audits")


def carry_out(*audits: Audit, at: datetime) -> list[Audit]:
    """Carry out small audits now; hand larger ones to the queue once they are surely kept.

    A page waits for all of them together.
    """
    if sum(audit.bodies for audit in audits) <= auditing.AT_ONCE:
        return [auditing.run(audit, at=at) for audit in audits]
    transaction.on_commit(partial(hand_over, *audits))
    return list(audits)


def hand_over(*audits: Audit) -> None:
    """Hand audits to the queue; where that is away, it is asked once, and the sweep carries them
    out later."""
    options = {**current_app.conf.broker_transport_options, **SOON}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            for audit in audits:
                current_app.send_task(auditing.TASK, args=[audit.key], connection=connection)
    except OperationalError:
        log.warning("queue away", audits=[audit.key for audit in audits])
