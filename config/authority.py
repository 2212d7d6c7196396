"""A local authority for `up --tls`: made once, vouches for this machine in its own network only.

Whoever trusts it trusts it for little: it may vouch for names that end in ``.local``, for
``localhost`` and this machine's own name, and for addresses of private networks, for nothing
else (RFC 5280, name constraints). Its key never leaves the data folder.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "Komîn (this network)"
YEARS = timedelta(days=3650)
"""How long people's devices trust the authority before they must be asked again."""
TERM = timedelta(days=397)
"""How long a server's certificate may run at most for phones to take it."""
EARLY = timedelta(days=30)
"""A certificate is made anew so long before its end."""
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
PRIVATE_6 = ("fc00::/7", "fe80::/10", "::1/128")
Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Signed:
    """A certificate and its key, as files."""

    certificate: Path
    key: Path

    def read(self) -> x509.Certificate:
        """The certificate."""
        return x509.load_pem_x509_certificate(self.certificate.read_bytes())

    def signer(self) -> Key:
        """The key."""
        found = serialization.load_pem_private_key(self.key.read_bytes(), None)
        assert isinstance(found, Key)
        return found

    def there(self) -> bool:
        """Whether both were made."""
        return self.certificate.exists() and self.key.exists()


def authority_in(data: Path) -> Signed:
    """Where the data folder keeps the authority."""
    return Signed(data / "tls" / "authority.pem", data / "tls" / "authority-key.pem")


def server_in(data: Path) -> Signed:
    """Where the data folder keeps the server's certificate."""
    return Signed(data / "tls" / "server.pem", data / "tls" / "server-key.pem")


def fingerprint(certificate: x509.Certificate) -> str:
    """The certificate's SHA-256, as phones and browsers show it: AB:CD:…"""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def prepare(data: Path, names: list[str], at: datetime) -> Signed:
    """See to an authority and a server's certificate for these names; renew what is due.

    A new authority is made only where there is none or it ends: devices trust the old one.
    """
    (data / "tls").mkdir(mode=0o700, exist_ok=True)
    authority, server = authority_in(data), server_in(data)
    if not authority.there() or authority.read().not_valid_after_utc < at + TERM:
        _keep(authority, *_authority(_names(names)[0], at))
    if due(data, names, at):
        _keep(server, *_server(authority, names, at))
    return server


def due(data: Path, names: list[str], at: datetime) -> bool:
    """Whether the server's certificate is absent, ends soon, or is for other names or authority."""
    server = server_in(data)
    if not server.there():
        return True
    held = server.read()
    wanted = {*map(str, _alternatives(authority_in(data).read(), names))}
    alternatives = held.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    theirs = {*map(str, alternatives.value)}
    issued = held.issuer == authority_in(data).read().subject
    return held.not_valid_after_utc < at + EARLY or wanted != theirs or not issued


def _names(names: list[str]) -> tuple[list[str], list[str]]:
    """Names apart from private addresses; public addresses are nobody's to vouch for here."""
    words, addresses = ["localhost"], ["127.0.0.1", "::1"]
    for name in names:
        try:
            address = ip_address(name)
        except ValueError:
            words.append(name.lower())
            continue
        if any(address in ip_network(one) for one in (*PRIVATE, *PRIVATE_6)):
            addresses.append(name)
    return list(dict.fromkeys(words)), list(dict.fromkeys(addresses))


def _alternatives(authority: x509.Certificate, names: list[str]) -> list[x509.GeneralName]:
    """What the server's certificate is for: what the authority may vouch for of these names."""
    words, addresses = _names(names)
    held = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    allowed = [one.value for one in held.permitted_subtrees or () if isinstance(one, x509.DNSName)]
    plain = [word for word in words if word.endswith(".local") or word in allowed]
    return [
        *(x509.DNSName(word) for word in plain),
        *(x509.IPAddress(ip_address(one)) for one in addresses),
    ]


def _authority(words: list[str], at: datetime) -> tuple[x509.Certificate, Key]:
    key = ec.generate_private_key(ec.SECP256R1())
    mark = x509.random_serial_number()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, NAME),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} {mark % 0xFFFFFF:06x}"),
        ]
    )
    local = [x509.DNSName(word) for word in ("local", *words) if not word.endswith(".local")]
    networks = [x509.IPAddress(ip_network(one)) for one in (*PRIVATE, *PRIVATE_6)]
    uses = {name: name in ("key_cert_sign", "crl_sign") for name in USES}
    made = (
        _begun(name, name, key.public_key(), at, at + YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**uses), critical=True)
        .add_extension(x509.NameConstraints([*local, *networks], None), critical=True)
    )
    return made.sign(key, hashes.SHA256()), key


USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def _server(authority: Signed, names: list[str], at: datetime) -> tuple[x509.Certificate, Key]:
    key, above = ec.generate_private_key(ec.SECP256R1()), authority.read()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Komîn")])
    uses = {one: one == "digital_signature" for one in USES}
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.signer().public_key())
    made = (
        _begun(name, above.subject, key.public_key(), at, at + TERM)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**uses), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_alternatives(above, names)), critical=False)
        .add_extension(issuer, critical=False)
    )
    return made.sign(authority.signer(), hashes.SHA256()), key


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    """What every certificate has; valid from a day before, for clocks that are slow."""
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    begun = begun.serial_number(x509.random_serial_number())
    begun = begun.not_valid_before(since - timedelta(days=1)).not_valid_after(
        until - timedelta(days=1)
    )
    return begun.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _keep(signed: Signed, certificate: x509.Certificate, key: Key) -> None:
    """Write the key, then the certificate, each at a stroke and for the owner only."""
    plain = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for path, content in (
        (signed.key, plain),
        (signed.certificate, certificate.public_bytes(serialization.Encoding.PEM)),
    ):
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(path)
