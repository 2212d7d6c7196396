"""How long delegates have to report, by the charter of the day and each body's own value."""

from collections.abc import Iterable, Sequence

from communes import charter as texts
from communes.models import Body, BodyParameter, Charter, Meeting

NAME = "report_days"


def report_days(sessions: Sequence[Meeting], senders: Iterable[Body]) -> dict[tuple[int, int], int]:
    """By the ids of sender and session the days for its report, in two queries."""
    charters = list(Charter.objects.order_by("version"))
    bodies = list(senders)
    rows = BodyParameter.objects.filter(body__in=bodies, section="mandates", name=NAME)
    own = list(rows.order_by("pk"))
    found = {}
    for session in sessions:
        closed = session.closed_at
        assert closed is not None
        common = next(
            texts.section(one.text, "mandates").report_days
            for one in charters
            if one.holds_at(closed)
        )
        for body in bodies:
            values = [one.value for one in own if one.body_id == body.pk and one.holds_at(closed)]
            found[body.pk, session.pk] = int(values[-1]) if values else common
    return found


def extremes() -> tuple[int, int] | None:
    """The fewest and the most days that any charter or any body ever gave; None without one."""
    texts_of = Charter.objects.values_list("text", flat=True)
    days = [int(texts.section(text, "mandates").report_days) for text in texts_of]
    own = BodyParameter.objects.filter(section="mandates", name=NAME)
    days += [int(value) for value in own.values_list("value", flat=True).distinct()] if days else []
    return (min(days), max(days)) if days else None
