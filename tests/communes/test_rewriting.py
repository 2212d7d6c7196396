"""A charter's text is rewritten value by value, and nothing else in it moves."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from communes import charter, rewriting
from communes.reading import Asked

TEXT = charter.shipped("confederal-2014")
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=12)


def test_every_section_tells_what_it_asks_for() -> None:
    asked = {section: charter.asked(section) for section in charter.sections()}
    assert {one.key for one in asked["communes"]} >= {"notice_days", "majority", "women_presence"}
    share = next(one for one in asked["quotas"] if one.key == "share")
    assert share == Asked("share", "share", "2/5")
    for section, keys in asked.items():
        assert set(rewriting.tables_of(TEXT)[section]) <= {one.key for one in keys}, section


def test_a_text_rewritten_with_its_own_values_is_the_same() -> None:
    for section in charter.sections():
        assert rewriting.rewritten(TEXT, section, rewriting.values_of(TEXT, section)) == TEXT


def some(asked: Asked) -> st.SearchStrategy[Any]:
    """A value of the right kind."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "whole": st.integers(asked.least, max(asked.least, asked.most)),
        "share": st.sampled_from(["0", "1/3", "2/5", "1/2", "1"]),
        "choice": st.sampled_from(asked.choices or ("",)),
        "words": st.lists(WORDS, max_size=3),
        "flag": st.booleans(),
        "tables": st.lists(st.fixed_dictionaries({"code": WORDS, "names": st.just({"en": "x"})})),
    }
    return kinds[asked.kind]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    section = draw(st.sampled_from(charter.sections()))
    asked = draw(st.lists(st.sampled_from(charter.asked(section)), unique_by=lambda one: one.key))
    return section, {one.key: draw(some(one)) for one in asked}


@settings(max_examples=150, deadline=None)
@given(edits())
def test_the_new_values_are_read_again_and_all_others_stay(
    edit: tuple[str, dict[str, Any]],
) -> None:
    section, values = edit
    text = rewriting.rewritten(TEXT, section, values)
    before, after = rewriting.tables_of(TEXT), rewriting.tables_of(text)
    assert {**before[section], **values} == {**values, **after[section]}
    assert {k: v for k, v in after.items() if k != section} == {
        k: v for k, v in before.items() if k != section
    }
    told = {(one.section, one.key) for one in rewriting.changed(TEXT, text)}
    now = rewriting.values_of(TEXT, section)
    assert told == {(section, key) for key, value in values.items() if now[key] != value}
    kept = [line for line in TEXT.split("\n") if line.startswith("#")]
    assert [line for line in text.split("\n") if line.startswith("#")] == kept


def test_a_section_that_a_text_lacks_is_added() -> None:
    text = rewriting.rewritten('title = "small"\n', "recall", {"days": 30})
    assert rewriting.tables_of(text) == {"recall": {"days": 30}}
