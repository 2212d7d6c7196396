"""Forms of a decision: its count and text, the same again where a slip is mended, urgency."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.domain.counting import Count
from communes.forms_rendering import CountInput, RadioButtons
from communes.models import Method, Resolution

LONGEST = 20_000
MOST = 1_000_000


def whole(label: Any, key: str = "") -> forms.IntegerField:
    """A number of hands; nothing typed is none. `key` leads to it from the keyboard."""
    widget = CountInput({"data-key": key} if key else None)
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST, required=False, widget=widget
    )


class CountForm(forms.Form):
    """How it was decided and with what count."""

    method = forms.ChoiceField(
        label=gettext_lazy("How it is decided"),
        choices=[(one.value, one.label) for one in (Method.CONSENSUS, Method.HANDS, Method.PAPER)],
        initial=Method.HANDS,
        widget=RadioButtons,
    )
    votes_for = whole(gettext_lazy("for"), key="d")
    against = whole(gettext_lazy("against"))
    abstain = whole(gettext_lazy("abstained"))
    women_for = whole(gettext_lazy("women for"))
    women_against = whole(gettext_lazy("women against"))
    women_abstain = whole(gettext_lazy("women abstained"))

    def count(self) -> Count:
        """The count as it was typed; asked after validation."""
        told = self.cleaned_data
        names = ("votes_for", "against", "abstain")
        votes_for, against, abstain = (int(told.get(name) or 0) for name in names)
        if told["method"] == Method.CONSENSUS:
            return Count(0, 0, abstain, Method.CONSENSUS)
        women = [told.get(f"women_{name}") for name in ("for", "against", "abstain")]
        apart = (women[0] or 0, women[1] or 0, women[2] or 0)
        known = apart if any(one is not None for one in women) else None
        return Count(votes_for, against, abstain, told["method"], known)

    def clean(self) -> dict[str, Any]:
        """Hands and papers need a number; a vote without one was not counted."""
        told = super().clean() or {}
        numbers = [told.get(name) for name in ("votes_for", "against", "abstain")]
        typed = any(number is not None for number in numbers) or self.errors
        if told.get("method") != Method.CONSENSUS and not typed:
            self.add_error("votes_for", _("Enter how many were for, against and abstained."))
        return told


class DecisionForm(CountForm):
    """The same with the words of the resolution."""

    text = forms.CharField(
        label=gettext_lazy("Resolution"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )
    field_order = ["text", "method", "votes_for", "against", "abstain"]


class MendForm(DecisionForm):
    """A decision entered by a slip: filled as it stands, with what the slip was."""

    reason = forms.CharField(label=gettext_lazy("What the slip was"), max_length=2000)

    def __init__(self, *args: Any, resolution: Resolution | None = None, **options: Any) -> None:
        options.setdefault("prefix", "mend")
        if resolution is not None:
            options["initial"] = self.told(resolution)
        super().__init__(*args, **options)
        if resolution is None or "women" not in resolution.facts:
            for name in ("women_for", "women_against", "women_abstain"):
                del self.fields[name]
        method = self.fields["method"]
        assert isinstance(method, forms.ChoiceField)
        if resolution is not None and resolution.method == Method.ROLL_CALL:
            method.choices = [(Method.ROLL_CALL.value, Method.ROLL_CALL.label)]

    @staticmethod
    def told(resolution: Resolution) -> dict[str, Any]:
        """The fields as the decision fills them."""
        women = resolution.facts.get("women", {})
        return {
            **{f"women_{name}": number for name, number in women.items()},
            "text": "" if resolution.item.confidential else resolution.text,
            "method": resolution.method,
            "votes_for": resolution.votes_for,
            "against": resolution.votes_against,
            "abstain": resolution.abstentions,
        }

    def mended(self, present: int) -> Count:
        """The count as it should have been entered, for a room with so many voters."""
        count = self.count()
        if count.method != Method.CONSENSUS:
            return count
        return Count(max(present - count.abstain, 0), 0, count.abstain, Method.CONSENSUS)


class UrgencyForm(forms.Form):
    """The vote on whether an item is urgent."""

    votes_for = whole(gettext_lazy("for"))
    against = whole(gettext_lazy("against"))
    abstain = whole(gettext_lazy("abstained"))

    def count(self) -> Count:
        """The count as it was typed; asked after validation."""
        told = self.cleaned_data
        return Count(told["votes_for"] or 0, told["against"] or 0, told["abstain"] or 0)
