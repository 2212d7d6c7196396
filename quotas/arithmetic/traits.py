"""Several quotas at once: at least and at most so many seats for each value of a trait.

Gender, youth, component: a trait has one value for each person, so the seats that quotas of one
trait ask for are different seats, while one person may serve a quota of each trait.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Traits = Mapping[str, str]
"""A person's value for each trait; traits that no quota names do not matter."""


@dataclass(frozen=True)
class Quota:
    """Seats for those whose `trait` has this `value`: at least, and at most unless None.

    Raises ValueError for numbers below zero or a least above the most.
    """

    trait: str
    value: str
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"from {self.least} to {self.most} seats for {self.value}")

    def counts(self, traits: Traits) -> bool:
        """Whether someone of these traits serves it."""
        return traits.get(self.trait) == self.value


@dataclass(frozen=True)
class Short:
    """A quota that cannot be met, and how many seats are missing."""

    quota: Quota
    by: int


def check(seats: int, quotas: Sequence[Quota]) -> None:
    """Raise ValueError for two quotas of one value, or no seat."""
    keys = [(quota.trait, quota.value) for quota in quotas]
    if len(set(keys)) < len(keys):
        raise ValueError("two quotas for one value")
    if seats < 1:
        raise ValueError(f"{seats} seats")


def by_trait(quotas: Iterable[Quota]) -> dict[str, list[Quota]]:
    """The quotas of each trait."""
    found: dict[str, list[Quota]] = defaultdict(list)
    for quota in quotas:
        found[quota.trait].append(quota)
    return found


def shorts(holders: Iterable[Traits], quotas: Sequence[Quota]) -> tuple[Short, ...]:
    """The quotas that they do not meet, and by how much."""
    held = list(holders)
    found = []
    for quota in quotas:
        missing = quota.least - sum(1 for traits in held if quota.counts(traits))
        if missing > 0:
            found.append(Short(quota, missing))
    return tuple(found)


def broken(seats: int, holders: Sequence[Traits], quotas: Sequence[Quota]) -> tuple[Quota, ...]:
    """The quotas that these holders break for good, whoever takes the seats left.

    A value has more than its most; or a trait's quotas miss more than there are seats left
    (what they ask beyond all seats, nobody could give, is no one's fault).
    """
    found = [
        quota
        for quota in quotas
        if quota.most is not None
        and sum(1 for traits in holders if quota.counts(traits)) > quota.most
    ]
    left = seats - len(holders)
    for of_trait in by_trait(quotas).values():
        missing = shorts(holders, of_trait)
        if sum(one.by for one in missing) > left + beyond(seats, of_trait):
            found += [one.quota for one in missing]
    return tuple(found)


def beyond(seats: int, of_trait: Sequence[Quota]) -> int:
    """How many seats the quotas of one trait ask for that do not exist."""
    return max(0, sum(quota.least for quota in of_trait) - seats)
