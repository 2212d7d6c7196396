"""Choosing persons by a few letters, with or without JavaScript."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from communes.models import Person

MOST = 500


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of those that a form offers, by its public id, told in the page's own words."""

    def __init__(
        self, model: type[Model], said: Callable[[Any], str] = str, **options: Any
    ) -> None:
        none = model._default_manager.none()
        super().__init__(none, to_field_name="public_id", **options)
        self.said = said

    def label_from_instance(self, obj: Model) -> str:
        """How the row is told in the list of choices."""
        return self.said(obj)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let one of these rows be chosen in the field."""
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ModelChoiceField)
    chosen.queryset = rows


class LettersForm(forms.Form):
    """A few letters of a name or a household."""

    q = forms.CharField(label=_("Name or household"), max_length=200, required=False)

    @classmethod
    def letters(cls, data: "object") -> str:
        """What was typed; nothing where it cannot be searched for."""
        form = cls(data)  # type: ignore[arg-type]
        return str(form.cleaned_data["q"]) if form.is_valid() else ""


@dataclass
class Option:
    """A person who may be chosen, with what is worth knowing beside the name."""

    person: Person
    note: str = ""
    chosen: bool = False


@dataclass
class Pick:
    """Persons to choose from under one name of a field: known ones, ticked ones, matches."""

    options: list[Option] = field(default_factory=list)

    def add(self, person: Person, note: str = "", *, chosen: bool = False) -> None:
        """Offer a person, once."""
        for one in self.options:
            if one.person.pk == person.pk:
                one.chosen = one.chosen or chosen
                one.note = one.note or note
                return
        self.options.append(Option(person, note, chosen))

    @property
    def chosen(self) -> list[Person]:
        """The persons ticked."""
        return [one.person for one in self.options if one.chosen]


def ids(values: Iterable[str]) -> list[UUID]:
    """The public ids among what was handed in; what is none is left out."""
    found = []
    for value in list(values)[:MOST]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def persons(people: QuerySet[Person], values: Sequence[str]) -> list[Person]:
    """The persons named by public ids among those that may be chosen, in the order named."""
    wanted = ids(values)
    rows = {person.public_id: person for person in people.filter(public_id__in=wanted)}
    return [rows[one] for one in dict.fromkeys(wanted) if one in rows]
