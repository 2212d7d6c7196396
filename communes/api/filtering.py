"""Filters of lists: what a row is, and a part of a name however it is typed."""

from django.db.models import Model, QuerySet
from django_filters import rest_framework as filters

from communes.folding import fold


class Filter(filters.FilterSet):  # type: ignore[misc]
    """The filters of one list; each names its model in `Meta`."""


class FoldedFilter(filters.CharFilter):  # type: ignore[misc]
    """Rows whose folded name holds every word, in whatever script or order."""

    def filter(self, rows: QuerySet[Model], value: str) -> QuerySet[Model]:
        """The rows that match; all of them for a blank value."""
        for word in fold(value or "").split():
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows
