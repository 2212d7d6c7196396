"""Attempts on what else is held once: submissions, notices, invitations, parameters, levels."""

from datetime import timedelta

from communes.models import BodyParameter, Delivery, Invitation, Notice, Submission
from councils.models import Joining, Level
from tests.invariants.acts import Change, Insert
from tests.invariants.attempting import Attempt
from tests.invariants.days import BASE
from tests.invariants.ground import of

EARLIER = BASE - timedelta(days=2000)

PAPERS: list[Attempt] = [
    Attempt("submission_key_once", "two answers under one key", lambda g: Insert(of(Submission))),
    Attempt(
        "invitation_names_whom",
        "an invitation for nobody",
        lambda g: Change(of(Invitation), {"person_id": None}),
    ),
    Attempt(
        "notice_one_audience",
        "a notice to nobody",
        lambda g: Insert(of(Notice, body=g.town.body), {"body_id": None}),
    ),
    Attempt(
        "notice_once_for_account",
        "told twice",
        lambda g: Insert(of(Notice, account=g.account, occasion="told")),
    ),
    Attempt(
        "notice_once_for_body",
        "told twice",
        lambda g: Insert(of(Notice, body=g.town.body, occasion="told")),
    ),
    Attempt("delivery_once_per_channel", "delivered twice", lambda g: Insert(of(Delivery))),
    Attempt(
        "body_parameter_once", "two values of one parameter", lambda g: Insert(of(BodyParameter))
    ),
    Attempt(
        "body_parameter_ordered",
        "a value that ends before it begins",
        lambda g: Change(of(BodyParameter), {"until": EARLIER}),
    ),
    Attempt("level_once", "two levels of one name", lambda g: Insert(of(Level))),
    Attempt(
        "level_ordered",
        "a level that ends before it begins",
        lambda g: Change(of(Level), {"until": of(Level).since - timedelta(days=1)}),
    ),
    Attempt(
        "joining_not_itself",
        "a body that joins itself",
        lambda g: Change(of(Joining), {"host_id": of(Joining).unit_id}),
    ),
]
