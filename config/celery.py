"""The queue: each app's `tasks.py`, and the sweep every minute."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("komin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {"task": "config.tasks.sweep", "schedule": 60.0, "options": {"expires": 50}}
}
