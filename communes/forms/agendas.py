"""Forms of an agenda: its rows while it is composed, and lines added to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from communes import kinds
from communes.arithmetic import outlines
from communes.arithmetic.outlines import Timetable
from communes.domain import confiding
from communes.domain.planning import PlannedItem
from communes.forms.lines import LONGEST_ITEM, lines_of, minutes_typed
from communes.forms_rendering import CountInput
from communes.models import Body, OpenPoint, Proposal

MOST = 200
"""Rows of one agenda; the longest real one known to us has 65."""
EMPTY = 3
LONGEST_LIST = 60_000


def choices_of(body: Body) -> list[tuple[str, Any]]:
    """The kinds of business that the body may put on its agenda, the plain ones first."""
    offered = sorted(kinds.offered_to(body), key=lambda kind: kind.entry is not None)
    return [(kind.code, kind.label) for kind in offered]


@dataclass
class Row:
    """One row as it was typed, whether or not it holds together."""

    title: str = ""
    kind: str = "decision"
    minutes: str = ""
    women: str = ""
    point: str = ""
    sub: str = ""
    proposal: str = ""
    confidential: str = ""

    @classmethod
    def of_proposal(cls, proposal: Proposal) -> "Row":
        """A row that takes up what a member proposed."""
        return cls(title=proposal.title, kind=proposal.kind, proposal=proposal.key)

    @classmethod
    def of_point(cls, point: OpenPoint) -> "Row":
        """A row that takes up business that waited."""
        return cls(title=point.title, kind=point.kind, point=point.key)

    @classmethod
    def of_planned(cls, item: PlannedItem) -> "Row":
        """A row like an item of a template or an earlier agenda."""
        minutes = "" if item.planned_minutes is None else str(item.planned_minutes)
        women, sub = ("on" if flag else "" for flag in (item.concerns_women, item.sub))
        return cls(item.title, item.kind, minutes, women, sub=sub)

    @property
    def length(self) -> int | None:
        """The minutes typed, as far as they are a number that may be planned."""
        return minutes_typed(self.minutes)


class RowForm(forms.Form):
    """One item of the agenda; a row without a title is left out."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), initial="decision")
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=0,
        max_value=LONGEST_ITEM,
        required=False,
        widget=CountInput,
    )
    women = forms.BooleanField(label=gettext_lazy("Concerns women"), required=False)
    point = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sub = forms.BooleanField(required=False, widget=forms.HiddenInput)
    proposal = forms.UUIDField(required=False, widget=forms.HiddenInput)
    confidential = forms.BooleanField(label=gettext_lazy("Confidential"), required=False)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = offered


