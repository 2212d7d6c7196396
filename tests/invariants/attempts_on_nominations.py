"""Attempts on the row that names a component beside a person (DOMAIN §2.9)."""

from mandates.models import Mandate
from quotas.models import Candidacy, Nomination
from tests.invariants.acts import Change, Insert
from tests.invariants.attempting import Attempt
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of


def _declared(g: Ground) -> None:
    """The candidate of the women's assembly stands for a component."""
    candidacy = of(Candidacy, election=g.womens_election)
    told = {"component": "yezidi", "organisation": "Union", "declared_at": TODAY}
    Nomination.objects.create(candidacy=candidacy, **told)


def _another(g: Ground) -> Candidacy:
    """A candidacy in which nobody stands for a component."""
    rows = Candidacy.objects.exclude(election=g.womens_election).order_by("pk")
    return rows[0]


def _stranger(g: Ground) -> Mandate:
    """A mandate in force of somebody who is not that candidate."""
    person = _another(g).person
    return Mandate.objects.filter(end_reason="").exclude(person=person).order_by("pk")[0]


def _not_hers(g: Ground) -> Mandate:
    """A mandate in force of somebody who does not stand in the women's assembly."""
    her = of(Candidacy, election=g.womens_election).person
    return Mandate.objects.filter(end_reason="").exclude(person=her).order_by("pk")[0]


def _ended(g: Ground) -> Mandate:
    rows = Mandate.objects.exclude(end_reason="").order_by("pk")
    return rows[0]


NOMINATIONS: list[Attempt] = [
    Attempt(
        "quotas_nomination_holder_insert",
        "a component for another's mandate",
        lambda g: Insert(
            of(Nomination), {"candidacy_id": _another(g).pk, "mandate_id": _stranger(g).pk}
        ),
        _declared,
    ),
    Attempt(
        "quotas_nomination_holder_update",
        "a component moved to another's mandate",
        lambda g: Change(of(Nomination), {"mandate_id": _not_hers(g).pk}),
        _declared,
    ),
    Attempt(
        "quotas_nomination_over_insert",
        "a component for a mandate that is over",
        lambda g: Insert(of(Nomination), {"candidacy_id": None, "mandate_id": _ended(g).pk}),
        _declared,
    ),
    Attempt(
        "quotas_nomination_over_update",
        "a component kept by a mandate that is over",
        lambda g: Change(of(Nomination), {"candidacy_id": None, "mandate_id": _ended(g).pk}),
        _declared,
    ),
    Attempt(
        "quotas_nomination_declared",
        "another component than was declared",
        lambda g: Change(of(Nomination), {"component": "kurd"}),
        _declared,
    ),
    Attempt(
        "nomination_of_someone",
        "a component of nobody",
        lambda g: Insert(of(Nomination), {"candidacy_id": None}),
        _declared,
    ),
    Attempt(
        "nomination_by_someone",
        "nominated by nobody",
        lambda g: Insert(of(Nomination), {"candidacy_id": _another(g).pk, "organisation": ""}),
        _declared,
    ),
]
