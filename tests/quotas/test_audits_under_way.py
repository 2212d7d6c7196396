"""Audits under way: by the queue, watched, left, stopped, and taken up where a worker died."""

from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.test import Client
from kombu.exceptions import OperationalError

from communes.models import Account
from communes.problems import Refused
from quotas import tasks
from quotas.domain import auditing, handing, judging
from quotas.models import Audit, AuditState
from tests.factories import confederation
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A confederation with an auditor of the commune's branch."""
    return confederation.confederation()


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def waiting(made: Confederation) -> Audit:
    """An audit of the commune's branch that nobody has begun."""
    day = judging.day_of(made.now)
    return auditing.order(day, scope=made.home.body, account=None, by=SYSTEM, at=made.now)


def test_a_large_audit_is_handed_to_the_queue(
    made: Confederation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "AT_ONCE", 0)
    client = client_of(made.accounts["admin"])
    told = {"scope": made.home.body.key, "on": judging.day_of(made.now).isoformat()}
    url = client.post("/audit/", told)["Location"]
    page = client.get(url).content.decode()
    assert '<meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 2s"' in page
    audit = Audit.objects.order_by("-pk")[0]
    assert audit.state == AuditState.WAITING
    tasks.run_audit(audit.key)
    tasks.run_audit(audit.key)
    audit.refresh_from_db()
    assert (audit.state, audit.done) == (AuditState.DONE, audit.bodies)
    polled = client.get(url, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert polled["HX-Refresh"] == "true"
    assert "noscript" not in client.get(url).content.decode()


def test_how_far_it_has_come_is_said(made: Confederation, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = waiting(made)
    url = f"/audit/{audit.key}/"
    client = client_of(made.accounts["admin"])
    seen: list[str] = []

    def judge(*_told: object, **more: object) -> judging.Judgement:
        tell = more["progress"]
        assert callable(tell)
        tell(3)
        seen.append(client.get(url).content.decode())
        return judging.Judgement()

    monkeypatch.setattr(judging, "judge", judge)
    auditing.run(audit, at=made.now)
    assert f"<strong>3</strong> of {audit.bodies} bodies audited." in seen[0]


@pytest.mark.parametrize("by_api", [False, True])
def test_an_audit_is_stopped_while_it_runs(
    made: Confederation, monkeypatch: pytest.MonkeyPatch, by_api: bool
) -> None:
    audit, account = waiting(made), made.accounts["admin"]
    honest = judging.judge

    def judge(*told: object, **more: object) -> judging.Judgement:
        if by_api:
            assert Caller(account).send("post", f"audits/{audit.key}/stop").status == 200
        else:
            assert client_of(account).post(f"/audit/{audit.key}/stop/").status_code == 302
        return honest(*told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "judge", judge)
    after = auditing.run(audit, at=made.now)
    assert after.state == AuditState.STOPPED
    assert not after.findings.exists()
    assert "was stopped" in client_of(account).get(f"/audit/{audit.key}/").content.decode()
    assert auditing.run_waiting(made.now + timedelta(days=1)) == 0


def test_what_is_over_is_not_stopped_and_nobody_else_stops(made: Confederation) -> None:
    audit = waiting(made)
    for role in ("secretary", "resident"):
        answer = client_of(made.accounts[role]).post(f"/audit/{audit.key}/stop/")
        assert answer.status_code == 404
    done = auditing.run(audit, at=made.now)
    assert done.state == AuditState.DONE
    answer = client_of(made.accounts["admin"]).post(f"/audit/{audit.key}/stop/")
    assert answer.status_code == 422
    with pytest.raises(Refused):
        auditing.stop(audit, by=SYSTEM, at=made.now)


def test_where_the_queue_is_away_the_sweep_carries_it_out(
    made: Confederation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_told: object, **_more: object) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", away)
    audit = waiting(made)
    handing.hand_over(audit)
    assert auditing.run_waiting(made.now) == 0
    assert auditing.run_waiting(made.now + auditing.SILENCE) == 1
    audit.refresh_from_db()
    assert audit.state == AuditState.DONE


@pytest.mark.parametrize("silent", [timedelta(minutes=1), auditing.SILENCE])
def test_only_an_audit_whose_worker_fell_silent_is_taken_up(
    made: Confederation, silent: timedelta
) -> None:
    audit = waiting(made)
    now: datetime = made.now + timedelta(hours=3)
    begun = {"state": AuditState.RUNNING, "heard_at": now - silent, "done": 2}
    Audit.objects.filter(pk=audit.pk).update(**begun)
    dead = silent >= auditing.SILENCE
    assert auditing.run_waiting(now) == dead
    assert (auditing.run(audit, at=now).state == AuditState.DONE) == dead
