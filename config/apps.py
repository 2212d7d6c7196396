from contextlib import suppress

from django.apps import AppConfig

from config.environment import ROOT


class RoofConfig(AppConfig):
    """The roof as an app, so that its commands and checks are found."""

    name = "config"
    verbose_name = "Komîn"

    def ready(self) -> None:
        from config import celery, checks  # noqa: F401 - makes the queue, registers the checks
        from config.catalogues import compile_catalogues

        with suppress(PermissionError):  # an image made them when it was built
            compile_catalogues(ROOT / "config" / "locale")
