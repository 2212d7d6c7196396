"""Attempts on seats, mandates, instructions and findings (DOMAIN §2.1, §2.2, §2.3, §2.7, §2.8)."""

from datetime import timedelta

from mandates.models import Instruction, Mandate, OfficeCode, Said, Seat
from quotas.domain import establishing
from quotas.models import (
    Candidacy,
    ElectionSeat,
    Finding,
    LevelResult,
    RankedPapers,
    SeatPlan,
)
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import BASE, MET, TODAY
from tests.invariants.ground import Ground, of

DAY = timedelta(days=1)


def _free(g: Ground, gender: str = "woman") -> Seat:
    """A chair of the council, reserved and vacant."""
    return world.seat(g.council, OfficeCode.CO_CHAIR, gender)


def _secretary(g: Ground, ended: bool = False) -> Mandate:
    """The mandate of the secretary; nothing rests on it."""
    rows = Mandate.objects.filter(seat__body=g.town.body, seat__office=OfficeCode.SECRETARY)
    return (rows.exclude(end_reason="") if ended else rows.filter(end_reason="")).get()


def _granted(g: Ground, **changes: object) -> Insert:
    """A mandate for the council's vacant chair, like that of the commune's."""
    until = g.chair().until
    seat = {"seat_id": _free(g).pk, "until": until, "term_until": until}
    return Insert(g.chair(), {**seat, **changes})


def _open_seat(g: Ground) -> None:
    establishing.add_auditor(g.women, by=SYSTEM, at=BASE)


def _womans_open_seat(g: Ground) -> None:
    """A woman audits the women's assembly, on a seat that is reserved for nobody."""
    _open_seat(g)
    _audits(g, person_id=g.woman.pk, gender="woman").orm()


def _audits(g: Ground, **who: object) -> Insert:
    seat = Seat.objects.get(body=g.women, office=OfficeCode.AUDITOR)
    return Insert(g.chair(), {"seat_id": seat.pk, "reserved_gender": "", **who})


def _third_chair(g: Ground) -> None:
    Insert(world.seat(g.town.body, OfficeCode.CO_CHAIR), {"number": 9, "until": TODAY}).orm()


def _planned(g: Ground) -> None:
    item = g.item(g.closed)
    Instruction.objects.create(item=item, sender=g.town.body, motion_version=g.motion)


_MANDATES: list[Attempt] = [
    Attempt(
        "mandates_mandate_one_holder",
        "two holders of one seat",
        lambda g: Insert(g.chair(), {"person_id": g.woman.pk, "since": MET}),
    ),
    Attempt(
        "mandates_mandate_true_snapshot",
        "a woman entered as a man",
        lambda g: Insert(g.chair("man"), {"seat_id": _free(g, "man").pk, "person_id": g.woman.pk}),
    ),
    Attempt(
        "mandates_mandate_true_snapshot",
        "a reservation forgotten",
        lambda g: Insert(g.chair("man"), {"seat_id": _free(g, "woman").pk, "reserved_gender": ""}),
    ),
    Attempt(
        "mandate_gender_fits_seat",
        "a man in a woman's seat",
        lambda g: _granted(g, person_id=g.man.pk, gender="man"),
    ),
    Attempt(
        "mandates_mandate_circle",
        "a man in a women's body",
        lambda g: _audits(g, person_id=g.man.pk, gender="man"),
        _open_seat,
    ),
    Attempt(
        "mandates_mandate_grounded",
        "a mandate that nobody gave",
        lambda g: _granted(g, basis="election", resolution_id=None),
    ),
    Attempt(
        "mandates_mandate_grounded",
        "a mandate ex officio that rests on none",
        lambda g: _granted(g, basis="ex_officio"),
    ),
    Attempt(
        "mandates_mandate_only_shortened",
        "a longer term",
        lambda g: Change(_secretary(g), {"until": TODAY + 900 * DAY, "end_reason": "resigned"}),
    ),
    Attempt(
        "mandates_mandate_ended_stays",
        "a recall undone, so that its holder takes care",
        lambda g: Change(_secretary(g, ended=True), {"end_reason": ""}),
    ),
    Attempt(
        "mandates_mandate_ended_why",
        "an end without a reason",
        lambda g: Change(_secretary(g), {"until": TODAY}),
    ),
    Attempt(
        "mandates_mandate_within_ground",
        "a mandate that outlasts its ground",
        lambda g: _granted(
            g, basis="ex_officio", rests_on_id=g.chair().pk, until=TODAY + 900 * DAY
        ),
    ),
    Attempt(
        "mandates_mandate_carries",
        "a ground that ends alone",
        lambda g: Change(g.chair(), {"until": TODAY, "end_reason": "resigned"}),
    ),
    Attempt(
        "mandates_mandate_stays",
        "another holder",
        lambda g: Change(_secretary(g), {"person_id": g.man.pk, "gender": "man"}),
    ),
    Attempt(
        "mandates_mandate_stays",
        "another basis",
        lambda g: Change(g.chair(), {"basis": "succession"}),
    ),
    Attempt("mandates_mandate_no_delete", "a mandate", lambda g: Remove(_secretary(g, ended=True))),
    Attempt("mandates_mandate_no_truncate", "all mandates", lambda g: Empty("mandates_mandate")),
    Attempt(
        "mandate_ordered",
        "ended before it began",
        lambda g: Change(_secretary(g), {"until": BASE - DAY, "end_reason": "resigned"}),
        lifting("mandates_mandate_one_holder"),
    ),
    Attempt(
        "mandates_person_gender",
        "a man in a woman's seat, by the register",
        lambda g: Change(g.chair().person, {"gender": "man"}),
    ),
    Attempt(
        "mandates_person_gender",
        "a man in a women's body, by the register",
        lambda g: Change(g.woman, {"gender": "other"}),
        _womans_open_seat,
    ),
    Attempt("said_once", "announced twice", lambda g: Insert(of(Said))),
]

