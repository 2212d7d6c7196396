"""What the queue does for the mandates floor: each task is one sweep of what is due.

The sweep of the whole house calls the same functions every minute. A task that runs twice, late,
beside itself or not at all changes nothing: each act is guarded by a unique row, and whether a
mandate is in force is never read from what a task wrote.
"""

from celery import shared_task
from django.utils import timezone

from mandates.domain import expiring


@shared_task(name="mandates.tasks.expire", ignore_result=True)
def expire() -> None:
    """Write down the terms that are over, and let their elections wait for the next agenda."""
    expiring.expire(timezone.now())


@shared_task(name="mandates.tasks.warn", ignore_result=True)
def warn() -> None:
    """Warn holders and bodies of terms that end soon."""
    expiring.warn(timezone.now())
