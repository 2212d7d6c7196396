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
            freshness,
            guarded,
            guards,
            words,
        )
        from communes import checks as checks  # registers the system checks

        # The framework's one door: whoever signs in, on whichever page, comes through here.
        user_logged_in.connect(freshness.begin, dispatch_uid="komin_signed_in")
        _register_charter()
        guards.register(*guarded.GUARDS)
        business.register()
        words.register()
        # Both signals come once for each app; once, before and after all, is enough.
        pre_migrate.connect(_lift_guards, sender=self, dispatch_uid="komin_guards_lifted")
        post_migrate.connect(_install_guards, sender=self, dispatch_uid="komin_guards")


def _register_charter() -> None:
    """The sections of the charter that this floor understands."""
    from communes import charter, charter_words, parameters

    meetings = _("communes and meetings")
    charter.register("communes", parameters.parse, charter_words.COMMUNES, meetings)
    speaking, told = _("the speaking list"), charter_words.SPEAKING
    charter.register("speaking", parameters.parse_speaking, told, speaking)
    published, told = _("publication of minutes"), charter_words.PUBLICATION
    charter.register("publication", parameters.parse_publication, told, published)
    charter.forbid(parameters.contradictions)
