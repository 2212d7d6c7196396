from django.apps import AppConfig


class RoofConfig(AppConfig):
    """The roof as an app, so that its commands and checks are found."""

    name = "config"
    verbose_name = "Komîn"

    def ready(self) -> None:
        from config import celery, checks  # noqa: F401 - makes the queue, registers the checks
