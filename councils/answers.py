"""Answers to the ground floor's questions: by which way of counting a council decides."""

from datetime import datetime

from communes.domain import chartering
from communes.models import Body
from councils.parameters import CouncilsParameters


def counted_by(council: Body, at: datetime) -> str:
    """The way of counting that decides a council's roll call, by the charter in force."""
    value = chartering.parameters("councils", at, council)
    assert isinstance(value, CouncilsParameters)
    return value.counted_by
