"""The queue: each app's `tasks.py`, and the sweep every minute."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, setup_logging

from config.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("komin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {"task": "config.tasks.sweep", "schedule": 60.0, "options": {"expires": 50}}
}


@setup_logging.connect
def logged_as_everything_else(**_: Any) -> None:
    """Leave the logs as `config.logs` set them; Celery asks by looking for a receiver."""


@beat_embedded_init.connect
def beat_ends_with_its_worker(**_: Any) -> None:
    """Beat is a process of its own beside a worker; a killed worker must not leave it behind."""
    die_with_parent()
