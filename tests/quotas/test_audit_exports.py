"""An audit carried away: every finding, no formula, in four forms and four languages."""

import json
import zipfile
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pypdf import PdfReader

from communes.models import Account, Body
from quotas.models import Audit
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.confederation import Confederation
from tests.grounds import laid

pytestmark = pytest.mark.django_db
FORMS = ["csv", "xlsx", "json", "pdf"]
HOSTILE = "=HYPERLINK(1)"


@laid
def made() -> Confederation:
    """A confederation, audited today; one of its bodies bears a hostile name."""
    made = confederation.confederation()
    committee = Body.objects.filter(kind="committee").order_by("pk")[0]
    Body.objects.filter(pk=committee.pk).update(name=HOSTILE)
    return made


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def carried(client: Client, audit: Audit, form: str) -> bytes:
    answer: Any = client.get(f"/audit/{audit.key}/findings.{form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return bytes(answer.getvalue())


def cells(book: bytes) -> tuple[list[list[str]], str]:
    """The texts of the first sheet by rows, and the sheet as it stands in the file."""
    with zipfile.ZipFile(BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = ET.fromstring(sheet).iter(f"{space}row")
    return [["".join(cell.itertext()) for cell in row] for row in rows], sheet


def test_a_workbook_holds_every_finding_and_no_formula(made: Confederation) -> None:
    audit = Audit.objects.order_by("-pk")[0]
    told, sheet = cells(carried(client_of(made.accounts["admin"]), audit, "xlsx"))
    assert len(told) == 1 + audit.findings.count()
    assert any(HOSTILE in row for row in told)
    assert "<f>" not in sheet
    assert sheet.count('t="inlineStr"') > audit.findings.count()


def test_json_holds_every_finding_with_since_when(made: Confederation) -> None:
    audit = Audit.objects.order_by("-pk")[0]
    told = json.loads(carried(client_of(made.accounts["admin"]), audit, "json"))
    assert told["format"] == "komin-audit-1"
    assert told["audit"]["id"] == audit.key
    assert len(told["findings"]) == audit.findings.count()
    assert len(told["levels"]) == audit.levels.count()
    assert all(one["since"] <= audit.on.isoformat() for one in told["findings"])


@pytest.mark.parametrize("language", ["en", "ar", "ku", "ckb"])
def test_a_paper_in_four_languages(made: Confederation, language: str) -> None:
    audit = Audit.objects.order_by("-pk")[0]
    client = client_of(made.accounts["admin"])
    Account.objects.filter(pk=made.accounts["admin"].pk).update(language=language)
    data = carried(client, audit, "pdf")
    assert data == carried(client, audit, "pdf")
    read = PdfReader(BytesIO(data))
    assert read.metadata is not None
    assert str(read.metadata["/Keywords"]) == f"komin-audit {audit.key} {language}"
    assert "HYPERLINK" in "".join(page.extract_text() for page in read.pages)


def test_filters_hold_and_nobody_else_carries_it_away(made: Confederation) -> None:
    audit = Audit.objects.order_by("-pk")[0]
    auditor = client_of(made.accounts["admin"])
    some = auditor.get(f"/audit/{audit.key}/findings.json", {"q": "nobody is called so"})
    assert json.loads(some.getvalue())["findings"] == []
    for form in FORMS:
        for role in ("secretary", "resident"):
            answer = client_of(made.accounts[role]).get(f"/audit/{audit.key}/findings.{form}")
            assert answer.status_code == 404


def test_a_file_asks_a_constant_number_of_queries(made: Confederation) -> None:
    client, audit = client_of(made.accounts["admin"]), Audit.objects.order_by("-pk")[0]
    before = [queries(lambda form=form: carried(client, audit, form)) for form in FORMS]  # type: ignore[misc]
    confederation.grow(made)
    later = world.audited(made.home.body, made.now)
    assert later.findings.count() > audit.findings.count()
    after = [queries(lambda form=form: carried(client, later, form)) for form in FORMS]  # type: ignore[misc]
    assert after == before
