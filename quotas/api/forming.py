"""What meetings bring into being: committees, seats of auditors, further communes."""

from uuid import UUID

from communes.api.asking import Ask, require
from communes.api.deciding import entry_of
from communes.api.reaching import entered
from communes.api.resources import acts
from communes.domain.registering import Home, Particulars
from communes.models import Meeting, Resolution
from communes.serializers.deciding import EnteredSerializer, ResolutionSheetSerializer
from communes.serializers.meetings import MeetingSheetSerializer
from quotas import permissions
from quotas.domain import forming, founding
from quotas.domain.establishing import BodyTerms
from quotas.domain.forming import Form
from quotas.domain.founding import Gathering
from quotas.serializers.electing import CommitteeSerializer, FoundCommuneSerializer


@acts(ResolutionSheetSerializer, takes=CommitteeSerializer, status=201)
def form_committee(ask: Ask, item: UUID) -> Resolution:
    """Enter the decision to form a committee; adopted, it comes with its seats."""
    row = entered(ask, item, "committee")
    told = ask.told
    form = Form(told["field"], told["name"], told["size"])
    return forming.form_committee(row, form=form, **entry_of(ask, row))


@acts(ResolutionSheetSerializer, takes=EnteredSerializer, status=201)
def make_auditor(ask: Ask, item: UUID) -> Resolution:
    """Enter the decision that a body's branch gets an auditor; the seat waits for its election."""
    row = entered(ask, item, "auditor")
    return forming.make_auditor(row, **entry_of(ask, row))


@acts(MeetingSheetSerializer, takes=FoundCommuneSerializer, status=201)
def found_commune(ask: Ask) -> Meeting:
    """Found a further commune; answers its founding meeting, which elects its officers."""
    require(permissions.may_found(ask.me, ask.at))
    told = ask.told
    names = ("name", "time_zone", "language", "area", "matters")
    founded = founding.found_commune(
        BodyTerms(**{name: told[name] for name in names}),
        Gathering(told["place"], told["starts_at"]),
        recorder=Particulars(**told["recorder"]),
        home=Home(told["household_name"], told["address"]),
        by=ask.by,
        at=ask.at,
    )
    return founded.meeting
