"""Where in the tree quotas are not kept: an audited branch, added up by branch and level.

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
    """Some bodies: how many there are, and of how many each rule found each verdict."""

    bodies: int
    counted: Mapping[tuple[str, str], int]

    def found(self, rule: str, verdict: str = "fail") -> int:
        """Of how many bodies the rule found that verdict, which is no pass."""
        return self.counted.get((rule, verdict), 0)

    def share(self, rule: str) -> float:
        """The share of the bodies that fail the rule."""
        return self.found(rule) / self.bodies if self.bodies else 0.0

    @property
    def worst(self) -> float:
        """The largest share of all rules."""
        return max((self.share(rule) for rule, _verdict in self.counted), default=0.0)


@dataclass
class Ground:
    """An audited branch as ids: who belongs to whom, of which level, what is found wanting."""

    levels: Mapping[int, tuple[str, str]]
    children: Mapping[int, list[int]]
    wanting: Mapping[int, list[tuple[str, str]]]

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
        return Part(len(ids), Counter(told for one in ids for told in self.wanting.get(one, [])))

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
    wanting: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for body, rule, verdict in audit.findings.values_list("body", "rule", "verdict"):
        wanting[body].append((rule, verdict))
    return Ground(
        {pk: (level, kind) for pk, level, kind in bodies},
        {parent: [child for child, _relation in rows] for parent, rows in tree.items()},
        wanting,
    )
