"""`up --tls`: a real request that trusts nothing but the local authority."""

import json
import socket
import ssl
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from django.test import Client

from config import authority
from tests.config.running import bare, free_port, running, until

NOW = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
NAMES = ["olive.local", "olive", "10.0.0.7", "192.168.1.4", "8.8.8.8", "192.0.2.2"]


def alternatives(signed: authority.Signed) -> set[str]:
    """What the certificate is for."""
    held = signed.read().extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*held.get_values_for_type(x509.DNSName)} | {
        str(one) for one in held.get_values_for_type(x509.IPAddress)
    }


def test_a_certificate_is_for_the_machines_own_names_and_no_others(tmp_path: Path) -> None:
    server = authority.prepare(tmp_path, NAMES, NOW)
    own = {"localhost", "127.0.0.1", "::1"}
    assert alternatives(server) == own | set(NAMES) - {"8.8.8.8", "192.0.2.2"}
    above = authority.authority_in(tmp_path)
    server.read().verify_directly_issued_by(above.read())
    held = above.read().extensions.get_extension_for_class(x509.NameConstraints)
    assert held.critical
    for path in (server.key, above.key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_is_renewed_before_it_ends_and_the_authority_stays(tmp_path: Path) -> None:
    first = authority.prepare(tmp_path, NAMES, NOW).read()
    above = authority.authority_in(tmp_path).read()
    for at, names, renewed in (
        (NOW + timedelta(days=360), NAMES, False),
        (NOW + timedelta(days=367), NAMES, True),
        (NOW + timedelta(days=368), [*NAMES, "10.0.0.8"], True),
        (NOW + timedelta(days=368), [*NAMES, "10.0.0.8"], False),
    ):
        assert authority.due(tmp_path, names, at) is renewed
        now = authority.prepare(tmp_path, names, at).read()
        assert (now != first) is renewed
        assert authority.authority_in(tmp_path).read() == above
        first = now
    authority.prepare(tmp_path, NAMES, NOW + authority.YEARS)
    assert authority.authority_in(tmp_path).read() != above


def test_a_request_that_trusts_only_the_authority_is_answered(tmp_path: Path) -> None:
    port, log, data = free_port(), tmp_path / "up.log", tmp_path / "data"
    command = [sys.executable, "manage.py", "up", "--empty", "--tls", "--port", str(port)]
    command += ["--host", "127.0.0.1", "--data", str(data)]
    with running("up", command, bare(tmp_path), log) as parent:
        until(lambda: "Ctrl-C ends everything" in log.read_text(), parent)
        trusted = authority.authority_in(data)
        context = ssl.create_default_context(cafile=str(trusted.certificate))
        with closing(HTTPSConnection("localhost", port, context=context, timeout=10)) as line:
            line.request("GET", "/readyz")
            assert json.loads(line.getresponse().read()) == {"ready": True}
            line.request("GET", "/trust/")
            page = line.getresponse().read().decode()
            mark = authority.fingerprint(trusted.read())
            assert mark in page
            assert mark in log.read_text()
            assert f"https://localhost:{port}/" in log.read_text()
            line.request("GET", "/trust/authority.crt")
            answer = line.getresponse()
            assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
            assert x509.load_der_x509_certificate(answer.read()) == trusted.read()
            line.request("GET", "/begin/")
            answer = line.getresponse()
            cookies = answer.headers.get_all("Set-Cookie") or []
            assert answer.read()
            assert cookies
            assert all("; Secure" in cookie for cookie in cookies)
        with (
            pytest.raises(ssl.SSLCertVerificationError),
            socket.create_connection(("127.0.0.1", port)) as plain,
        ):
            ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")


@pytest.mark.django_db
def test_without_a_seal_the_page_says_where_the_recorder_works_offline() -> None:
    page = Client().get("/trust/")
    assert page.status_code == 200
    assert "at localhost" in page.content.decode()
    assert "up --tls" in page.content.decode()
    assert Client().get("/trust/authority.crt").status_code == 404
