"""Forms of invitations: whom to invite, and what a slip's code is exchanged for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communes.models import Person

AT_ONCE = 200


class PeopleForm(forms.Form):
    """Persons without an account, chosen on the page."""

    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose whom to invite.")},
    )

    def offer(self, people: QuerySet[Person]) -> None:
        """Accept these persons only."""
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people

    def clean_people(self) -> list[Person]:
        """As many as a person prints and cuts at once."""
        chosen = list(self.cleaned_data["people"].order_by("sort_key", "pk")[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            raise forms.ValidationError(
                _("At most %(most)s slips are printed at once.") % {"most": AT_ONCE}
            )
        return chosen


class CodeForm(forms.Form):
    """The code of a slip, as it is typed: spaces, dashes and case do not matter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Twelve letters and digits, as they stand on your slip."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
                "data-from-fragment": "code",
            }
        ),
    )


class PasswordFields(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_(
            "At least eight signs; three words that belong together only for you are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """A slip of the finger would lock the person out."""
        told = super().clean() or {}
        if "password" in told and "again" in told and told["password"] != told["again"]:
            self.add_error("again", _("The two are not the same."))
        return told


class CredentialFields(PasswordFields):
    """A name to sign in with, and a password."""

    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=150,
        help_text=_("Letters, digits and . + - _ without spaces; nobody else sees it."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ["username", "password", "again"]


class ResetForm(PasswordFields):
    """What a code for a new password is exchanged for."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)


class JoinForm(CredentialFields):
    """What a code for a first account is exchanged for."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
