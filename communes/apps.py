"""The ground floor declares itself: its charter section, guards, ports, sweeps and kinds."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


def _lift_guards(sender: object, using: str, plan: Sequence[object], **kwargs: Any) -> None:
    """SQLite refuses to rebuild a table that a trigger of another one names."""
    from communes import guards

    if plan and connections[using].vendor == "sqlite":
        guards.lift(connections[using])


def _install_guards(sender: object, using: str, **kwargs: Any) -> None:
    """SQLite's table rebuilds drop triggers silently, so every migration puts them back."""
    from communes import guards

    guards.install(connections[using])


class CommunesConfig(AppConfig):
    """Communes: where people live and meet."""

    name = "communes"
    verbose_name = _("communes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this floor brings."""
        from communes import (
            business,
            charter,
            charter_words,
            freshness,
            guarded,
            guards,
            parameters,
            words,
        )
        from communes import checks as checks  # registers the system checks

        # The framework's one door: whoever signs in, on whichever page, comes through here.
        user_logged_in.connect(freshness.begin, dispatch_uid="komin_signed_in")
        charter.register("communes", parameters.parse, charter_words.COMMUNES)
        charter.register("speaking", parameters.parse_speaking, charter_words.SPEAKING)
        charter.register("publication", parameters.parse_publication, charter_words.PUBLICATION)
        guards.register(*guarded.GUARDS)
        business.register()
        words.register()
        # Both signals come once for each app; once, before and after all, is enough.
        pre_migrate.connect(_lift_guards, sender=self, dispatch_uid="komin_guards_lifted")
        post_migrate.connect(_install_guards, sender=self, dispatch_uid="komin_guards")
