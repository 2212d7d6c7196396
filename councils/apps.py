"""The councils floor declares itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    """Councils: what bodies decide together."""

    name = "councils"
    verbose_name = _("councils")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this floor brings."""
        from communes import charter, ports
        from councils import answers, business, charter_words, parameters
        from councils.domain import levelling

        title = _("levels and counting")
        charter.register("councils", parameters.parse, charter_words.COUNCILS, title)
        charter.forbid(parameters.contradictions)
        ports.counted_by.fill(answers.counted_by)
        ports.misfits.fill(levelling.misfits)
        ports.charter_in_force.fill(levelling.follow)
        business.register()
