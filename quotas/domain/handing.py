"""Carrying an audit out: a small one at once, a larger one by the queue."""

from datetime import datetime
from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from quotas.domain import auditing
from quotas.models import Audit

log = structlog.stdlib.get_logger("quotas.audits")


def carry_out(audit: Audit, *, at: datetime, beside: int = 1) -> Audit:
    """Carry out a small audit now; hand a larger one to the queue once it is surely kept.

    `beside` tells how many such audits the same page waits for.
    """
    if audit.bodies * beside <= auditing.AT_ONCE:
        return auditing.run(audit, at=at)
    transaction.on_commit(partial(hand_over, audit))
    return audit


def hand_over(audit: Audit) -> None:
    """Hand the audit to the queue; where that is away, the sweep carries it out later."""
    try:
        current_app.send_task(auditing.TASK, args=[audit.key])
    except OperationalError:
        log.warning("queue away", audit=audit.key)
