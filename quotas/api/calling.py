"""The call for candidates: elections to come, standing oneself, accepting."""

from collections.abc import Sequence
from uuid import UUID

from communes.api.asking import Ask, found, require, require_seen
from communes.api.reaching import body_of, item_of, readable
from communes.api.resources import acts, reads
from communes.permissions import may_read_meetings, may_run
from quotas.domain import announcing, nominating
from quotas.domain.announcing import Call
from quotas.models import Candidacy
from quotas.serializers.electing import CallSerializer, CandidacySerializer


@reads(CallSerializer, lists=True)
def elections_to_come(ask: Ask, body: UUID) -> Sequence[Call]:
    """Elections of the body's meetings to come, with who stands."""
    row = body_of(ask, body)
    require(may_read_meetings(ask.me, row, ask.at))
    return announcing.calls(row, ask.at)


@acts(CandidacySerializer, status=201)
def announce_candidacy(ask: Ask, item: UUID) -> Candidacy:
    """Stand oneself."""
    election = nominating.of_item(item_of(ask, item))
    require_seen(election is not None)
    assert election is not None
    require(announcing.may_announce(ask.me, election, ask.at))
    assert ask.me is not None
    return announcing.announce(election, ask.me, by=ask.by, at=ask.at)


@acts(CandidacySerializer)
def accept_candidacy(ask: Ask, candidacy: UUID) -> Candidacy:
    """Accept to stand: one's own candidacy, or as whoever runs the meeting records it."""
    rows = Candidacy.objects.filter(election__item__meeting__in=readable(ask))
    row = found(rows.select_related("person", "election__item__meeting__body"), candidacy)
    own = ask.me is not None and ask.me.pk == row.person_id
    require(own or may_run(ask.me, row.election.item.meeting, ask.at))
    return announcing.accept(row, by=ask.by, at=ask.at)
