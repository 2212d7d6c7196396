"""Numbers that a body gives out in order, without a gap and never twice."""

from django.db.models import F

from communes.models import Body, BodyCounter, Resolution


def next_meeting(body: Body) -> int:
    """The next number of a meeting of the body; locks its counter until the deed ends."""
    return _next(body, "meetings")


def next_resolution(body: Body) -> int:
    """The next number of a resolution of the body; locks its counter until the deed ends."""
    return _next(body, "resolutions")


def number(resolution: Resolution) -> None:
    """Give it the next number of its body, or that of the entry struck out which it mends."""
    struck = Resolution.objects.filter(item=resolution.item).order_by("-revision").first()
    if struck is None:
        resolution.number = next_resolution(resolution.body)
        return
    resolution.mends = struck
    resolution.number = struck.number
    resolution.revision = struck.revision + 1


def _next(body: Body, column: str) -> int:
    BodyCounter.objects.filter(pk=body.pk).update(**{column: F(column) + 1})
    return int(BodyCounter.objects.values_list(column, flat=True).get(pk=body.pk))
