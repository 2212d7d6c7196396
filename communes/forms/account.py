"""Forms of an account: the address for its letters, a new password, names of keys and tokens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.domain.tokening import LONGEST, Terms
from communes.forms.inviting import PasswordFields
from communes.forms_rendering import CountInput, RadioButtons
from communes.models import ApiToken


class AddressForm(forms.Form):
    """Where letters are to go."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        help_text=_("Only this program uses it, for notices; nobody else sees it."),
    )


class PasswordForm(PasswordFields):
    """The old password, and the new one typed twice."""

    old = forms.CharField(
        label=_("The password until now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]


class ConfirmCodeForm(forms.Form):
    """A code from the app, to show that it makes the right ones."""

    code = forms.CharField(
        label=_("The code that the app shows now"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )


class NameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=_("What you call it"),
        max_length=60,
        help_text=_("“My phone”, “the blue stick”: so that you know later which to remove."),
    )


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("The program or machine that will use it."),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=ApiToken.Scope.choices,
        initial=ApiToken.Scope.READ,
        widget=RadioButtons,
    )
    proves = forms.BooleanField(
        label=_("Also sign and confirm, where you yourself are asked for a fresh proof"),
        required=False,
    )
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=LONGEST, initial=90, widget=CountInput
    )

    def terms(self) -> Terms:
        """What was chosen."""
        told = self.cleaned_data
        return Terms(told["name"], told["scope"], told["days"], told["proves"])
