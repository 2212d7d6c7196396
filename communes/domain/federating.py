"""Relations between bodies as they stood at an instant: parents, units, the whole tree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting, forget
from communes.models import Affiliation, Body, Relation, Resolution
from communes.periods import holding
from communes.problems import Problem, refuse_if
from communes.sets import among

_DESCENT = """
WITH RECURSIVE below(id) AS (
    SELECT body_id FROM communes_affiliation
    WHERE parent_id = %s AND since <= %s AND (until IS NULL OR until > %s)
    UNION
    SELECT a.body_id FROM communes_affiliation a JOIN below ON a.parent_id = below.id
    WHERE a.since <= %s AND (a.until IS NULL OR a.until > %s)
)
SELECT id FROM below
"""


def parents(body: Body, relation: Relation, at: datetime) -> QuerySet[Body]:
    """The bodies to which this one stands in the relation at the instant."""
    rows = Affiliation.objects.filter(holding(at), body=body, relation=relation)
    return Body.objects.filter(pk__in=rows.values("parent"))


def dependants(body: Body, relation: Relation, at: datetime) -> QuerySet[Body]:
    """The bodies that stand to this one in the relation at the instant."""
    rows = Affiliation.objects.filter(holding(at), parent=body, relation=relation)
    return Body.objects.filter(pk__in=rows.values("body"))


def branch(root: Body, at: datetime) -> set[int]:
    """Ids of the body and of all that depend on it at the instant, in one recursive query."""
    instant = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_DESCENT, [root.pk, *[instant] * 4])
        return {root.pk, *(row[0] for row in cursor.fetchall())}


def children_by_parent(
    at: datetime, relations: tuple[Relation, ...], children: Iterable[int] | None = None
) -> Mapping[int, list[tuple[int, str]]]:
    """The tree as of an instant: for each parent's id, (child's id, relation), in one query.

    With `children` only what these belong to: the upper part of a large tree.
    """
    rows = Affiliation.objects.filter(holding(at), relation__in=relations)
    if children is not None:
        rows = rows.filter(among("body", children))
    tree: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for parent, child, relation in rows.values_list("parent_id", "body_id", "relation"):
        tree[parent].append((child, relation))
    return tree


def relate_problems(body: Body, parent: Body, relation: Relation, at: datetime) -> list[Problem]:
    """Why the relation may not begin: one host at a time, one circle, no loop in the tree."""
    problems = []
    if relation == Relation.FEDERATES_INTO:
        if parents(body, relation, at).exists():
            message = _("%(body)s already belongs to a council.") % {"body": body}
            problems.append(Problem("host_already", message, {"body": body.key}))
        if body.circle != parent.circle:
            message = _("Bodies of different circles do not federate into one another.")
            problems.append(Problem("circle_differs", message))
    if parent.pk in branch(body, at):
        message = _("%(parent)s already stands below %(body)s.") % {"parent": parent, "body": body}
        problems.append(Problem("tree_cycle", message))
    return problems


def relate(
    body: Body,
    parent: Body,
    relation: Relation,
    *,
    by: Actor,
    at: datetime,
    resolution: Resolution | None = None,
) -> Affiliation:
    """Begin a relation. Raises `Refused`; enters it in both books."""
    with acting(by=by, at=at) as acts:
        ids = sorted([body.pk, parent.pk])
        list(Body.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
        refuse_if(relate_problems(body, parent, relation, at))
        row = Affiliation.objects.create(
            body=body, parent=parent, relation=relation, since=at, resolution=resolution
        )
        forget()
        facts = {"body": body.key, "parent": parent.key, "relation": str(relation)}
        acts.enter(body, "relation.begun", facts)
        acts.enter(parent, "relation.begun", facts)
    return row
