"""What the queue does for the whole house."""

from celery import shared_task
from django.utils import timezone

from config.sweeping import sweep as sweep_now


@shared_task(name="config.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Sweep what is due now."""
    sweep_now(timezone.now())
