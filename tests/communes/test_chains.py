"""The chain of a minute book: what it accepts, and every way of breaking it that it names."""

import hashlib
import json
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.chains import (
    LARGEST_INTEGER,
    NO_PREVIOUS,
    BreakReason,
    FirstBreak,
    JSONValue,
    Link,
    NotCanonicalError,
    canonical,
    commitment,
    entry_hash,
    groups_of_four,
    verify_chain,
)

texts = st.text(st.characters(codec="utf-8"))
scalars = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts
values: st.SearchStrategy[JSONValue] = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20
)
books = st.lists(values, min_size=1, max_size=8)
salts = st.binary(min_size=16, max_size=40)


def chain(contents: list[JSONValue]) -> list[Link]:
    links: list[Link] = []
    head = NO_PREVIOUS
    for number, value in enumerate(contents, start=1):
        content = canonical(value)
        links.append(Link(number, head, entry_hash(head, content), content))
        head = links[-1].hash
    return links


def test_the_spelling_is_sorted_and_tight() -> None:
    assert canonical({"û": 1, "b": [True, None, "ş"], "a": {}}) == (
        '{"a":{},"b":[true,null,"ş"],"û":1}'.encode()
    )


@given(values)
def test_what_is_read_back_is_spelled_alike(value: JSONValue) -> None:
    read = json.loads(canonical(value))
    assert read == value
    assert canonical(read) == canonical(value)


@given(values)
def test_an_entry_is_one_line(value: JSONValue) -> None:
    assert b"\n" not in canonical(value)


@given(st.dictionaries(texts, scalars))
def test_the_order_of_writing_keys_does_not_matter(value: dict[str, JSONValue]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_text_is_kept_as_written() -> None:
    composed, decomposed = "Bêrîvan", unicodedata.normalize("NFD", "Bêrîvan")
    assert json.loads(canonical(decomposed)) == decomposed
    assert canonical(composed) != canonical(decomposed)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (0.5, "$"),
        ({"a": [1, float("nan")]}, "$.a[1]"),
        ((1, 2), "$"),
        ({1: "a"}, "$"),
        ({"a": b"x"}, "$.a"),
        (LARGEST_INTEGER + 1, "$"),
        ("\ud800", "$"),
        ({"\udfff": 1}, "$"),
    ],
)
def test_what_cannot_be_spelled_exactly_is_refused(value: JSONValue, place: str) -> None:
    with pytest.raises(NotCanonicalError) as refused:
        canonical(value)
    assert str(refused.value).startswith(f"{place}:")


def test_a_hash_can_be_checked_without_this_program() -> None:
    assert entry_hash("ab", b"{}") == hashlib.sha256(b"ab\n{}").hexdigest()


@given(books)
def test_a_whole_book_verifies(contents: list[JSONValue]) -> None:
    links = chain(contents)
    assert verify_chain(links) is None
    assert verify_chain(links, printed={link.number: link.hash for link in links}) is None


def test_an_empty_book_is_whole() -> None:
    assert verify_chain([]) is None


@given(books, st.data())
def test_a_changed_content_is_the_first_break(
    contents: list[JSONValue], data: st.DataObject
) -> None:
    links = chain(contents)
    place = data.draw(st.integers(0, len(links) - 1))
    links[place] = links[place]._replace(content=links[place].content + b" ")
    broken = verify_chain(links)
    assert broken is not None
    assert (broken.number, broken.reason) == (place + 1, BreakReason.CONTENT)
    assert broken.found == links[place].hash


@given(books, st.data())
def test_a_change_with_its_hash_mended_breaks_the_next(
    contents: list[JSONValue], data: st.DataObject
) -> None:
    links = chain([*contents, "last"])
    place = data.draw(st.integers(0, len(links) - 2))
    content = links[place].content + b" "
    mended = entry_hash(links[place].previous, content)
    original = links[place].hash
    links[place] = links[place]._replace(content=content, hash=mended)
    assert verify_chain(links) == FirstBreak(place + 2, BreakReason.PREVIOUS, mended, original)


@given(books, st.data())
def test_a_missing_entry_is_named(contents: list[JSONValue], data: st.DataObject) -> None:
    links = chain([*contents, "last"])
    place = data.draw(st.integers(0, len(links) - 2))
    del links[place]
    broken = verify_chain(links)
    assert broken == FirstBreak(place + 1, BreakReason.NUMBER, str(place + 1), str(place + 2))


@given(books)
def test_only_paper_reveals_a_book_cut_short(contents: list[JSONValue]) -> None:
    links = chain([*contents, "last"])
    head = links[-1]
    assert verify_chain(links[:-1]) is None
    broken = verify_chain(links[:-1], printed={head.number: head.hash})
    assert broken == FirstBreak(head.number, BreakReason.MISSING, head.hash, "")


def test_only_paper_reveals_a_book_written_anew() -> None:
    signed, forged = chain(["41 for", "closed"]), chain(["14 for", "closed"])
    assert verify_chain(forged) is None
    assert verify_chain(forged, printed={2: signed[1].hash}) == FirstBreak(
        2, BreakReason.PRINTED, signed[1].hash, forged[1].hash
    )


@given(salts, st.lists(values, max_size=8), st.randoms())
def test_a_list_commits_whatever_its_order(
    salt: bytes, items: list[JSONValue], random: Random
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert commitment(salt, shuffled) == commitment(salt, items)


@given(salts, st.lists(values, max_size=8), values)
def test_one_more_item_is_another_commitment(
    salt: bytes, items: list[JSONValue], added: JSONValue
) -> None:
    assert commitment(salt, [*items, added]) != commitment(salt, items)


@given(salts, salts, st.lists(values, max_size=3))
def test_another_salt_is_another_commitment(
    one: bytes, other: bytes, items: list[JSONValue]
) -> None:
    assert (commitment(one, items) == commitment(other, items)) == (one == other)


def test_a_commitment_can_be_checked_without_this_program() -> None:
    salt = bytes(range(16))
    text = salt.hex() + '\n{"person":"a"}\n{"person":"b"}'
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert commitment(salt, [{"person": "b"}, {"person": "a"}]) == expected


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(b"x" * 15, [])


@given(st.text("0123456789abcdef", max_size=64))
def test_groups_of_four_only_add_spaces(digest: str) -> None:
    grouped = groups_of_four(digest)
    assert grouped.replace(" ", "") == digest
    assert all(len(group) == 4 for group in grouped.split(" ")[:-1])
