"""The shapes of what is typed for a drawing by lot: seats, a person, the seed, a number."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms_rendering import RadioButtons
from mandates.models import Seat
from quotas.domain.drawing_lots import LONGEST_SEED
from quotas.models import PoolKind


class LotSeatsForm(forms.Form):
    """For which seats lots are drawn, of one office of one body, and among whom."""

    seats = forms.MultipleChoiceField(
        label=_("Seats to be drawn for"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One drawing fills seats of one office in one body."),
    )
    pool = forms.ChoiceField(
        label=_("Drawn among"),
        choices=PoolKind.choices,
        widget=RadioButtons,
        initial=PoolKind.VOLUNTEERS,
    )

    def __init__(
        self, *args: Any, offered: Sequence[tuple[str, list[tuple[Seat, str]]]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.known = {seat.key: seat for _group, rows in offered for seat, _label in rows}
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (group, [(seat.key, label) for seat, label in rows]) for group, rows in offered
        ]

    def chosen(self) -> list[Seat]:
        """The seats chosen; asked after validation."""
        return [self.known[key] for key in self.cleaned_data["seats"]]


class SeedForm(forms.Form):
    """What was thrown."""

    seed = forms.CharField(
        label=_("What was thrown"),
        max_length=LONGEST_SEED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "numeric"}
        ),
        help_text=_(
            "Throw ten dice, read them aloud, and type them as they lie: 4 2 6 1 3 5 5 2 1 6."
        ),
    )


class ListedForm(forms.Form):
    """Whom the recorder puts on the list, or takes off it."""

    person = forms.UUIDField()
    off = forms.BooleanField(required=False)


class NumberForm(forms.Form):
    """The number on the list of who gives up a place."""

    number = forms.IntegerField(min_value=1, max_value=10_000_000)


class StrikeForm(forms.Form):
    """What the slip was."""

    reason = forms.CharField(label=_("What the slip was"), max_length=500)
