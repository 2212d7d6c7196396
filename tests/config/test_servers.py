"""The test servers are real, and as bare as the production's may be."""

import pytest
import redis
from django.conf import settings
from django.db import connection


@pytest.mark.servers
@pytest.mark.django_db
def test_postgres_is_real_and_has_what_exclusion_constraints_need() -> None:
    assert connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        cursor.execute("SELECT '[1,3)'::int4range && '[2,4)'::int4range")
        assert cursor.fetchone() == (True,)


@pytest.mark.servers
def test_valkey_answers_on_its_socket() -> None:
    path = settings.CELERY_BROKER_URL.partition("//")[2].partition("?")[0]
    with redis.Redis(unix_socket_path=path) as broker:
        assert broker.ping()