_SEATS: list[Attempt] = [
    Attempt(
        "mandates_seat_pair_insert",
        "a third chair",
        lambda g: Insert(world.seat(g.town.body, OfficeCode.CO_CHAIR, "woman"), {"number": 9}),
    ),
    Attempt(
        "mandates_seat_pair_insert",
        "a chair for anybody",
        lambda g: Insert(
            world.seat(g.town.body, OfficeCode.CO_CHAIR), {"number": 9, "reserved_gender": ""}
        ),
    ),
    Attempt(
        "mandates_seat_pair_update",
        "a chair that comes back",
        lambda g: Change(Seat.objects.get(body=g.town.body, number=9), {"until": None}),
        _third_chair,
    ),
    Attempt(
        "mandates_seat_chair_stays",
        "a chair no longer reserved",
        lambda g: Change(world.seat(g.women, OfficeCode.CO_CHAIR), {"reserved_gender": ""}),
    ),
    Attempt(
        "mandates_seat_stays",
        "another office under a holder",
        lambda g: Change(
            world.seat(g.town.body, OfficeCode.SECRETARY), {"office": "auditor", "number": 9}
        ),
    ),
    Attempt("seat_once", "two seats in one place", lambda g: Insert(of(Seat, office="secretary"))),
    Attempt(
        "seat_ordered",
        "a seat that ends before it begins",
        lambda g: Change(of(Seat), {"until": BASE - 2000 * DAY}),
    ),
    Attempt(
        "seat_reservation_known",
        "reserved for nobody there is",
        lambda g: Insert(
            world.seat(g.town.body, OfficeCode.SECRETARY), {"number": 9, "reserved_gender": "x"}
        ),
    ),
    Attempt(
        "seat_plan_adds_up",
        "more reserved than there are",
        lambda g: Change(of(SeatPlan), {"women": 99}),
    ),
    Attempt(
        "seat_plan_ordered",
        "a plan that ends before it begins",
        lambda g: Change(of(SeatPlan), {"until": BASE - 2000 * DAY}),
    ),
]

_INSTRUCTIONS: list[Attempt] = [
    Attempt(
        "mandates_instruction_given",
        "another stance",
        lambda g: Change(of(Instruction), {"stance": "against"}),
    ),
    Attempt(
        "mandates_instruction_by_resolution_insert",
        "an instruction that nobody gave",
        lambda g: Insert(of(Instruction), {"item_id": g.item(g.closed).pk, "resolution_id": None}),
    ),
    Attempt(
        "mandates_instruction_by_resolution_update",
        "an instruction given by nobody",
        lambda g: Change(
            of(Instruction, given_at__isnull=True), {"given_at": TODAY, "stance": "for"}
        ),
        _planned,
    ),
    Attempt("mandates_instruction_no_delete", "an instruction", lambda g: Remove(of(Instruction))),
    Attempt(
        "mandates_instruction_no_truncate",
        "all instructions",
        lambda g: Empty("mandates_instruction"),
    ),
    Attempt(
        "instruction_one_per_item",
        "two questions under one item",
        lambda g: Insert(of(Instruction, given_at__isnull=True)),
        _planned,
    ),
    Attempt(
        "instruction_given_with_stance",
        "an instruction that says nothing",
        lambda g: Insert(
            of(Instruction),
            {
                "item_id": g.item(g.closed).pk,
                "resolution_id": g.item(g.closed).resolutions.all()[0].pk,
                "stance": "",
            },
        ),
    ),
]

