"""A charter told in words: each parameter with its value, and whence its default comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from communes import charter as texts
from communes import rewriting
from communes.folding import fold
from communes.models import Charter
from communes.periods import holding
from communes.reading import Asked
from communes.rewriting import Changed


@dataclass(frozen=True)
class Rule:
    """A parameter in words.

    `value` and `default` as the charter writes them, `said` and `usual` as people say them;
    `mark` whence the default comes: "borrowed", "ours" or "".
    """

    section: str
    key: str
    label: str
    about: str
    value: Any
    default: Any
    said: str
    usual: str
    mark: str

    @property
    def place(self) -> str:
        """Where a page that tells the whole charter has it."""
        return f"{self.section}-{self.key}"

    @property
    def own(self) -> bool:
        """Whether the charter says something else than the program would by itself."""
        return bool(self.value != self.default)


@dataclass(frozen=True)
class Part:
    """A section of a charter, and what it rules."""

    section: str
    title: str
    rules: list[Rule]


@dataclass(frozen=True)
class Difference:
    """A parameter that two versions rule differently, in words."""

    section: str
    key: str
    title: str
    label: str
    before: str
    after: str


def parts(text: str, letters: str = "") -> list[Part]:
    """What a charter rules, section by section; of a search, only what has the letters."""
    tables = rewriting.all_values(text)
    found = [Part(one, str(texts.title(one)), _rules(one, tables)) for one in texts.sections()]
    if not letters:
        return found
    sought = fold(letters)
    kept = [
        Part(one.section, one.title, [rule for rule in one.rules if _has(one, rule, sought)])
        for one in found
    ]
    return [one for one in kept if one.rules]


def differences(before: str, after: str) -> list[Difference]:
    """What the later text rules differently from the earlier one."""
    old, new = rewriting.all_values(before), rewriting.all_values(after)
    return [_difference(one, old, new) for one in rewriting.changed(before, after)]


def versions(at: datetime) -> list[Charter]:
    """Every version that was ever in force until the instant, the newest first."""
    rows = Charter.objects.filter(since__lte=at)
    return list(rows.select_related("resolution__item__meeting__body").order_by("-version"))


def on(at: datetime) -> Charter | None:
    """The version in force at an instant; None before the first."""
    rows = Charter.objects.filter(holding(at))
    return rows.select_related("resolution__item__meeting__body").first()


def _rules(section: str, tables: Mapping[str, Mapping[str, Any]]) -> list[Rule]:
    return [_rule(section, one, tables) for one in texts.asked(section, tables[section])]


def _rule(section: str, one: Asked, tables: Mapping[str, Mapping[str, Any]]) -> Rule:
    words, value = texts.described(section, one.key), tables[section][one.key]
    return Rule(
        section=section,
        key=one.key,
        label=str(words.label),
        about=str(words.about),
        value=value,
        default=one.default,
        said=texts.said(section, one.key, one.kind, value, tables),
        usual=texts.said(section, one.key, one.kind, one.default, tables),
        mark=words.mark,
    )


def _has(part: Part, rule: Rule, sought: str) -> bool:
    """Whether any of the words of a parameter, or of its section, holds what is sought."""
    return bool(sought) and sought in fold(
        " ".join([part.title, rule.label, rule.about, rule.said, rule.key])
    )


def _difference(
    one: Changed, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Difference:
    return Difference(
        section=one.section,
        key=one.key,
        title=str(texts.title(one.section)),
        label=str(texts.described(one.section, one.key).label),
        before=texts.said(one.section, one.key, one.kind, one.before, old),
        after=texts.said(one.section, one.key, one.kind, one.after, new),
    )
