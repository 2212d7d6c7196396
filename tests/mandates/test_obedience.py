"""The pure classification: what was said beside what was voted (DOMAIN §2.4, §5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mandates.arithmetic.obedience import (
    AS_INSTRUCTED,
    COUNTED,
    DEFINITE,
    INDICATIVE,
    VOID,
    Standing,
    Word,
    on_proposal,
    rule,
)

CHOICES = some.sampled_from(DEFINITE)
STANCES = some.sampled_from(["", *DEFINITE, "free", "report_first"])
KINDS = some.sampled_from(["imperative", "semi_imperative", "open", "observer"])
WORDS = some.builds(
    Word,
    kind=KINDS,
    exact=STANCES,
    earlier=STANCES,
    declared=some.sampled_from(["", "within", "beyond"]),
)
DEVIATING = some.sampled_from([VOID, AS_INSTRUCTED])


@given(CHOICES, WORDS, DEVIATING)
def test_who_is_bound_to_a_vote_never_counts_on_another_side(
    choice: str, word: Word, deviating: str
) -> None:
    ruled = rule(choice, word, deviating)
    if word.stance in DEFINITE:
        assert (ruled.counts_as == VOID) == (choice != word.stance and deviating == VOID)
        assert ruled.counts_as == VOID or ruled.side == word.stance
        assert (ruled.standing == Standing.AGAINST) == (choice != word.stance)
    else:
        assert ruled.counts_as in (COUNTED, INDICATIVE)
        assert ruled.standing not in (Standing.AGAINST, Standing.AS_BOUND)
        assert ruled.side == choice


@given(CHOICES, WORDS, DEVIATING)
def test_a_word_on_this_wording_leaves_the_earlier_one_behind(
    choice: str, word: Word, deviating: str
) -> None:
    if word.exact:
        alone = Word(kind=word.kind, exact=word.exact)
        assert rule(choice, word, deviating) == rule(choice, alone, deviating)


@given(CHOICES, STANCES.filter(bool), DEVIATING)
def test_within_binds_as_the_earlier_word_did(choice: str, stance: str, deviating: str) -> None:
    within = Word(earlier=stance, declared="within")
    assert rule(choice, within, deviating) == rule(choice, Word(exact=stance), deviating)


@given(CHOICES, STANCES.filter(bool), KINDS, some.sampled_from(["", "beyond"]), DEVIATING)
def test_beyond_or_undeclared_is_indicative(
    choice: str, stance: str, kind: str, declared: str, deviating: str
) -> None:
    word = Word(kind=kind, earlier=stance, declared=declared)
    ruled = rule(choice, word, deviating)
    assert (ruled.counts_as, ruled.standing) == (INDICATIVE, Standing.BEYOND)


@pytest.mark.parametrize(
    ("kind", "stance", "counts"),
    [
        ("imperative", "", INDICATIVE),
        ("observer", "", INDICATIVE),
        ("semi_imperative", "", COUNTED),
        ("open", "", COUNTED),
        ("imperative", "free", COUNTED),
        ("open", "report_first", INDICATIVE),
        ("open", "against", VOID),
    ],
)
def test_how_far_a_mandate_binds(kind: str, stance: str, counts: str) -> None:
    assert rule("for", Word(kind=kind, exact=stance)).counts_as == counts


@given(STANCES, STANCES.filter(bool))
def test_a_unit_is_for_what_it_said_and_against_another_vote(stance: str, proposed: str) -> None:
    told = on_proposal(stance, proposed)
    if stance in DEFINITE and proposed in DEFINITE:
        assert told == ("for" if stance == proposed else "against")
    elif stance in DEFINITE:
        assert told == "free"
    else:
        assert told == stance
