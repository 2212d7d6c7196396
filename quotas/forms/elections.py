"""The shapes of what is typed for an election: seats, candidates, the tally, who chairs it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms.picking import OneOf, offer
from communes.forms_rendering import CountInput, RadioButtons
from communes.models import Method, Person, Role
from mandates.forms import BoundForm, NumberOfVotes
from mandates.models import Seat
from quotas.domain.standing_in import Tenure
from quotas.domain.totalling import WAYS, Tally
from quotas.models import Candidacy, ElectionMethod


class SeatsForm(BoundForm):
    """Which seats an item is to fill, of one office of one body, and how votes are given."""

    seats = forms.MultipleChoiceField(
        label=_("Seats to be filled"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "folded"}),
        help_text=_("One election fills seats of one office in one body."),
    )
    method = forms.ChoiceField(
        label=_("How votes are given"),
        choices=ElectionMethod.choices,
        widget=RadioButtons,
        initial=ElectionMethod.TOTALS,
        required=False,
        help_text=_("Chosen before the count, so that nobody chooses by who would win."),
    )
    runners_up = forms.BooleanField(
        label=_("Those not elected stand in, most votes first"),
        required=False,
        help_text=_("Each for the seats with the same reservation, in order of their votes."),
    )

    closes_days = forms.IntegerField(
        label=_("Nominations close, days before the meeting"),
        required=False,
        min_value=0,
        max_value=30,
        widget=CountInput,
        help_text=_("0 or nothing: names may be announced until the count begins."),
    )

    field_order = ["seats", "method", "closes_days", "kind", "limits", "runners_up"]

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

    def tenure(self) -> Tenure:
        """What the elected are to hold; asked after validation."""
        told = self.cleaned_data
        return Tenure(told["kind"], told["limits"], told["runners_up"], told["closes_days"] or 0)

    def clean_method(self) -> str:
        """The method chosen; totals where the form did not ask."""
        return self.cleaned_data["method"] or ElectionMethod.TOTALS


class TallyForm(forms.Form):
    """The votes of every candidate; in place of a slip, also what the slip was.

    Ranked papers lie in the meeting already: of them only the slip is asked.
    """

    use_required_attribute = False  # an empty number is none
    method = forms.ChoiceField(
        label=_("How was it counted?"),
        choices=[(one.value, one.label) for one in WAYS],
        widget=RadioButtons,
        initial=Method.HANDS,
        help_text=_("In queues everyone stands behind one candidate, or apart to abstain."),
    )
    reason = forms.CharField(label=_("What was the slip?"), max_length=500)

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Candidacy],
        mending: bool = False,
        ranked: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.candidates, self.ranked = list(candidates), ranked
        reason = self.fields.pop("reason")
        if ranked:
            del self.fields["method"]
        else:
            for one in self.candidates:
                self.fields[name_of(one)] = NumberOfVotes(one.person.name)
            self.fields["abstain"] = NumberOfVotes(_("Abstained"))
        if mending:
            self.fields["reason"] = reason

    def votes(self) -> list[forms.BoundField]:
        """The fields of the candidates and of the abstentions, in their order."""
        if self.ranked:
            return []
        return [self[name_of(one)] for one in self.candidates] + [self["abstain"]]

    def tally(self) -> Tally | None:
        """The votes typed, None for ranked papers; asked after validation."""
        if self.ranked:
            return None
        told = self.cleaned_data
        votes = {one.pk: told[name_of(one)] for one in self.candidates}
        return Tally(votes, told["abstain"], told["method"])


class NamingForm(forms.Form):
    """Who chairs or records an item in place of someone whom it concerns."""

    role = forms.ChoiceField(
        label=_("For this item"),
        choices=[(Role.CHAIR, Role.CHAIR.label), (Role.RECORDER, Role.RECORDER.label)],
    )
    person = OneOf(Person, label=_("Who does it instead"))

    def __init__(self, *args: Any, people: Any, roles: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "person", people)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(code, Role(code).label) for code in roles]


class StandForm(forms.Form):
    """The public id of whom the meeting puts up."""

    person = forms.UUIDField()


class ComponentForm(forms.Form):
    """For which component somebody stands, and who nominates: one of the charter's pairs."""

    candidacy = forms.UUIDField(widget=forms.HiddenInput)
    stands_for = forms.ChoiceField(label=_("Stands for"))

    def __init__(
        self, *args: Any, offered: Sequence[tuple[str, str, tuple[str, ...]]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.pairs = [(code, one) for code, _name, names in offered for one in names]
        names = {code: name for code, name, _names in offered}
        field = self.fields["stands_for"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(place), f"{names[code]} · {one}") for place, (code, one) in enumerate(self.pairs)
        ]

    def chosen(self) -> tuple[str, str]:
        """The component's code and the organisation; asked after validation."""
        return self.pairs[int(self.cleaned_data["stands_for"])]


class WithdrawForm(forms.Form):
    """The public id of the candidacy that is withdrawn."""

    candidacy = forms.UUIDField()


def name_of(candidacy: Candidacy) -> str:
    """The name of a candidate's field, as the tally's problems name it."""
    return f"votes-{candidacy.key}"
