"""An audited branch as a tree: each body with its verdict, and how many fail below it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from communes.domain import federating
from communes.models import Body, BodyKind, Relation
from communes.sets import among
from quotas.domain import judging
from quotas.models import Audit

DEEP = 3000
"""Of more bodies than this only the councils are drawn, with what fails below them."""
RELATIONS = (Relation.FEDERATES_INTO, Relation.FORMED_BY, Relation.BESIDE)


@dataclass
class Branch:
    """What a tree is drawn from: who is in it, the bodies drawn, who belongs to whom, verdicts."""

    audit: Audit
    within: Collection[int]
    drawn: Mapping[int, Body]
    children: Mapping[int, list[tuple[int, str]]]
    verdicts: Mapping[int, str]
    counted: dict[int, int] = field(default_factory=dict)

    def node(self, body: Body, depth: int = 0) -> dict[str, Any]:
        """The body as the tree component takes it."""
        below = [self.drawn[pk] for pk in self._below(body.pk) if pk in self.drawn]
        below.sort(key=lambda one: (one.kind != BodyKind.COUNCIL, one.folded))
        verdict = self.verdicts.get(body.pk, "pass")
        failing = self.failing(body.pk) - (verdict == "fail")
        return {
            "name": body.name,
            "url": reverse("audited_body", args=[self.audit.public_id, body.public_id]),
            "verdict": verdict,
            "note": _below(failing) or body.get_kind_display(),
            "children": [self.node(one, depth + 1) for one in below],
            "open": depth == 0 or (failing > 0 and depth < 2),
        }

    def failing(self, pk: int) -> int:
        """How many fail: the body itself, and in its branch; relations know no loops."""
        if pk not in self.counted:
            below = sum(self.failing(one) for one in self._below(pk))
            self.counted[pk] = below + (self.verdicts.get(pk) == "fail")
        return self.counted[pk]

    def _below(self, pk: int) -> list[int]:
        return [one for one, _relation in self.children.get(pk, ()) if one in self.within]


def tree_of(audit: Audit) -> list[dict[str, Any]]:
    """The branch as it stood on the day, in a constant number of queries; of a large one only
    what is drawn is fetched whole."""
    at = judging.instant_of(audit.on)
    if audit.scope is None:
        return []
    found: dict[int, list[str]] = defaultdict(list)
    for body, verdict in audit.findings.values_list("body", "verdict"):
        found[body].append(verdict)
    within = judging.ids_of(audit.scope, at)
    rows = Body.objects.filter(among("pk", within))
    branch = Branch(
        audit,
        within,
        (rows.filter(kind=BodyKind.COUNCIL) if len(within) > DEEP else rows).in_bulk(),
        federating.children_by_parent(at, RELATIONS),
        {pk: judging.worst(verdicts) for pk, verdicts in found.items()},
    )
    return [branch.node(audit.scope)]


def _below(failing: int) -> str:
    if not failing:
        return ""
    return ngettext("%(failing)s fails below", "%(failing)s fail below", failing) % {
        "failing": failing
    }
