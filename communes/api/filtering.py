"""Filters of lists: what a row is, and a part of a name however it is typed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_filters import fields
from django_filters import rest_framework as filters

from communes.folding import fold
from communes.serializers.fields import EARLIEST, LATEST


class Filter(filters.FilterSet):  # type: ignore[misc]
    """The filters of one list; each names its model in `Meta`."""


class FoldedFilter(filters.CharFilter):  # type: ignore[misc]
    """Rows whose folded name holds every word, in whatever script or order."""

    def filter(self, rows: QuerySet[Model], value: str) -> QuerySet[Model]:
        """The rows that match; all of them for a blank value."""
        for word in fold(value or "").split():
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows


class BoundedInstant(fields.IsoDateTimeField):  # type: ignore[misc]
    """An instant that a database can hold in any zone."""

    def clean(self, value: Any) -> datetime | None:
        """The instant. Raises `ValidationError`."""
        instant: datetime | None = super().clean(value)
        if instant is not None and not EARLIEST <= instant.year <= LATEST:
            raise ValidationError(_("This day lies too far away."), "far")
        return instant


class InstantFilter(filters.IsoDateTimeFilter):  # type: ignore[misc]
    """Rows by an instant, such as 2026-03-21T18:00+03:00."""

    field_class = BoundedInstant
