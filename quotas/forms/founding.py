"""The founding of a further commune: its name and place, its first meeting, its recorder."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.forms.beginning import FoundingFields, now_there
from quotas.domain.establishing import BodyTerms
from quotas.domain.founding import Gathering


class FoundingForm(FoundingFields):
    """What is said at the founding of a commune that neighbours have helped to prepare."""

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data, initial={**now_there(at), "language": get_language()})
        self.fields["recorder"].label = _("Name of the recorder")
        self.fields["gender"].label = _("The recorder declares")
        self.fields["household"].label = _("Name or number of the recorder's household")

    def terms(self) -> BodyTerms:
        """What the commune is to be; asked after validation, like the next."""
        told = self.cleaned_data
        return BodyTerms(told["name"], told["time_zone"], told["language"], told["area"])

    def gathering(self) -> Gathering:
        """Where and when the residents meet."""
        return Gathering(self.cleaned_data["place"], self.starts_at())
