"""Nouns of the ground floor."""

from communes.models.accounts import Account, Invitation
from communes.models.addresses import MailAddress
from communes.models.agenda import AgendaItem, OpenPoint
from communes.models.attendance import Attendance, Capacity
from communes.models.ballots import Ballot, Choice, CountsAs, Method, RollCallVote
from communes.models.bodies import (
    Affiliation,
    Body,
    BodyCounter,
    BodyKind,
    BodyParameter,
    Circle,
    Committee,
    Commune,
    MadeOf,
    Relation,
)
from communes.models.books import Entry, ListCommitment, Minutes, Signing
from communes.models.calendars import CalendarFeed
from communes.models.charters import Charter, CharterDraft
from communes.models.confidential import ConfidentialText, What
from communes.models.consensus import Adjournment, ConsensusCheck
from communes.models.factors import CodeApp, Passkey, RecoveryCode, RecoverySheet, UsedCode
from communes.models.meetings import (
    Basis,
    ConveningRequest,
    ConveningSigner,
    Meeting,
    MeetingRole,
    Role,
    Sitting,
    Stage,
)
from communes.models.motions import Motion, MotionVersion
from communes.models.notices import Channel, Delivery, Notice
from communes.models.people import Gender, Household, Person, Residence
from communes.models.proposals import Proposal
from communes.models.publications import (
    IssuedPaper,
    Names,
    Publication,
    Readers,
    Withdrawal,
)
from communes.models.resolutions import (
    CHANGES,
    Aim,
    Resolution,
    ResolutionEffect,
    Shelf,
    Verdict,
)
from communes.models.safety import AccountEvent, ApiToken, ResetRequest
from communes.models.signins import Attempt, Browser, SignIn, System
from communes.models.slips import MemberNumber, Slip
from communes.models.speaking import DebateAnswer, Speech
from communes.models.submissions import RegisterUpload, Submission
from communes.models.tasks import Task, TaskReport
from communes.models.womens import WomensVote

__all__ = [
    "CHANGES",
    "Account",
    "AccountEvent",
    "Adjournment",
    "Affiliation",
    "AgendaItem",
    "Aim",
    "ApiToken",
    "Attempt",
    "Attendance",
    "Ballot",
    "Basis",
    "Body",
    "BodyCounter",
    "BodyKind",
    "BodyParameter",
    "Browser",
    "CalendarFeed",
    "Capacity",
    "Channel",
    "Charter",
    "CharterDraft",
    "Choice",
    "Circle",
    "CodeApp",
    "Committee",
    "Commune",
    "ConfidentialText",
    "ConsensusCheck",
    "ConveningRequest",
    "ConveningSigner",
    "CountsAs",
    "DebateAnswer",
    "Delivery",
    "Entry",
    "Gender",
    "Household",
    "Invitation",
    "IssuedPaper",
    "ListCommitment",
    "MadeOf",
    "MailAddress",
    "Meeting",
    "MeetingRole",
    "MemberNumber",
    "Method",
    "Minutes",
    "Motion",
    "MotionVersion",
    "Names",
    "Notice",
    "OpenPoint",
    "Passkey",
    "Person",
    "Proposal",
    "Publication",
    "Readers",
    "RecoveryCode",
    "RecoverySheet",
    "RegisterUpload",
    "Relation",
    "ResetRequest",
    "Residence",
    "Resolution",
    "ResolutionEffect",
    "Role",
    "RollCallVote",
    "Shelf",
    "SignIn",
    "Signing",
    "Sitting",
    "Slip",
    "Speech",
    "Stage",
    "Submission",
    "System",
    "Task",
    "TaskReport",
    "UsedCode",
    "Verdict",
    "What",
    "Withdrawal",
    "WomensVote",
]
