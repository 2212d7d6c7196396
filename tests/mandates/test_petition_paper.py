"""The sheet on which electors sign a petition on paper, as a PDF in four languages."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from communes.typesetting import pdf
from mandates.papers import LINES, sheet_paper
from tests.factories import world
from tests.factories.petitions import GROUNDS, Demand, demand
from tests.grounds import laid
from tests.invariants.asking import at as clock

pytestmark = pytest.mark.django_db

HOSTILE = '#eval("1") $x$ <b>*bold*</b> \\ ‮turned\n\n' + "ئەم ژنە " * 200


@laid
def made() -> Demand:
    return demand()


def reader(made: Demand) -> Client:
    client = Client()
    client.force_login(world.account("elector", made.town.women[4]))
    return client


def test_the_sheet_holds_all_that_a_signatory_has_to_know(made: Demand) -> None:
    petition = made.petition
    paper = sheet_paper(petition, 7, "en")
    told = str(paper.blocks)
    assert petition.mandate.person.name in paper.title
    for words in (
        GROUNDS,
        "Co-chair (a woman) of",
        "signatures of 5 of 21 electors",
        petition.zone,
    ):
        assert words in told
    assert "open until the end of Monday 17 August 2026 by the clocks of" in told
    assert "Monday 17 August 2026, 21:00 UTC" in told
    assert "has not replied yet" in told
    assert "2 electors drawn by lot confirm it within 7 days" in told
    (table,) = [block for block in paper.blocks if block["as"] == "table"]
    assert len(table["rows"]) == LINES
    assert paper.running[1] == "Sheet 7"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_it_is_set_in_each_language_whatever_people_wrote(made: Demand, language: str) -> None:
    petition = made.petition
    petition.grounds, petition.reply = HOSTILE, HOSTILE
    petition.replied_at = petition.opened_at
    first = pdf(sheet_paper(petition, 1, language))
    assert first.startswith(b"%PDF")
    assert first == pdf(sheet_paper(petition, 1, language))
    with translation.override(language):
        assert sheet_paper(petition, 1, language).running[1] == translation.gettext(
            "Sheet %(number)s"
        ) % {"number": 1}


def test_whoever_reads_the_petition_prints_it(made: Demand) -> None:
    url = f"/petitions/{made.petition.key}/"
    stranger = Client()
    stranger.force_login(world.account("nobody", None))
    with clock(made.opened):
        client = reader(made)
        page = client.get(url).content.decode()
        assert f"{url}sheet.pdf?language=ckb" in page
        answer = client.get(f"{url}sheet.pdf?language=ar&sheet=12")
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "private, no-store"
        for odd in ("sheet=x", "sheet=1234", "sheet=١", "language=xx", "sheet=%00"):
            assert client.get(f"{url}sheet.pdf?{odd}").status_code == 404
        for other in (stranger, client):
            key = made.petition.key if other is stranger else uuid4()
            assert other.get(f"/petitions/{key}/sheet.pdf").status_code in (403, 404)
        assert Client().get(f"{url}sheet.pdf").status_code == 302
