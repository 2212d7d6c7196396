"""Each level taken together: its bodies of one kind, judged as one big body."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from quotas.arithmetic.composition import Reserved, reserved, smallest_change, verdict
from quotas.arithmetic.composition import together as sum_of
from quotas.arithmetic.verdicts import Verdict
from quotas.domain.judged import COMPOSITION, Judged, JudgedLevel
from quotas.domain.ruling import Rules
from quotas.domain.weighing import TOGETHER, together


def levels(
    alike: Iterable[tuple[Judged, int]], further: Sequence[Judged], rules: Rules, *, whole: bool
) -> Iterator[JudgedLevel]:
    """Every rule that is tested on levels too, one after the other.

    `alike` are verdicts with how many bodies share each, `further` those of the further rules.
    """
    yield from _compositions_together(alike, rules)
    groups: dict[tuple[str, str, str, str], list[Judged]] = defaultdict(list)
    for one in further:
        if one.weighed is not None and one.rule in TOGETHER:
            groups[one.body.level, one.body.kind, one.body.circle, one.rule].append(one)
    for (level, kind, circle, rule), members in sorted(groups.items()):
        found = together([one.weighed for one in members if one.weighed], rules, whole=whole)
        held = sum_of(one.composition for one in members)
        yield JudgedLevel(
            level=level,
            kind=kind,
            circle=circle,
            bodies=len(members),
            passed=sum(1 for one in members if one.verdict is Verdict.PASS),
            verdict=found.verdict,
            change=found.change,
            composition=held,
            least=Reserved(0, 0, held.seats),
            rule=rule,
            weighed=found,
        )


def _compositions_together(
    alike: Iterable[tuple[Judged, int]], rules: Rules
) -> Iterator[JudgedLevel]:
    groups: dict[tuple[str, str, str], list[tuple[Judged, int]]] = defaultdict(list)
    for one, bodies in alike:
        if one.rule == COMPOSITION:
            groups[one.body.level, one.body.kind, one.body.circle].append((one, bodies))
    rule = rules.composition()
    for (level, kind, circle), members in sorted(groups.items()):
        whole = sum_of(one.composition.times(bodies) for one, bodies in members)
        yield JudgedLevel(
            level=level,
            kind=kind,
            circle=circle,
            bodies=sum(bodies for _one, bodies in members),
            passed=sum(bodies for one, bodies in members if one.verdict is Verdict.PASS),
            verdict=verdict(rule, whole),
            change=smallest_change(rule, whole),
            composition=whole,
            least=reserved(rule, whole.seats),
        )
