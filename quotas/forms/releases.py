"""The count among the women present about seats kept for women that nobody fills."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandates.forms import NumberOfVotes
from mandates.models import Seat


class ReleaseForm(forms.Form):
    """Which seats they open, and how many women are for it and against it."""

    use_required_attribute = False  # an empty number is none
    seats = forms.MultipleChoiceField(
        label=_("Seats kept for women"), widget=forms.CheckboxSelectMultiple
    )
    votes_for = NumberOfVotes(_("Women for opening them"))
    against = NumberOfVotes(_("Women against"))

    def __init__(self, *args: Any, offered: Sequence[Seat], **options: Any) -> None:
        options["initial"] = {"seats": [seat.key for seat in offered]}
        options["auto_id"] = "release_%s"  # beside the form of the count
        super().__init__(*args, **options)
        self.known = {seat.key: seat for seat in offered}
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(seat.key, _name(seat)) for seat in offered]

    def told(self) -> dict[str, Any]:
        """The seats and both counts; asked after validation."""
        told = self.cleaned_data
        seats = [self.known[key] for key in told["seats"]]
        return {"seats": seats, "votes_for": told["votes_for"], "against": told["against"]}


def _name(seat: Seat) -> str:
    return f"{seat.get_office_display()} {seat.number}"
