"""The shape of what is typed on this floor's pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain.counting import Count
from communes.forms.picking import OneOf, offer
from communes.forms_rendering import CountInput, RadioButtons
from communes.models import Method, MotionVersion, Person
from mandates.domain.appointing import Appointment
from mandates.domain.instructing import Bond
from mandates.models import MandateKind, Seat, Stance

MOST = 1_000_000
METHODS = [
    (Method.HANDS, Method.HANDS.label),
    (Method.CONSENSUS, Method.CONSENSUS.label),
    (Method.PAPER, Method.PAPER.label),
]


class NumberOfVotes(forms.IntegerField):
    """A number of votes; left empty it is none."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label=label, min_value=0, max_value=MOST, widget=CountInput, **options)

    def clean(self, value: Any) -> int:
        """The number typed, 0 for nothing."""
        return 0 if value in self.empty_values else int(super().clean(value))


class CountForm(forms.Form):
    """How a decision was counted; in place of a slip, also what the slip was."""

    use_required_attribute = False  # an empty number is none
    method = forms.ChoiceField(
        label=_("How was it decided?"),
        choices=METHODS,
        widget=RadioButtons,
        initial=Method.HANDS,
        help_text=_("Where there is consensus, nobody for and against is counted."),
    )
    votes_for = NumberOfVotes(_("For"))
    against = NumberOfVotes(_("Against"))
    abstain = NumberOfVotes(_("Abstained"))
    text = forms.CharField(
        label=_("Text of the decision"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Left empty, the title of the item stands for it."),
    )
    reason = forms.CharField(label=_("What was the slip?"), max_length=500)

    field_order = ["method", "votes_for", "against", "abstain", "text", "reason"]

    def __init__(self, *args: Any, mending: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not mending:
            del self.fields["reason"]

    def own_fields(self) -> list[forms.BoundField]:
        """The fields that a kind of business adds to the count."""
        return [field for field in self if field.name not in CountForm.base_fields]

    def count(self, present: int) -> Count:
        """The count typed; by consensus everyone present who did not stand aside was for it."""
        told = self.cleaned_data
        if told["method"] == Method.CONSENSUS:
            aside = min(told["abstain"], present)
            return Count(present - aside, 0, aside, Method.CONSENSUS)
        return Count(told["votes_for"], told["against"], told["abstain"], told["method"])


class StanceForm(forms.Form):
    """On which stance a council calls its roll."""

    stance = forms.ChoiceField(
        label=_("Our delegates are to vote"), choices=Stance.choices, widget=RadioButtons
    )
    limits = forms.CharField(
        label=_("Limits"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Within which they are free, or what they must not give up."),
    )

    def bond(self) -> Bond:
        """What the delegates are to be bound to; asked after validation."""
        return Bond(self.cleaned_data["stance"], self.cleaned_data["limits"])


class InstructionForm(StanceForm, CountForm):
    """What the delegates are bound to, and how it was decided."""

    field_order = [
        "stance", "limits", "method", "votes_for", "against", "abstain", "text", "reason",
    ]  # fmt: skip


class BoundForm(forms.Form):
    """How far somebody is bound, and within which limits; left out: imperative."""

    kind = forms.ChoiceField(
        label=_("Mandate"),
        choices=MandateKind.choices,
        initial=MandateKind.IMPERATIVE,
        required=False,
        widget=RadioButtons,
    )
    limits = forms.CharField(
        label=_("Limits"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For a semi-imperative mandate: within what its holder decides freely."),
    )

    def clean_kind(self) -> str:
        """The kind chosen; imperative where the form did not ask."""
        return self.cleaned_data["kind"] or MandateKind.IMPERATIVE


class AppointForm(BoundForm, CountForm):
    """Who is given which seat by resolution, how far bound, and who stands in, in order."""

    seat = forms.ChoiceField(label=_("Seat"))
    person = forms.ChoiceField(
        label=_("Who is to hold it"),
        required=False,
        help_text=_("Somebody in the room. Left empty, only the alternates are named."),
    )
    alternate_1 = forms.ChoiceField(label=_("First alternate"), required=False)
    alternate_2 = forms.ChoiceField(label=_("Second alternate"), required=False)
    alternate_3 = forms.ChoiceField(label=_("Third alternate"), required=False)

    field_order = [
        "seat", "person", "kind", "limits", "alternate_1", "alternate_2", "alternate_3",
        "method", "votes_for", "against", "abstain", "text", "reason",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, seats: Sequence[Seat], people: Iterable[Person], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.seats = {seat.key: seat for seat in seats}
        self.people = {person.key: person for person in people}
        self._offer("seat", [(key, named(seat)) for key, seat in self.seats.items()])
        named_people = [(key, person.name) for key, person in self.people.items()]
        for name in ("person", *_STANDING_IN):
            self._offer(name, [("", "—"), *named_people])
        told = self.initial.get("alternates", [])
        self.initial = {**self.initial, **dict(zip(_STANDING_IN, told, strict=False))}

    def wanted(self) -> Appointment:
        """What was decided; asked after validation."""
        told = self.cleaned_data
        others = [self.people[told[name]] for name in _STANDING_IN if told[name]]
        return Appointment(
            seat=self.seats[told["seat"]],
            person=self.people.get(told["person"]),
            kind=told["kind"],
            limits=told["limits"],
            alternates=others,
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


_STANDING_IN = ("alternate_1", "alternate_2", "alternate_3")


def named(seat: Seat) -> str:
    """A seat in a list of choices."""
    told = {"office": seat.get_office_display(), "number": seat.number, "body": seat.body.name}
    return _("%(office)s %(number)s · %(body)s") % told


def said(version: MotionVersion) -> str:
    """A version of a motion in a list of choices."""
    told = {
        "title": version.motion.title,
        "number": version.number,
        "host": version.motion.raised_in.name,
    }
    return str(_("%(title)s · version %(number)s · %(host)s") % told)


class MotionForm(forms.Form):
    """Which motion an instruction is about."""

    motion = OneOf(
        MotionVersion,
        said,
        label=_("Motion before the council"),
        widget=RadioButtons,
        empty_label=None,
    )

    def __init__(self, *args: Any, questions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "motion", questions)


class ReportForm(forms.Form):
    """What delegates tell of a session, and the version they were shown."""

    text = forms.CharField(
        label=_("What happened there, how you voted and why"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
