"""Probes: alive means the process answers, ready means that it may be used."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


def test_alive_needs_no_database_and_no_host(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "probe.invalid"})
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_ready_when_all_migrations_are_applied(client: Client) -> None:
    assert client.get("/readyz", headers={"host": "probe.invalid"}).status_code == 200


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["because"]) == (503, "1 migrations")
