"""The confederation as it stands at an instant: a tree of bodies, each with its verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from communes.domain import federating
from communes.models import Body, BodyKind, Relation
from councils.arithmetic.areas import Tree
from quotas.domain import judging

MOST = 3000
"""So many bodies are drawn one by one; of a larger confederation only the councils."""


CELLS = 400
"""So many councils and communes have room in one picture."""


@dataclass
class Branch:
    """A body, its verdict (none where no rule applies), and what belongs to it."""

    body: Body
    verdict: str
    below: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Picture:
    """The trees of the confederation, and how its bodies are judged in all."""

    roots: list[Branch]
    bodies: int
    whole: bool
    failing: int
    vacant: int
    undeterminable: int


def picture(at: datetime) -> Picture:
    """The whole confederation, in a constant number of queries; only what is drawn is fetched."""
    existing = Body.objects.existing(at)
    bodies = existing.count()
    whole = bodies <= MOST
    drawn = (existing if whole else existing.filter(kind=BodyKind.COUNCIL)).in_bulk()
    verdicts = _verdicts(judging.judge_bodies(drawn, at))
    relations = (Relation.FEDERATES_INTO, Relation.FORMED_BY, Relation.BESIDE)
    children = federating.children_by_parent(at, relations, None if whole else drawn)
    below = {child for rows in children.values() for child, _relation in rows}
    roots = [body for pk, body in drawn.items() if pk not in below]
    told = list(verdicts.values())
    return Picture(
        roots=[_branch(root, drawn, children, verdicts) for root in _sorted(roots)],
        bodies=bodies,
        whole=whole,
        failing=told.count("fail"),
        vacant=told.count("vacant"),
        undeterminable=told.count("undeterminable"),
    )


def _verdicts(judged: Iterable[judging.Judged]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for one in judged:
        found.setdefault(one.body.pk, []).append(str(one.verdict))
    return {pk: judging.worst(verdicts) for pk, verdicts in found.items()}


def _branch(
    body: Body,
    drawn: Mapping[int, Body],
    children: Mapping[int, list[tuple[int, str]]],
    verdicts: Mapping[int, str],
) -> Branch:
    """A body with all that belongs to it; relations know no loops (`relate` refuses them)."""
    below = [drawn[pk] for pk, _relation in children.get(body.pk, []) if pk in drawn]
    branches = [_branch(one, drawn, children, verdicts) for one in _sorted(below)]
    return Branch(body, verdicts.get(body.pk, ""), branches)


def _sorted(bodies: Iterable[Body]) -> list[Body]:
    """Councils before communes before what they formed; then by name."""
    rank = {"council": 0, "commune": 1, "womens_assembly": 3}
    return sorted(bodies, key=lambda body: (rank.get(body.kind, 2), body.folded))


def drawn(roots: Iterable[Branch]) -> dict[int, Branch]:
    """The councils and communes of the trees by id; of too many, the councils alone."""
    found: dict[int, Branch] = {}
    waiting = list(roots)
    while waiting:
        branch = waiting.pop()
        found[branch.body.pk] = branch
        waiting += branch.below
    both = {pk: one for pk, one in found.items() if one.body.kind in ("council", "commune")}
    if len(both) <= CELLS:
        return both
    return {pk: one for pk, one in both.items() if one.body.kind == "council"}


def outline(branch: Branch, chosen: Mapping[int, Branch]) -> Tree:
    """The tree of a branch, of those chosen alone."""
    below = tuple(outline(one, chosen) for one in branch.below if one.body.pk in chosen)
    return Tree(branch.body.pk, below)
