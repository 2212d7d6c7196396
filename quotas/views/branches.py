"""An audited branch as a tree: each body with its verdict, and how many fail below it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from communes.domain import federating
from communes.models import Body, BodyKind, Relation
from quotas.domain import judging
from quotas.models import Audit

DEEP = 3000
"""Of more bodies than this only the councils are drawn, with what fails below them."""
RELATIONS = (Relation.FEDERATES_INTO, Relation.FORMED_BY, Relation.BESIDE)


@dataclass
class Branch:
    """What a tree is drawn from: bodies by id, who belongs to whom, the verdicts found."""

    audit: Audit
    bodies: Mapping[int, Body]
    children: Mapping[int, list[tuple[int, str]]]
    verdicts: Mapping[int, str]

    def node(self, body: Body, depth: int = 0) -> tuple[dict[str, Any], int]:
        """The body as the tree component takes it, and how many fail in its branch."""
        verdict = self.verdicts.get(body.pk, "pass")
        below = [
            self.bodies[pk] for pk, _relation in self.children.get(body.pk, []) if pk in self.bodies
        ]
        below.sort(key=lambda one: (one.kind != BodyKind.COUNCIL, one.folded))
        drawn = [self.node(one, depth + 1) for one in below]
        failing = sum(failed for _node, failed in drawn)
        if depth and len(self.bodies) > DEEP and body.kind != BodyKind.COUNCIL:
            return {}, failing + (verdict == "fail")
        told = {
            "name": body.name,
            "url": reverse("audited_body", args=[self.audit.public_id, body.public_id]),
            "verdict": verdict,
            "note": _below(failing) or body.get_kind_display(),
            "children": [node for node, _failed in drawn if node],
            "open": depth == 0 or (failing > 0 and depth < 2),
        }
        return told, failing + (verdict == "fail")


def tree_of(audit: Audit) -> list[dict[str, Any]]:
    """The branch as it stood on the day, in a constant number of queries."""
    at = judging.instant_of(audit.on)
    if audit.scope is None:
        return []
    found: dict[int, list[str]] = defaultdict(list)
    for body, verdict in audit.findings.values_list("body", "verdict"):
        found[body].append(verdict)
    branch = Branch(
        audit,
        judging.bodies_of(audit.scope, at),
        federating.children_by_parent(at, RELATIONS),
        {pk: judging.worst(verdicts) for pk, verdicts in found.items()},
    )
    return [branch.node(audit.scope)[0]]


def _below(failing: int) -> str:
    if not failing:
        return ""
    return ngettext("%(failing)s fails below", "%(failing)s fail below", failing) % {
        "failing": failing
    }
