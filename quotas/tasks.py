"""What the queue does for the quotas floor."""

from celery import shared_task
from django.utils import timezone

from quotas.domain import auditing
from quotas.models import Audit


@shared_task(name=auditing.TASK, ignore_result=True)
def run_audit(public_id: str) -> None:
    """Carry out an audit that was asked for; run twice, it is the same."""
    audit = Audit.objects.filter(public_id=public_id).select_related("scope", "charter").first()
    if audit is not None:
        auditing.run(audit, at=timezone.now(), clock=timezone.now)
