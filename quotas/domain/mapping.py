"""Where in the tree quotas fail: the bodies of an audited branch, added up by branch and level.

Bodies are counted by their ids alone, so that tens of thousands take little room.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communes.domain import federating
from communes.models import Body, Relation
from quotas.domain import judging
from quotas.models import Audit

RELATIONS = (Relation.FEDERATES_INTO, Relation.FORMED_BY, Relation.BESIDE)


@dataclass(frozen=True)
class Part:
    """Some bodies: how many there are, and how many of them fail each rule."""

    bodies: int
    failing: Mapping[str, int]

    def share(self, rule: str) -> float:
        """The share of the bodies that fail the rule."""
        return self.failing.get(rule, 0) / self.bodies if self.bodies else 0.0

    @property
    def worst(self) -> float:
        """The largest share of all rules."""
        return max((self.share(rule) for rule in self.failing), default=0.0)


@dataclass
class Ground:
    """An audited branch as ids: who belongs to whom, of which level, and what fails."""

    levels: Mapping[int, tuple[str, str]]
    children: Mapping[int, list[int]]
    failing: Mapping[int, list[str]]

    def below(self, top: int) -> set[int]:
        """The body and all that depends on it; each once, however it is related."""
        found, waiting = {top}, [top]
        while waiting:
            new = [one for one in self.children.get(waiting.pop(), []) if one not in found]
            found.update(new)
            waiting += new
        return found & self.levels.keys()

    def part(self, bodies: Iterable[int]) -> Part:
        """These bodies added up."""
        ids = list(bodies)
        counted = Counter(rule for one in ids for rule in self.failing.get(one, []))
        return Part(len(ids), counted)

    def branches(self, top: int) -> dict[int, Part]:
        """What belongs to the body directly, each with its own branch added up."""
        own = [one for one in self.children.get(top, []) if one in self.levels]
        return {one: self.part(self.below(one)) for one in dict.fromkeys(own)}

    def by_level(self, top: int) -> dict[tuple[str, str], Part]:
        """The branch of the body by level and kind."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for one in self.below(top):
            groups[self.levels[one]].append(one)
        return {level: self.part(ids) for level, ids in sorted(groups.items())}


def ground(audit: Audit) -> Ground:
    """The ground of an audit, in three queries."""
    at = judging.instant_of(audit.on)
    bodies = Body.objects.existing(at).order_by().values_list("pk", "level", "kind")
    tree = federating.children_by_parent(at, RELATIONS)
    failing: dict[int, list[str]] = defaultdict(list)
    for body, rule in audit.findings.filter(verdict="fail").values_list("body", "rule"):
        failing[body].append(rule)
    return Ground(
        {pk: (level, kind) for pk, level, kind in bodies},
        {parent: [child for child, _relation in rows] for parent, rows in tree.items()},
        failing,
    )
