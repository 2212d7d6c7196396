"""Members propose items until the notice goes out: deeds, pages, API, and what the law forbids."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from communes.domain import convening, planning, proposing
from communes.domain.acting import Actor
from communes.models import (
    Affiliation,
    Body,
    Entry,
    Meeting,
    Notice,
    OpenPoint,
    Person,
    Proposal,
    Relation,
)
from communes.notices import sentence
from communes.problems import Refused
from tests.communes.test_convening_pages import filled, url_of
from tests.counting import queries
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, client_of, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@laid
def held() -> Gathering:
    return gathering()


def page_of(held: Gathering) -> str:
    return reverse("proposals", args=[held.body.public_id])


def wish(body: Body, person: Person, title: str = "Shade") -> Proposal:
    by = Actor(person)
    return proposing.propose(
        body, person=person, title=title, text="Trees.", kind="decision", by=by, at=NOW
    )


def proposed(**more: str) -> dict[str, Any]:
    """What a member writes."""
    return {"title": "Shade", "text": "Trees along the road.", "kind": "decision", **more}


def test_a_member_proposes_and_all_read_it(held: Gathering) -> None:
    told = proposed(submission="one-key-only")
    for _time in range(2):
        assert held.member.post(page_of(held), told).status_code == 302
    assert Proposal.objects.get().person == held.town.men[3]
    shown = held.stranger.get(page_of(held)).content.decode()
    assert "Shade" in shown
    assert "Withdraw it" not in shown
    assert "Withdraw it" in held.member.get(page_of(held)).content.decode()
    assert post(held.stranger, page_of(held), **proposed()).status_code == 403
    assert held.guest.get(page_of(held)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"title": "x" * 301}, {"kind": "election"}, {"kind": ""}, {"text": "\x00"}],
)
def test_bad_input_changes_nothing(held: Gathering, wrong: dict[str, str]) -> None:
    assert post(held.member, page_of(held), **proposed(**wrong)).status_code == 422
    assert not Proposal.objects.exists()


def test_nobody_floods_an_agenda(held: Gathering) -> None:
    for number in range(proposing.MOST_WAITING):
        wish(held.body, held.town.men[3], str(number))
    with pytest.raises(Refused, match="proposals_many"):
        wish(held.body, held.town.men[3])
    wish(held.body, held.town.men[4])


def test_convening_offers_what_waits_and_takes_it(held: Gathering) -> None:
    made = wish(held.body, held.town.men[3])
    offered = held.chairs[0].get(url_of(held))
    rows = [row for row in offered.context["rows"].rows if row.proposal]
    assert [row.title for row in rows] == ["Shade"]
    told = {**filled(["Shade for all"]), "items-0-proposal": made.key}
    assert post(held.recorder, url_of(held), **told).status_code == 302
    meeting = Meeting.objects.order_by("-pk")[0]
    made.refresh_from_db()
    assert made.item == meeting.items.get()
    notice = Notice.objects.get(code="proposal_taken")
    assert notice.account.person == held.town.men[3]  # type: ignore[union-attr]
    assert "Shade" in sentence(notice.code, notice.figures)
    shown = held.member.get(reverse("meeting", args=[meeting.public_id])).content.decode()
    assert "proposed by" in shown
    with pytest.raises(Refused, match="proposal_taken"):
        proposing.withdraw(made, by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="proposal_taken"):
        proposing.take_up(made, held.item(), by=SYSTEM, at=NOW)


def test_what_is_taken_off_or_called_off_waits_again(held: Gathering) -> None:
    made = wish(held.body, held.town.men[3])
    planning.await_agenda(held.body, kind="decision", occasion="o", title="Road", at=NOW)
    point = OpenPoint.objects.get(occasion="o")
    items = [
        planning.PlannedItem("Shade", proposal=made),
        planning.PlannedItem("Road", point=point),
    ]
    meeting = planned(held, items=items)
    planning.remove_item(meeting.items.get(title="Shade"), by=SYSTEM, at=NOW)
    assert list(Proposal.objects.waiting()) == [made]
    again = planned(held, items=items[:1])
    for one in (meeting, again):
        convening.cancel(one, by=SYSTEM, at=NOW)
    assert list(Proposal.objects.waiting()) == [made]
    assert point in planning.waiting(held.body)


def test_its_proposer_withdraws_it_and_nobody_else(held: Gathering) -> None:
    made = wish(held.body, held.town.men[3])
    url = reverse("withdraw_proposal", args=[made.public_id])
    assert post(held.recorder, url).status_code == 403
    assert post(held.member, url).status_code == 302
    assert post(held.member, url).status_code == 422
    assert not Proposal.objects.waiting().exists()
    assert "withdrawn" in held.member.get(page_of(held)).content.decode()


def test_it_is_set_aside_with_a_reason_that_all_read(held: Gathering) -> None:
    made = wish(held.body, held.town.men[3])
    url = reverse("set_aside_proposal", args=[made.public_id])
    assert post(held.member, url, reason="No.").status_code == 403
    page = post(held.recorder, url, reason=" ")
    assert page.status_code == 422
    assert "This field is required." in page.content.decode()
    assert post(held.recorder, url, reason="Decided last month.").status_code == 302
    assert "Decided last month." in held.stranger.get(page_of(held)).content.decode()
    notice = Notice.objects.get(code="proposal_set_aside")
    assert "Decided last month." in sentence(notice.code, notice.figures)
    entry = Entry.objects.filter(kind="proposal.set_aside").get()
    assert held.town.men[3].key not in entry.content
    assert "Decided" not in entry.content


def test_a_womens_assembly_hears_women_alone(held: Gathering) -> None:
    hers = Affiliation.objects.get(parent=held.body, relation=Relation.BESIDE).body
    url = reverse("proposals", args=[hers.public_id])
    assert held.member.get(url).status_code == 404
    assert post(held.member, url, **proposed()).status_code == 404
    woman = client_of("woman", held.town.women[4])
    assert post(woman, url, **proposed()).status_code == 302
    with pytest.raises(Refused, match="circle"):
        wish(hers, held.town.men[3])
    with pytest.raises(DatabaseError), transaction.atomic():
        Proposal.objects.create(
            body=hers, person=held.town.men[3], title="x", kind="decision", proposed_at=NOW
        )


def test_the_database_keeps_what_was_proposed(held: Gathering) -> None:
    made = Proposal.objects.filter(pk=wish(held.body, held.town.men[3]).pk)
    for change in (
        {"title": "Something else"},
        {"person": held.town.men[4]},
        {"set_aside_at": NOW},
        {"withdrawn_at": NOW, "set_aside_at": NOW, "reason": "x"},
        {"withdrawn_at": NOW, "item": held.item()},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            made.update(**change)


def test_queries_do_not_grow_with_the_proposals(held: Gathering) -> None:
    def ask() -> None:
        assert held.recorder.get(page_of(held)).status_code == 200
        assert held.recorder.get(url_of(held)).status_code == 200

    wish(held.body, held.town.men[3], "0")
    one = queries(ask)
    for number in (1, 2):
        wish(held.body, held.town.women[number + 2], str(number))
    assert queries(ask) == one


def test_a_program_proposes_as_a_person_does(held: Gathering) -> None:
    member, recorder = Caller(held.town.men[3].account), Caller(held.town.women[1].account)
    path = f"bodies/{held.body.key}/proposals"
    made = member.send("post", path, {"title": "Shade"})
    assert (made.status, made.body["person"]["id"]) == (201, held.town.men[3].key)
    assert member.send("post", path, {"title": "x", "kind": "election"}).codes == [
        "kind_not_proposed"
    ]
    assert recorder.send("post", f"proposals/{made.body['id']}/withdraw").status == 403
    assert [row["title"] for row in recorder.get(path, waiting="true").rows] == ["Shade"]
    body = {
        "place": "Yard",
        "starts_at": (NOW + timedelta(days=9)).isoformat(),
        "items": [{"proposal": made.body["id"]}],
    }
    convened = recorder.send("post", f"bodies/{held.body.key}/meetings", body)
    assert convened.status == 201
    assert recorder.get(path, waiting="true").rows == []
    aside = recorder.send("post", f"proposals/{made.body['id']}/set-aside", {"reason": "x"})
    assert (aside.status, aside.codes) == (409, ["proposal_taken"])
