"""The mandates floor declares itself and fills the ground floor's ports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    """Mandates: who is delegated, and what binds them."""

    name = "mandates"
    verbose_name = _("mandates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this floor brings."""
        from communes import charter, guards
        from mandates import answers, business, guarded, parameters, words

        charter.register("mandates", parameters.parse)
        guards.register(*guarded.GUARDS)
        answers.fill()
        business.register()
        words.register()
