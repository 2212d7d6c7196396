"""How long personal lists are kept: the charter's months from the day (DOMAIN §2.10)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from communes.arithmetic.days import term_end
from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.models import Body


def erase_day(body: Body, at: datetime) -> date:
    """The day from which a row of a list written now may be erased."""
    months = communes_parameters(at, body).lists_kept_months
    return term_end(rolls.day_of(body, at).date(), months=months)


def confidential_day(body: Body, at: datetime) -> date:
    """The day from which words of a confidential item written now may be erased."""
    months = communes_parameters(at, body).confidential_kept_months
    return term_end(rolls.day_of(body, at).date(), months=months)


def list_day(rows: QuerySet[Any], body: Body, at: datetime) -> date:
    """The day from which a whole list may be erased: that of its last row."""
    last: date | None = rows.aggregate(last=Max("erase_on"))["last"]
    return last or erase_day(body, at)