_FINDINGS: list[Attempt] = [
    Attempt(
        "quotas_finding_no_update",
        "a finding mended",
        lambda g: Change(of(Finding), {"verdict": "pass"}),
    ),
    Attempt("quotas_finding_no_delete", "a finding", lambda g: Remove(of(Finding))),
    Attempt("quotas_finding_no_truncate", "all findings", lambda g: Empty("quotas_finding")),
    Attempt(
        "quotas_levelresult_no_update",
        "a result mended",
        lambda g: Change(of(LevelResult), {"verdict": "pass"}),
    ),
    Attempt("quotas_levelresult_no_delete", "a result", lambda g: Remove(of(LevelResult))),
    Attempt("quotas_levelresult_no_truncate", "all results", lambda g: Empty("quotas_levelresult")),
    Attempt(
        "finding_verdict_known",
        "a verdict there is not",
        lambda g: Insert(of(Finding), {"rule": "x", "verdict": "nearly"}),
    ),
    Attempt(
        "level_verdict_known",
        "a verdict there is not",
        lambda g: Insert(of(LevelResult), {"rule": "x", "verdict": "nearly"}),
    ),
    Attempt(
        "finding_never_a_guess",
        "undeterminable, and yet mended by two",
        lambda g: Insert(of(Finding), {"rule": "x", "verdict": "undeterminable", "change": 2}),
    ),
    Attempt("finding_once", "two verdicts on one body", lambda g: Insert(of(Finding))),
    Attempt("level_result_once", "two verdicts on one level", lambda g: Insert(of(LevelResult))),
    Attempt(
        "quotas_candidacy_circle_insert",
        "a man stands",
        lambda g: Insert(of(Candidacy, election=g.womens_election), {"person_id": g.man.pk}),
    ),
    Attempt(
        "quotas_candidacy_circle_update",
        "a candidacy made a man's",
        lambda g: Change(of(Candidacy, election=g.womens_election), {"person_id": g.man.pk}),
    ),
    Attempt(
        "candidacy_once",
        "a candidate twice",
        lambda g: Insert(of(Candidacy, election=g.womens_election)),
    ),
    Attempt("election_seat_once", "a seat twice", lambda g: Insert(of(ElectionSeat))),
    Attempt(
        "election_says_its_limits",
        "limits that nobody said",
        lambda g: Change(g.womens_election, {"kind": "semi_imperative"}),
    ),
    Attempt(
        "quotas_candidacy_signed_no_insert",
        "a candidate more",
        lambda g: Insert(_seated(g), {"person_id": g.man.pk}),
    ),
    Attempt(
        "quotas_candidacy_signed_no_update",
        "votes found later",
        lambda g: Change(_seated(g), {"votes": 3}),
    ),
    Attempt("quotas_candidacy_signed_no_delete", "a candidate less", lambda g: Remove(_seated(g))),
    Attempt(
        "quotas_rankedpapers_signed_no_insert",
        "papers found later",
        lambda g: Insert(of(RankedPapers)),
    ),
    Attempt(
        "quotas_rankedpapers_signed_no_update",
        "more papers",
        lambda g: Change(of(RankedPapers), {"papers": 3}),
    ),
    Attempt(
        "quotas_rankedpapers_signed_no_delete", "papers lost", lambda g: Remove(of(RankedPapers))
    ),
    Attempt(
        "ranked_papers_some",
        "no paper",
        lambda g: Insert(of(RankedPapers), {"papers": 0}),
        lifting("quotas_rankedpapers_signed_no_insert"),
    ),
]


def _seated(g: Ground) -> Candidacy:
    return of(Candidacy, election__item__meeting=g.signed)


MANDATES: list[Attempt] = [*_MANDATES, *_SEATS, *_INSTRUCTIONS, *_FINDINGS]
