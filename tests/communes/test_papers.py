"""Papers as files: the same bytes for the same minutes, in each language, whatever people wrote."""

import json
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from time import monotonic
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from communes.arithmetic.chains import canonical, commitment, entry_hash
from communes.domain import recording
from communes.domain.counting import Count
from communes.papers.gathering import MinutedItem, record_of
from communes.papers.minutes import minutes_paper
from communes.papers.proceeding import after, before
from communes.typesetting import Paper, isolated, legible, pdf, plain
from communes.typesetting.letters import drawable
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

HOSTILE = [
    '#eval("1+1") #panic() #read("/etc/passwd") #import "x.typ": *',
    "*bold* _em_ $x^2$ @ref <label> `raw` = head - list / term: \\ // gone /* gone */",
    "<script>alert(1)</script> <b hx-get='/x'>&amp; ]] }} {{ #{ #[",
    "\u202eevil\u202c \u2066isolated \x07bell \x1b[31mred \ufffe",
    "حُسِبَت الأصوات ٤١ مع Komîna Zeytûn",
]


@laid
def held() -> Gathering:
    """A meeting with a record and a decision, still open."""
    made = gathering()
    at = timezone.now()
    recording.write(made.item(), text="\n".join(HOSTILE), version=0, by=SYSTEM, at=at)
    world.decide(made.item(), Count(15, 5), at, "The pump is mended. #eval(1)")
    return made


def url(name: str, held: Gathering, **asked: str) -> str:
    return reverse(name, args=[held.meeting.public_id], query=asked)


def signed(held: Gathering) -> Gathering:
    held.close()
    for chair in held.chairs:
        page = chair.get(url("sign", held))
        post(chair, url("sign", held), do="sign", seen=page.context["digest"])
    held.meeting.refresh_from_db()
    assert held.meeting.signed_at
    return held


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def paper(*texts: str, language: str = "en") -> Paper:
    blocks = [{"as": "text", "text": legible(text)} for text in texts]
    return Paper(key="k", title="t", language=language, blocks=blocks)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_same_minutes_are_the_same_bytes_in_each_language(
    held: Gathering, language: str
) -> None:
    signed(held)
    first = held.member.get(url("minutes_pdf", held, language=language))
    again = held.recorder.get(url("minutes_pdf", held, language=language))
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content
    fonts = {name for name in (b"NotoSerif", b"Amiri") if name in first.content}
    assert b"NotoSerif" in fonts
    assert (b"Amiri" in fonts) or language in ("en", "ku")
    assert f"komin-minutes {held.meeting.key} {language}".encode() in first.content


def test_paper_has_what_the_page_has(held: Gathering) -> None:
    signed(held)
    page = held.member.get(url("minutes", held)).content.decode()
    told = words(held.member.get(url("minutes_pdf", held, language="en")).content)
    entry = held.member.get(url("minutes", held)).context["entry"]
    flat = " ".join(told.split())
    for said in ("Komîna Zeytûn", "15 for, 5 against, 0 abstained", "at least 14"):
        assert said in " ".join(page.split()), said
        assert said in flat, said
    assert entry.hash in told.replace(" ", "").replace("\n", "")


def test_what_people_wrote_is_text(held: Gathering) -> None:
    told = words(held.member.get(url("minutes_pdf", held, language="en")).content)
    flat = "".join(told.split())
    for line in HOSTILE[:3]:
        assert "".join(line.split()) in flat, line
    assert "[U+202E]evil[U+202C]" in flat
    assert "[U+0007]bell[U+001B]" in flat
    assert "#eval(1)" in flat


def test_a_hundred_thousand_letters_are_set_soon() -> None:
    for text in ("a" * 100_000, "word " * 20_000, "\n" * 100_000, "ڕ" * 100_000, "\u202e" * 9000):
        began = monotonic()
        assert pdf(paper(text)).startswith(b"%PDF-")
        assert monotonic() - began < 5
        assert len(plain(paper(text)).split("\n")) < 100_010


