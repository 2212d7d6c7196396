"""A count of ranked ballots told in sentences: each round, each displacement, each tie."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotas.arithmetic.displacing import Ousted, RankedDisplaced
from quotas.arithmetic.ranked import UNIT, Deed, RankedTie, Round, Settled, Why

Name = Callable[[int], str]
"""How a candidate is called in a sentence."""


def by_number(candidate: int) -> str:
    """The number on the ballot, where no names are known."""
    return _("candidate %(number)d") % {"number": candidate}


def votes(value: int) -> str:
    """Votes with as many of the five decimals as they have."""
    whole, rest = divmod(value, UNIT)
    return f"{whole}.{rest:05d}".rstrip("0").rstrip(".")


def round_sentences(one: Round, name: Name = by_number) -> list[str]:
    """What the round did, who is elected by it, and what became of the votes."""
    return [_deed(one, name), *_guarded(one, name), *_elected(one, name), *_ties(one, name)]


def displaced(one: RankedDisplaced, name: Name = by_number) -> str:
    """Who would have been elected, who is, by which rule."""
    told = {
        "one": name(one.would_have),
        "other": name(one.seated) if one.seated is not None else "",
        "round": one.round,
        "rule": _rule(one),
    }
    if one.seated is None:
        told["kept"] = _empty(one.gender)
        return _("By votes alone %(one)s would be elected; %(kept)s. %(rule)s") % told
    return _("By votes alone %(one)s would be elected; %(other)s is. %(rule)s") % told


def _empty(gender: str) -> str:
    if gender == "woman":
        return _("a seat kept for a woman stays empty")
    if gender == "man":
        return _("a seat kept for a man stays empty")
    return _("a seat stays empty")


def _rule(one: RankedDisplaced) -> str:
    told = {"round": one.round}
    if one.rule is Ousted.NO_SEAT:
        return _("In round %(round)d all seats left were kept for others.") % told
    if one.rule is Ousted.GUARDED:
        return (
            _(
                "In round %(round)d those left of a reserved group just sufficed for its seats and "
                "could not be excluded."
            )
            % told
        )
    return (
        _(
            "Because seats are kept, others were excluded earlier and their votes went elsewhere; "
            "excluded in round %(round)d."
        )
        % told
    )


def _deed(one: Round, name: Name) -> str:
    told = {
        "who": _list(one.of, name),
        "passed": votes(sum(one.transfers.values())),
        "exhausted": votes(one.exhausted),
        "lost": votes(one.lost),
    }
    if one.deed is Deed.FIRST:
        return _("The first preferences are counted.")
    if one.deed is Deed.SURPLUS:
        return (
            _(
                "The surplus of %(who)s passes on: %(passed)s votes; %(exhausted)s have no further "
                "preference, %(lost)s are lost to decimals."
            )
            % told
        )
    if one.why is Why.NO_SEAT:
        head = _("No seat is left that %(who)s could take: excluded.") % told
    else:
        head = _("%(who)s: fewest votes, excluded.") % told
    tail = _("%(passed)s votes pass on, %(exhausted)s have no further preference.") % told
    return f"{head} {tail}"


def _guarded(one: Round, name: Name) -> Iterator[str]:
    if one.guarded:
        yield (
            ngettext(
                "%(who)s has fewer votes and is guarded: who is left just suffices for the "
                "seats kept.",
                "%(who)s have fewer votes and are guarded: who is left just suffices for the "
                "seats kept.",
                len(one.guarded),
            )
            % {"who": _list(one.guarded, name)}
        )


def _elected(one: Round, name: Name) -> Iterator[str]:
    for candidate, why in one.elected:
        told = {"who": name(candidate), "votes": votes(one.votes[candidate])}
        if why is Why.QUOTA:
            yield _("%(who)s has reached the quota with %(votes)s votes: elected.") % told
        else:
            yield _("%(who)s is elected to one of the last places with %(votes)s votes.") % told


def _ties(one: Round, name: Name) -> Iterator[str]:
    for tie in one.ties:
        yield _tie(tie, name)


def _tie(tie: RankedTie, name: Name) -> str:
    told = {"tied": _list(tie.tied, name), "one": name(tie.chosen)}
    if tie.settled is Settled.EARLIER:
        return _("%(tied)s are tied; an earlier round decides: %(one)s.") % told
    if tie.settled is Settled.GENDER:
        return _("%(tied)s are tied; a woman comes before a man: %(one)s.") % told
    return _("%(tied)s are tied; the lot decides: %(one)s.") % told


def _list(candidates: Sequence[int], name: Name) -> str:
    return ", ".join(name(one) for one in candidates)
