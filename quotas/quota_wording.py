"""Several quotas at once told in sentences: who was passed over and why, what cannot be met."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotas.arithmetic.fairness import Breach
from quotas.arithmetic.optimum import Passed
from quotas.arithmetic.traits import Quota, Short


def quota(one: Quota) -> str:
    """The quota as "at least 5 women", "at most 3 of place: north"."""
    if (one.trait, one.value) == ("component", ""):
        return _("seats kept for components")
    if one.most is None:
        return _("at least %(least)d %(whom)s") % {"least": one.least, "whom": _whom(one)}
    told = {"least": one.least, "most": one.most, "whom": _whom(one)}
    return _("from %(least)d to %(most)d %(whom)s") % told


def voted_anew(votes: int, names: str, places: int) -> str:
    """Which equal votes leave places open, by a charter that asks for a new ballot."""
    words = ngettext(
        "Equal votes (%(votes)s): %(names)s. By the charter %(open)s place stays open and is "
        "voted on anew.",
        "Equal votes (%(votes)s): %(names)s. By the charter %(open)s places stay open and "
        "are voted on anew.",
        places,
    )
    return words % {"votes": votes, "names": names, "open": places}


def passed(one: Passed, would_have: str, is_seated: str = "") -> str:
    """Who would have been seated, who is, by which quotas; both as people call them."""
    told = {"one": would_have, "other": is_seated, "rules": _list(one.rules)}
    if one.is_seated is None:
        return _("By votes alone %(one)s would be seated; the seat stays empty: %(rules)s.") % told
    return _("By votes alone %(one)s would be seated; %(other)s is: %(rules)s.") % told


def unmet(one: Short) -> str:
    """Which quota cannot be met, and how many are missing."""
    sentence = ngettext(
        "“%(rule)s” cannot be met: %(number)d is missing.",
        "“%(rule)s” cannot be met: %(number)d are missing.",
        one.by,
    )
    return sentence % {"rule": quota(one.quota), "number": one.by}


def breach(one: Breach) -> str:
    """Which quota no panel keeps beside the others, and by how much."""
    number = one.too_few or one.too_many
    if one.too_few:
        sentence = ngettext(
            "No panel keeps all quotas: for “%(rule)s” there is %(number)d too few.",
            "No panel keeps all quotas: for “%(rule)s” there are %(number)d too few.",
            number,
        )
    else:
        sentence = ngettext(
            "No panel keeps all quotas: for “%(rule)s” there is %(number)d too many.",
            "No panel keeps all quotas: for “%(rule)s” there are %(number)d too many.",
            number,
        )
    return sentence % {"rule": quota(one.quota), "number": number}


def _whom(one: Quota) -> str:
    known = {
        ("gender", "woman"): _("women"),
        ("gender", "man"): _("men"),
        ("youth", "yes"): _("young people"),
    }
    told = {"trait": one.trait, "value": one.value}
    return known.get((one.trait, one.value)) or _("of %(trait)s: %(value)s") % told


def _list(rules: Sequence[Quota]) -> str:
    return ", ".join(quota(one) for one in rules)