def test_signs_that_no_font_has_and_nul_do_no_harm() -> None:
    made = pdf(paper("\x00 \ue000 \U0001f600 漢字 ܣܘܪܝܝܐ"))
    assert made.startswith(b"%PDF-")
    assert drawable("ܫܡܝܪܡ ܥܒܕܐ, Արամ") == "Shmyrm ʿbda, Արամ"
    assert legible("\x00") == "[U+0000]"
    assert legible("\u200cا\u200d\u200e") == "\u200cا\u200d\u200e"
    assert isolated("a\u2069b") == "a[U+2069]b"
    assert isolated("ڤیان\u2069") == "\u2068ڤیان[U+2069]\u2069"


def test_plain_text_says_the_same(held: Gathering) -> None:
    answer = held.member.get(url("minutes_text", held, language="en"))
    told = answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "15 for, 5 against, 0 abstained" in told
    assert HOSTILE[1] in told
    assert "not signed" in told


def test_json_can_be_checked_without_the_program(held: Gathering) -> None:
    draft = json.loads(held.member.get(url("minutes_json", held)).content)
    assert draft["entry"] is None
    signed(held)
    content = held.member.get(url("minutes_json", held)).content
    told = json.loads(content)
    assert canonical(told) == content
    assert told["content"] == record_of(held.meeting)
    assert sha256(canonical(told["content"])).hexdigest() == told["digest"]
    assert commitment(bytes.fromhex(told["salt"]), [told["content"]]) == told["commitment"]
    entry = told["entry"]
    assert entry_hash(entry["previous"], entry["content"].encode()) == entry["hash"]
    assert json.loads(entry["content"])["facts"]["minutes"] == told["commitment"]


def test_files_are_for_those_who_read_the_page(held: Gathering) -> None:
    for name in ("minutes_pdf", "minutes_text", "minutes_json"):
        assert held.stranger.get(url(name, held)).status_code == 200
        assert held.guest.get(url(name, held)).status_code == 403
        assert held.member.get(url(name, held, language="xx")).status_code in (200, 404)
        assert held.member.post(url(name, held)).status_code == 405
    assert held.member.get(url("minutes_pdf", held, language="../x")).status_code == 404
    assert held.member.get(url("sheet_pdf", held)).status_code == 403
    sheet = held.recorder.get(url("sheet_pdf", held, language="en"))
    assert held.town.women[0].name.split()[0] in words(sheet.content)


def test_the_register_is_printed_as_it_is_chosen(held: Gathering) -> None:
    world.decide(held.item(2), Count(5, 15), timezone.now(), "Oil is bought.")

    def shown(**asked: Any) -> str:
        where = reverse("resolutions_pdf", args=[held.body.public_id], query=asked)
        return " ".join(words(held.member.get(where).content).split())

    assert "The pump is mended." in shown(language="en")
    assert "Oil is bought." not in shown(language="en")
    assert "Oil is bought." in shown(language="en", shelf="rejected")
    assert "The pump" not in shown(language="en", shelf="all", q="oil")


def test_papers_run_in_their_direction(held: Gathering) -> None:
    assert minutes_paper(held.meeting, "ckb").rightward
    assert minutes_paper(held.meeting, "ar").rightward
    assert not minutes_paper(held.meeting, "ku").rightward


def test_paper_tells_what_led_to_a_decision() -> None:
    item = MinutedItem(
        number="1",
        title="Pump",
        text="",
        urgency=None,
        checks=[{"blocks": 1, "reasons": ["Too dear #eval(1)"]}],
        adjourned=[{"to_next": False}],
        tasks=[{"text": "Ask for a price", "bearer": "Economy", "due": date(2026, 12, 3)}],
        spoken={"woman": (2, timedelta(seconds=130))},
        decisions=[],
    )
    told = plain(Paper(key="k", title="t", language="en", blocks=[*before(item), *after(item)]))
    assert "Consensus was sought: 1 block.\n– Too dear #eval(1)" in told
    assert "Adjourned for a pause." in told
    assert "Task: Ask for a price (Economy, until Thursday 3 December 2026)" in told
    assert "2:10" in told
