"""Forms of what the women in the room decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.forms.deciding import MOST
from communes.forms_rendering import CountInput
from communes.models.womens import ASKED


class DeclareForm(forms.Form):
    """Who declares that the item concerns women; how many, where a tenth of the women do."""

    way = forms.ChoiceField(
        label=_("Who declares it"),
        choices=[
            ("mover", _("the mover")),
            ("chairs", _("the chairs")),
            ("women", _("a tenth of the women present")),
        ],
    )
    demanded = forms.IntegerField(
        label=_("How many women"),
        min_value=0,
        max_value=MOST,
        required=False,
        widget=CountInput,
    )


class WomensVoteForm(forms.Form):
    """A count among the women present."""

    question = forms.ChoiceField(label=_("What they decide"), choices=ASKED)
    votes_for = forms.IntegerField(label=_("for"), min_value=0, max_value=MOST, widget=CountInput)
    against = forms.IntegerField(
        label=_("against"), min_value=0, max_value=MOST, required=False, widget=CountInput
    )
