"""The laws of the mandates floor that the database itself keeps."""

from communes.guards import AnyGuard
from mandates.guarded.mandates import MANDATES
from mandates.guarded.recall import RECALL
from mandates.guarded.reports import REPORTS

GUARDS: list[AnyGuard] = [*MANDATES, *RECALL, *REPORTS]
