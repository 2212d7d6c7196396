"""How a delegate's vote stands to what the sender said, and how it counts (DOMAIN §2.4, §5).

A vote against the instruction is void or counts as instructed, as the charter says. Where
nothing binds a vote is indicative, but for mandates that leave their holder free. An instruction
on a wording that was amended since binds whoever declares to be within it; whoever declares
that the matter has moved beyond it, or declares nothing, votes indicatively.
"""

from dataclasses import dataclass

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
FREE, REPORT_FIRST = "free", "report_first"
DEFINITE = (FOR, AGAINST, ABSTAIN)
"""Stances that name one vote; `free` leaves it open, `report_first` binds nobody yet."""
WITHIN, BEYOND = "within", "beyond"
COUNTED, VOID, INDICATIVE, AS_INSTRUCTED = "counted", "void", "indicative", "as_instructed"
UNBOUND_KINDS = ("semi_imperative", "open")
"""Mandates whose holder votes with effect where the sender said nothing: within the limits of
the mandate, or freely. The holder of an imperative mandate then only shows the tendency."""


class Standing:
    """How a vote stands to what was said: codes that pages and the API show."""

    AS_BOUND = "as_bound"
    AGAINST = "against"
    BEYOND = "beyond"
    FREE = "free"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Word:
    """What a sender said of a wording: `exact` on this one, else `earlier` on one before it.

    `declared` is what the delegate said of the earlier one: within it, beyond it, or nothing;
    `kind` that of the mandate.
    """

    kind: str = "imperative"
    exact: str = ""
    earlier: str = ""
    declared: str = ""

    @property
    def stance(self) -> str:
        """The stance that stands for this delegate; empty where none does."""
        return self.exact or (self.earlier if self.declared == WITHIN else "")


@dataclass(frozen=True)
class Ruled:
    """How a vote counts, on which side, and how it stands to what was said."""

    counts_as: str
    side: str
    standing: str


def rule(choice: str, word: Word, deviating: str = VOID) -> Ruled:
    """How a vote counts beside the word of its sender; `deviating` as the charter has it."""
    stance = word.stance
    if stance in DEFINITE:
        return _bound(choice, stance, deviating)
    if stance == FREE:
        return Ruled(COUNTED, choice, Standing.FREE)
    if stance == REPORT_FIRST:
        return Ruled(INDICATIVE, choice, Standing.UNSAID)
    if word.earlier:
        return Ruled(INDICATIVE, choice, Standing.BEYOND)
    if word.kind in UNBOUND_KINDS:
        return Ruled(COUNTED, choice, Standing.FREE)
    return Ruled(INDICATIVE, choice, Standing.UNSAID)


def on_proposal(stance: str, proposed: str) -> str:
    """What a unit's stance on a motion says of a council's proposal to take the stance `proposed`.

    For it if it is the same, against it if it is another; where the unit or the proposal names
    no vote, what the unit said is left as it is or says nothing.
    """
    if stance not in DEFINITE:
        return stance
    if proposed not in DEFINITE:
        return FREE
    return FOR if stance == proposed else AGAINST


def _bound(choice: str, stance: str, deviating: str) -> Ruled:
    if choice == stance:
        return Ruled(COUNTED, choice, Standing.AS_BOUND)
    if deviating == AS_INSTRUCTED:
        return Ruled(AS_INSTRUCTED, stance, Standing.AGAINST)
    return Ruled(VOID, choice, Standing.AGAINST)
