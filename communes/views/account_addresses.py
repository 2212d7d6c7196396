"""Addresses of the pages on which a reader keeps the own account safe."""

from django.urls import URLPattern, URLResolver, path

from communes.views import factors, proving, resetting, security, tokens

_ACCOUNT = "account/"

PATTERNS: list[URLPattern | URLResolver] = [
    path(_ACCOUNT + "proof/", proving.prove, name="prove"),
    path(_ACCOUNT + "security/", security.security, name="security"),
    path(_ACCOUNT + "security/log/", security.security_log, name="security_log"),
    path(_ACCOUNT + "sign-ins/end/", security.end_sign_ins, name="end_sign_ins"),
    path(_ACCOUNT + "sign-ins/<uuid:public_id>/end/", security.end_sign_in, name="end_sign_in"),
    path(_ACCOUNT + "reset/stop/", security.stop_reset, name="stop_reset"),
    path(_ACCOUNT + "codes/", factors.codes, name="codes"),
    path(_ACCOUNT + "recovery/", factors.recovery, name="recovery"),
    path(_ACCOUNT + "passkeys/", factors.passkeys, name="passkeys"),
    path(_ACCOUNT + "passkeys/<uuid:public_id>/", factors.passkey, name="passkey"),
    path(_ACCOUNT + "tokens/", tokens.tokens, name="tokens"),
    path(_ACCOUNT + "tokens/<uuid:public_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path(
        "communes/<uuid:public_id>/register/<uuid:person_id>/reset/",
        resetting.register_reset,
        name="register_reset",
    ),
]
