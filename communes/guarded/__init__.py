"""The laws of the ground floor that the database itself keeps."""

from communes.guarded.books import BOOKS
from communes.guarded.charters import CHARTERS
from communes.guarded.circles import CIRCLES
from communes.guarded.confidential import CONFIDENTIAL
from communes.guarded.consensus import CONSENSUS
from communes.guarded.lists import LISTS
from communes.guarded.meetings import MEETINGS
from communes.guarded.people import PEOPLE
from communes.guarded.publications import PUBLICATIONS
from communes.guarded.speaking import SPEAKING
from communes.guarded.tasks import TASKS
from communes.guarded.womens import WOMENS
from communes.guards import AnyGuard

GUARDS: list[AnyGuard] = [
    *BOOKS,
    *LISTS,
    *MEETINGS,
    *CIRCLES,
    *PEOPLE,
    *SPEAKING,
    *TASKS,
    *CONSENSUS,
    *CONFIDENTIAL,
    *WOMENS,
    *PUBLICATIONS,
    *CHARTERS,
]
