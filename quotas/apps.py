"""The quotas floor declares itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuotasConfig(AppConfig):
    """Quotas: what the composition of bodies must satisfy."""

    name = "quotas"
    verbose_name = _("quotas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this floor brings."""
        from communes import charter, guards
        from mandates import ports
        from quotas import business, charter_words, guarded, parameters, words
        from quotas.domain import declaring

        charter.register(
            "quotas", parameters.parse, charter_words.QUOTAS, _("quotas and elections")
        )
        charter.forbid(parameters.contradictions)
        guards.register(*guarded.GUARDS)
        ports.ended.fill(declaring.mandate_ended)
        business.register()
        words.register()
