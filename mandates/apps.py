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
        from communes import charter, guards, ports
        from mandates import answers, business, charter_words, guarded, parameters, words
        from mandates.domain import following, obeying

        charter.register(
            "mandates", parameters.parse, charter_words.MANDATES, _("seats and mandates")
        )
        charter.register(
            "recall", parameters.parse_recall, charter_words.RECALL, _("recall of mandates")
        )
        guards.register(*guarded.GUARDS)
        ports.offices.fill(answers.offices)
        ports.offices_by_body.fill(answers.offices_by_body)
        ports.officers.fill(answers.officers)
        ports.holds.fill(answers.holds)
        ports.seated_bodies.fill(answers.seated_bodies)
        ports.seat_roll.fill(answers.seat_roll)
        ports.seats_in_force.fill(answers.seats_in_force)
        ports.counted.fill(obeying.counted)
        ports.followed_by.fill(following.followed_by)
        ports.would_follow.fill(following.would_follow)
        business.register()
        words.register()
