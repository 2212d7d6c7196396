"""What went on around the decisions stands in the minutes, on screen, paper, in text and JSON."""

import json
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from communes.domain import consensus, signing, speaking, tasking, womens
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.models import AgendaItem, Resolution
from communes.papers.gathering import record_of
from communes.papers.lists import resolutions_paper
from communes.typesetting import plain
from tests.factories import world
from tests.factories.gathering import Gathering, gathering
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

SAID = [
    "Declared by the chairs: it concerns women.",
    "The women decided that this item concerns women: 7 for, 1 against, of 10 women in the room.",
    "The women's list was empty; the women let the debate go on.",
    "Consensus was sought: 2 blocks. 1 stands aside.",
    "Too dear.",
    "Adjourned for a pause.",
    "Of these the women: 9 for, 1 against, 0 abstained.",
    "Task: Ask for a price",
    "until",
    "2:10",
]


@laid
def held() -> Gathering:
    """An assembly in which everything happened that minutes can tell of one item."""
    made = gathering(present=20)
    item, at = made.item(), timezone.now() - timedelta(minutes=20)
    _debated(made, item)
    womens.declare(item, way="chairs", by=SYSTEM, at=at)
    womens.vote(item, question="concerns", votes_for=7, against=1, by=SYSTEM, at=at)
    consensus.record_block(
        item, blocks=2, reasons=["Too dear.", "Too late."], aside=1, by=SYSTEM, at=at
    )
    consensus.adjourn(item, to_next=False, by=SYSTEM, at=at)
    consensus.take_up(item, by=SYSTEM, at=at)
    count = Count(15, 5, women=(9, 1, 0))
    world.decide(made.item(), count, at, "The pump is mended.")
    due = timezone.now().date() + timedelta(days=9)
    person = made.town.women[3]
    tasking.give(item, text="Ask for a price", person=person, due=due, by=SYSTEM, at=at)
    return made


def _debated(made: Gathering, item: AgendaItem) -> None:
    """A woman speaks for 130 seconds, a man for 60; then a man alone waits."""
    at = timezone.now() - timedelta(minutes=28)
    people = (made.town.women[2], made.town.men[2], made.town.men[3])
    stays = [made.meeting.attendances.get(person=person) for person in people]
    first, second, _third = [speaking.ask(item, stay, by=SYSTEM, at=at) for stay in stays]
    for speech, seconds in ((first, 130), (second, 60)):
        speaking.give_floor(speech, by=SYSTEM, at=at)
        at += timedelta(seconds=seconds)
        speaking.end(speech, by=SYSTEM, at=at)
    speaking.answer(item, goes_on=True, by=SYSTEM, at=at)


def sign(held: Gathering) -> None:
    held.close()
    for chair in (held.town.women[0], held.town.men[0]):
        signing.sign(held.meeting, person=chair, by=Actor(chair), at=timezone.now())
    held.meeting.refresh_from_db()


def shown(held: Gathering, name: str) -> str:
    where = reverse(name, args=[held.meeting.public_id], query={"language": "en"})
    content = held.chairs[0].get(where).content
    if name == "minutes_pdf":
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    return " ".join(unescape(content.decode()).split())


@pytest.mark.parametrize("name", ["minutes", "minutes_pdf", "minutes_text", "sign"])
def test_everything_that_was_recorded_is_told(held: Gathering, name: str) -> None:
    sign(held)
    told = shown(held, name)
    if name in ("minutes", "sign"):
        told = told.replace("</p><ul>", " ").replace("<bdi>", "").replace("</bdi>", "")
    assert not [words for words in SAID if words not in told]


def test_the_files_for_programs_hold_the_same_as_figures(held: Gathering) -> None:
    sign(held)
    told = json.loads(held.member.get(f"/api/v1/meetings/{held.meeting.key}/minutes").content)
    item = told["content"]["items"][0]
    assert item["women"] == [
        {"question": "concerns", "for": 7, "against": 1, "women": 10, "adopted": True}
    ]
    assert item["checks"][0]["aside"] == 1
    assert item["spoken"] == {"woman": [1, 130], "man": [1, 60]}
    assert item["decisions"][0]["facts"]["women"] == {"for": 9, "against": 1, "abstain": 0}
    assert told["content"] == record_of(held.meeting)


def test_minutes_without_any_of_it_say_nothing_of_it() -> None:
    told = shown(gathering(), "minutes_text")
    assert "Water pump" in told
    for words in ("women's list", "Of these the women", "concerns women", "Consensus was sought"):
        assert words not in told


def test_the_register_and_the_resolution_tell_the_womens_count(held: Gathering) -> None:
    made = held.item().resolutions.get()
    page = held.member.get(reverse("resolution", args=[made.public_id])).content.decode()
    assert "Of these the women: 9 for, 1 against, 0 abstained." in page
    assert "Of these the women: 9 for" in plain(
        resolutions_paper(held.body, Resolution.objects.filter(pk=made.pk), "en")
    )
