"""What binds a delegate: declarations, and what the units of a council said."""

from uuid import UUID

from communes.api.asking import Ask, chosen_one, found, require
from communes.api.resources import acts
from communes.models import MotionVersion
from mandates import permissions
from mandates.domain import binding, declaring
from mandates.models import Declaration, Mandate
from mandates.serializers.bonds import DeclarationSerializer, DeclareSerializer


@acts(DeclarationSerializer, takes=DeclareSerializer)
def declare(ask: Ask, mandate: UUID) -> Declaration:
    """Declare an amended wording within or beyond the instruction given on an earlier one."""
    row = found(binding.with_seats(Mandate.objects.all()), mandate)
    require(permissions.may_declare(ask.me, row))
    known = MotionVersion.objects.select_related("motion__raised_in")
    version = chosen_one(known, ask.told["motion_version"], "motion_version")
    assert version is not None
    return declaring.declare(row, version, ask.told["word"], by=ask.by, at=ask.at)
