"""Every attempt on the law by laying hands on rows: what the database must refuse by itself."""

from tests.invariants.attempting import Attempt
from tests.invariants.attempts_on_accounts import ACCOUNTS
from tests.invariants.attempts_on_agendas import AGENDAS
from tests.invariants.attempts_on_alternates import ALTERNATES
from tests.invariants.attempts_on_bonds import BONDS
from tests.invariants.attempts_on_books import BOOKS
from tests.invariants.attempts_on_charters import CHARTERS
from tests.invariants.attempts_on_confidences import CONFIDENCES
from tests.invariants.attempts_on_consensus import CONSENSUS
from tests.invariants.attempts_on_courses import COURSES
from tests.invariants.attempts_on_lists import LISTS
from tests.invariants.attempts_on_lots import LOTS
from tests.invariants.attempts_on_mandates import MANDATES
from tests.invariants.attempts_on_meetings import MEETINGS
from tests.invariants.attempts_on_nominations import NOMINATIONS
from tests.invariants.attempts_on_papers import PAPERS
from tests.invariants.attempts_on_primaries import PRIMARIES
from tests.invariants.attempts_on_publications import PUBLICATIONS
from tests.invariants.attempts_on_recall import RECALL
from tests.invariants.attempts_on_releases import RELEASES
from tests.invariants.attempts_on_slips import SLIPS
from tests.invariants.attempts_on_speaking import SPEAKING
from tests.invariants.attempts_on_tasks import TASKS
from tests.invariants.attempts_on_women import WOMENS

ATTEMPTS: list[Attempt] = [
    *BOOKS,
    *CHARTERS,
    *LISTS,
    *LOTS,
    *MEETINGS,
    *MANDATES,
    *NOMINATIONS,
    *BONDS,
    *COURSES,
    *RECALL,
    *ALTERNATES,
    *PAPERS,
    *PRIMARIES,
    *PUBLICATIONS,
    *RELEASES,
    *SLIPS,
    *SPEAKING,
    *TASKS,
    *CONSENSUS,
    *WOMENS,
    *CONFIDENCES,
    *AGENDAS,
    *ACCOUNTS,
]