class Rows:
    """The rows of an agenda that is being composed, and what its buttons do to them."""

    def __init__(self, body: Body, rows: Iterable[Row]) -> None:
        self.body = body
        self.offered = choices_of(body)
        self.may_confide = confiding.offered(body)
        self.rows = list(rows)[:MOST]
        self.bound = False
        self._bound: list[RowForm] = []

    @classmethod
    def posted(cls, body: Body, data: Mapping[str, Any]) -> "Rows":
        """The rows of a form handed in."""
        count = str(data.get("rows", "0"))
        many = min(int(count), MOST) if count.isascii() and count.isdigit() else 0
        names = [field.name for field in fields(Row)]
        rows = [
            Row(**{name: str(data.get(f"items-{at}-{name}", "")) for name in names})
            for at in range(many)
        ]
        return cls(body, rows)

    def act(self, what: str, data: Mapping[str, Any]) -> None:
        """Do what a button asks: more rows, a pasted list, one row up, down or away."""
        verb, _colon, place = what.partition(":")
        at = int(place) if place.isascii() and place.isdigit() else -1
        if verb == "paste":
            self.paste(str(data.get("lines", ""))[:LONGEST_LIST])
        elif verb == "more":
            self.rows += [Row() for _row in range(5)]
        elif verb == "order":
            self._reorder(str(data.get("order", "")).split(","))
        elif 0 <= at < len(self.rows):
            self._change(verb, at)
        self.rows = self.rows[:MOST]

    def _change(self, verb: str, at: int) -> None:
        """What the buttons beside a row do."""
        if verb == "drop":
            del self.rows[at]
        elif verb in ("up", "down"):
            order = outlines.stepped(self.subs, at, 1 if verb == "down" else -1)
            self.rows = [self.rows[line] for line in order]
        elif verb in ("in", "out"):
            self.rows[at].sub = "on" if verb == "in" and at else ""

    def _reorder(self, order: Sequence[str]) -> None:
        """The rows in the order of these numbers; left as they are if one is missing or twice."""
        lines = [int(line) for line in order if line.isascii() and line.isdigit()]
        if sorted(lines) == list(range(len(self.rows))):
            self.rows = [self.rows[line] for line in lines]

    @property
    def subs(self) -> list[bool]:
        """Whether each row stands under the item before it."""
        return outlines.settled([bool(row.sub) for row in self.rows])

    @property
    def timetable(self) -> Timetable:
        """When each row begins, and how long all of them take; empty rows take no time."""
        return outlines.timetable(self.subs, [row.length for row in self.rows])

    @property
    def untimed(self) -> int:
        """How many items with a title have no minutes, nor any under them."""
        filled = [(bool(row.sub), row.length) for row in self.rows if row.title.strip()]
        subs, minutes = [sub for sub, _length in filled], [length for _sub, length in filled]
        return outlines.timetable(subs, minutes).untimed

    def paste(self, text: str) -> None:
        """Append a list, one item a line, in place of the empty rows."""
        self.extend(Row(title=title) for title in lines_of(text))

    def extend(self, rows: Iterable[Row]) -> None:
        """Append rows after those that are filled."""
        self.rows = [row for row in self.rows if row.title.strip()] + list(rows)

    def with_empty(self) -> "Rows":
        """The same with a few empty rows at the end, to go on typing."""
        filled = [row for row in self.rows if row.title.strip()]
        spare = max(EMPTY, len(self.rows) - len(filled))
        self.rows = [*filled, *(Row() for _row in range(spare))][:MOST]
        return self

    @property
    def forms(self) -> list[RowForm]:
        """A form for each row; with errors once they were asked to hold together."""
        if self.bound:
            return self._bound
        return [
            RowForm(initial=asdict(row), prefix=f"items-{at}", offered=self.offered)
            for at, row in enumerate(self.rows)
        ]

    def is_valid(self) -> bool:
        """Whether every row holds together; from now on the rows show their errors."""
        self._bound = [
            RowForm(
                {f"items-{at}-{name}": value for name, value in asdict(row).items()},
                prefix=f"items-{at}",
                offered=self.offered,
            )
            for at, row in enumerate(self.rows)
        ]
        self.bound = True
        valid = [form.is_valid() or not row.title.strip() for form, row in self._pairs()]
        return all(valid)

    def planned(self) -> list[PlannedItem]:
        """The items as the deed takes them; asked after `is_valid`."""
        told = [form.cleaned_data for form, row in self._pairs() if row.title.strip()]
        points = _points(self.body, [row["point"] for row in told if row["point"]])
        wished = _proposals(self.body, [row["proposal"] for row in told if row["proposal"]])
        return [
            PlannedItem(
                title=row["title"],
                kind=row["kind"],
                planned_minutes=row["minutes"],
                concerns_women=row["women"],
                point=points.get(row["point"]),
                sub=row["sub"] and place > 0,
                proposal=wished.get(row["proposal"]),
                confidential=row["confidential"],
            )
            for place, row in enumerate(told)
        ]

    def _pairs(self) -> list[tuple[RowForm, Row]]:
        return list(zip(self._bound, self.rows, strict=True))


def _points(body: Body, ids: Sequence[UUID]) -> dict[UUID, OpenPoint]:
    rows = OpenPoint.objects.filter(body=body, item__isnull=True, public_id__in=ids)
    return {row.public_id: row for row in rows}


def _proposals(body: Body, ids: Sequence[UUID]) -> dict[UUID, Proposal]:
    rows = Proposal.objects.waiting().filter(body=body, public_id__in=ids)
    return {row.public_id: row for row in rows}
