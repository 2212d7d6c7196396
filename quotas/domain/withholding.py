"""Numbers of component seats that an audit tells, held against all that were told before.

Two audits with one new mandate between them would tell, by the difference of two numbers, of what
component its holder is. Such a number is told again only when nobody came or went since, or when
five or more did: since each earlier audit that told one, so that no chain of audits undoes it.
That a number was left out for being small tells of it too: by the first that is told after it,
one who came between would be told. What this rule withheld tells nothing but who came and went.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from mandates.models import Mandate
from quotas.arithmetic.concealing import steady
from quotas.domain.apportioning import COMPONENTS, WITHHELD, Weighed
from quotas.domain.judged import JudgedLevel, Judgement
from quotas.models import Audit, AuditState, Finding, LevelResult

Changes = Counter[int]


def withhold(audit: Audit, judgement: Judgement, at: datetime) -> None:
    """Take out of a judgement the numbers from which somebody could be told by a difference."""
    found = [one for _pk, one in judgement.wanting if one.rule == COMPONENTS]
    levels = [one for one in judgement.levels if one.rule == COMPONENTS]
    if not found and not levels:
        return
    earlier = Finding.objects.filter(rule=COMPONENTS, audit__state=AuditState.DONE)
    rows = [
        one for one in earlier.exclude(audit=audit).select_related("audit") if _says(one.figures)
    ]
    hushed = {one.body.pk for one in found if not _body_holds(one.body.pk, rows, at)}
    judgement.wanting = [
        (pk, one.quieted() if pk in hushed and one.rule == COMPONENTS else one)
        for pk, one in judgement.wanting
    ]
    told = {one.body.pk for one in found if _tells(one.weighed)} - hushed
    unsafe = [one for one in levels if not _level_holds(one, told, hushed, rows, judgement, at)]
    judgement.levels = [one.quieted() if one in unsafe else one for one in judgement.levels]


def _body_holds(body: int, rows: Sequence[Finding], at: datetime) -> bool:
    """Whether the body's numbers may stand beside each that was told of it before."""
    then = {row.audit.finished_at for row in rows if row.body_id == body}
    return all(steady(_changes([body], one, at)[body]) for one in then if one)


def _level_holds(
    level: JudgedLevel,
    told: set[int],
    hushed: set[int],
    rows: Sequence[Finding],
    judgement: Judgement,
    at: datetime,
) -> bool:
    """The same of a level: among all its bodies, and among those whose own numbers are not told.

    Beside a body that was made silent just now its total would give away what the body does not.
    """
    key = {"level": level.level, "kind": level.kind, "circle": level.circle}
    bodies = [pk for pk, kind in judgement.declaring.items() if kind == tuple(key.values())]
    results = LevelResult.objects.filter(**key, rule=COMPONENTS, audit__state=AuditState.DONE)
    for result in results.select_related("audit"):
        then = result.audit.finished_at
        if then is None or not _says(result.figures):
            continue
        changes = _changes(bodies, then, at)
        mine = (row for row in rows if row.audit_id == result.audit_id)
        both = told & {row.body_id for row in mine if _told(row.figures)}
        hidden = sum(number for body, number in changes.items() if body not in both)
        if not steady(changes.total()) or not steady(hidden):
            return False
    return not hushed & set(bodies)


def _changes(bodies: Iterable[int], then: datetime, now: datetime) -> Changes:
    """How many mandates of each body began or ended between."""
    began = Q(since__gt=then, since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))
    ended = Q(since__lte=then, until__gt=then, until__lte=now)
    rows = Mandate.objects.filter(began | ended, seat__body__in=list(bodies)).order_by()
    return Counter(rows.values_list("seat__body", flat=True))


def _tells(weighed: Weighed | None) -> bool:
    return weighed is not None and weighed.rule == COMPONENTS and _told({"own": weighed.figures})


def _told(figures: object) -> bool:
    return any(number is not None for number in _own(figures).get("held", {}).values())


def _says(figures: object) -> bool:
    """Whether the figures say anything of a number, be it that it is small."""
    own = _own(figures)
    return bool(own.get("held")) and not own.get(WITHHELD)


def _own(figures: object) -> Mapping[str, Any]:
    own: Mapping[str, Any] = figures.get("own", {}) if isinstance(figures, dict) else {}
    return own
