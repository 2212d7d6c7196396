"""The shape of what is typed on this floor's pages."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.models import Body
from councils.domain.joining import Wish
from councils.models import Level
from mandates.forms import CountForm

NEW = "new"


class JoinForm(CountForm):
    """Which council to join, or which to found, and how it was decided."""

    host = forms.ChoiceField(label=_("Council"))
    level = forms.ChoiceField(label=_("Level of the new council"), required=False)
    name = forms.CharField(label=_("Name of the new council"), max_length=160, required=False)

    field_order = [
        "host", "level", "name",
        "method", "votes_for", "against", "abstain", "text", "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, hosts: list[Body], levels: list[Level], **options: Any) -> None:
        super().__init__(*args, **options)
        self.hosts = {body.key: body for body in hosts}
        known = [(key, body.name) for key, body in self.hosts.items()]
        _choices(self.fields["host"]).choices = [*known, (NEW, _("A new one, to be founded"))]
        _choices(self.fields["level"]).choices = [(one.code, called(one)) for one in levels]

    def wish(self) -> Wish:
        """What the body wants; asked after validation."""
        told = self.cleaned_data
        if told["host"] == NEW:
            return Wish(level=told["level"], name=told["name"])
        return Wish(host=self.hosts[told["host"]])


def called(level: Level) -> str:
    """A level's name in the reader's language, else in English, else its code."""
    names = level.names
    return str(names.get(get_language() or "en") or names.get("en") or level.code)


def _choices(field: forms.Field) -> forms.ChoiceField:
    assert isinstance(field, forms.ChoiceField)
    return field
