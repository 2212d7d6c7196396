"""Attempts on published minutes and on the register of issued papers (DOMAIN §2.6, §2.10)."""

from communes.models import IssuedPaper, Publication
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.ground import Ground, of


def _withdrawn(g: Ground) -> Publication:
    return of(Publication, meeting=g.signed, withdrawal__isnull=False)


def _stands(g: Ground) -> Publication:
    return of(Publication, meeting=g.signed, withdrawal__isnull=True)


PUBLICATIONS: list[Attempt] = [
    Attempt(
        "communes_publication_no_update",
        "names told after all",
        lambda g: Change(_stands(g), {"names": "full"}),
    ),
    Attempt("communes_publication_no_delete", "never published", lambda g: Remove(_stands(g))),
    Attempt(
        "communes_publication_no_truncate",
        "nothing was published",
        lambda g: Empty("communes_publication"),
    ),
    Attempt(
        "communes_publication_of_signed",
        "minutes published before they are signed",
        lambda g: Insert(_stands(g), {"meeting_id": g.open.pk}),
    ),
    Attempt(
        "communes_publication_one_stands",
        "published twice",
        lambda g: Insert(_stands(g)),
    ),
    Attempt(
        "publication_known",
        "published to strangers alone",
        lambda g: Insert(_stands(g), {"readers": "nobody"}),
        lifting("communes_publication_one_stands"),
    ),
    Attempt(
        "communes_withdrawal_no_update",
        "another reason",
        lambda g: Change(_withdrawn(g).withdrawal, {"reason": "None."}),
    ),
    Attempt(
        "communes_withdrawal_no_delete",
        "never withdrawn",
        lambda g: Remove(_withdrawn(g).withdrawal),
    ),
    Attempt(
        "communes_withdrawal_no_truncate",
        "nothing was withdrawn",
        lambda g: Empty("communes_withdrawal"),
    ),
    Attempt(
        "withdrawal_with_reason",
        "withdrawn without a word",
        lambda g: Insert(_withdrawn(g).withdrawal, {"publication_id": _stands(g).pk, "reason": ""}),
    ),
    Attempt(
        "communes_issuedpaper_no_update",
        "another file was issued",
        lambda g: Change(of(IssuedPaper), {"digest": "0" * 64}),
    ),
    Attempt("communes_issuedpaper_no_delete", "never issued", lambda g: Remove(of(IssuedPaper))),
    Attempt(
        "communes_issuedpaper_no_truncate",
        "nothing was issued",
        lambda g: Empty("communes_issuedpaper"),
    ),
]
