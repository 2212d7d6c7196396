"""Every parameter of the charter has words that people can read."""

import pytest
from django.utils.translation import override

from communes import charter, rewriting
from communes.domain import expounding
from communes.domain.expounding import Rule
from communes.reading import Asked

TEXT = charter.shipped("confederal-2014")
TABLES = rewriting.all_values(TEXT)
ASKED = [(section, one) for section in charter.sections() for one in charter.asked(section)]
QUOTAS = charter.sections().index("quotas")
NAMES = [f"{section}.{one.key}" for section, one in ASKED]


def rule(section: str, key: str) -> Rule:
    rules = [one for part in expounding.parts(TEXT) for one in part.rules]
    return next(one for one in rules if (one.section, one.key) == (section, key))


def test_every_section_has_a_title() -> None:
    assert not [one for one in charter.sections() if str(charter.title(one)) == one]


@pytest.mark.parametrize(("section", "asked"), ASKED, ids=NAMES)
def test_every_parameter_has_words_and_a_line_that_explains_it(section: str, asked: Asked) -> None:
    words = charter.described(section, asked.key)
    label = str(words.label)
    assert label
    assert label != asked.key
    assert "_" not in label
    assert str(words.about).endswith((".", "?"))
    assert words.mark in ("", "ours", "borrowed")


@pytest.mark.parametrize(("section", "asked"), ASKED, ids=NAMES)
def test_no_choice_and_no_default_is_told_by_its_code(section: str, asked: Asked) -> None:
    worded = charter.described(section, asked.key).worded(TABLES)
    wanted = asked.choices or (asked.default if asked.kind == "words" else ())
    assert not [one for one in wanted if one not in worded]
    told = {rule(section, asked.key).said, rule(section, asked.key).usual}
    assert not [one for one in told if "_" in one or one.startswith(("[", "{"))]


def test_words_are_of_parameters_that_there_are() -> None:
    known = {(section, one.key) for section, one in ASKED}
    assert not [
        (section, key)
        for section in charter.sections()
        for key in charter._words[section]
        if (section, key) not in known
    ]


def test_values_are_told_as_people_say_them() -> None:
    assert rule("communes", "women_presence").said == "40 %"
    assert rule("quotas", "youth_share").said == "off"
    assert rule("mandates", "pair").said == "yes"
    assert rule("communes", "majority").said == "two thirds"
    assert "people's council" in rule("councils", "levels").said
    with override("ku"):
        assert "meclîsa gel" in rule("councils", "levels").said
    text = rewriting.rewritten(TEXT, "quotas", {"nominated_levels": ["people"], "share": "1/3"})
    told = {one.key: one for one in expounding.parts(text)[QUOTAS].rules}
    assert told["nominated_levels"].said == "people's council"
    assert (told["share"].said, told["share"].own, told["deputies"].own) == ("1/3", True, False)
