"""What the queue does for the mandates floor: each task is one sweep of what is due.

The sweep of the whole house calls the same functions every minute. A task that runs twice, late,
beside itself or not at all changes nothing: each act is guarded by a unique row, and whether a
mandate is in force is never read from what a task wrote.
"""

from celery import shared_task
from django.utils import timezone

from mandates.domain import asking, calling, concluding, expiring, filling, reminding


@shared_task(name="mandates.tasks.expire", ignore_result=True)
def expire() -> None:
    """Write down the terms that are over, and let their elections wait for the next agenda."""
    expiring.expire(timezone.now())


@shared_task(name="mandates.tasks.warn", ignore_result=True)
def warn() -> None:
    """Warn holders and bodies of terms that end soon."""
    expiring.warn(timezone.now())


@shared_task(name="mandates.tasks.conclude", ignore_result=True)
def conclude() -> None:
    """Write down and announce what petitions came to."""
    concluding.sweep(timezone.now())


@shared_task(name="mandates.tasks.call_meetings", ignore_result=True)
def call_meetings() -> None:
    """Convene anew the recall meetings that petitions force and somebody called off."""
    calling.sweep(timezone.now())


@shared_task(name="mandates.tasks.call_on", ignore_result=True)
def call_on() -> None:
    """Call the next alternate where one did not answer in time."""
    filling.lapse(timezone.now())


@shared_task(name="mandates.tasks.ask", ignore_result=True)
def ask() -> None:
    """Let motions without an instruction wait for the sending body's next agenda."""
    asking.sweep(timezone.now())


@shared_task(name="mandates.tasks.remind", ignore_result=True)
def remind() -> None:
    """Remind delegations of reports that are due soon, and of those overdue."""
    reminding.sweep(timezone.now())
