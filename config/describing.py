"""How the API describes itself: its title, its manners, the names of its choices."""

from typing import Any

MANNERS = """
The same deeds and the same refusals as the pages.

A program bears a token, which its holder makes on the page “Tokens” of the account:
`Authorization: Bearer komin_…`. It reads, or reads and acts, until its day; it can be revoked
(401 from then on), and it changes nothing of what opens the account. Or sign in on the pages and
send the session's cookie, and with every method but GET the header `X-CSRFToken` with the value
of the cookie `csrftoken`. Rows are known by public ids.

What weighs most (signing, confirming, what opens the account) needs a fresh proof that it is
still the holder who asks: without one it is refused with 403 and the code `proof_needed`, whose
figures name the ways; `POST me/proof` gives one, for a quarter of an hour. A token does these
only if it was made for them, by a holder who gave a fresh proof.

Lists come fifty rows at a time (`limit`, at most 200, and `offset`).

Every refusal has one form, `{"problems": [{"code", "message", "field", "figures"}]}`, with every
reason: 400 for what is not in shape, 403 for what this account may not try, 404 for what is not
there or not for its eyes, 409 for what a rule forbids now.

A client on a bad network sends an `Idempotency-Key` of its own with each act: handed in twice,
it is one act, answered alike both times.
"""

SETTINGS: dict[str, Any] = {
    "TITLE": "Komîn",
    "DESCRIPTION": MANNERS.strip(),
    "VERSION": "1",
    "LICENSE": {"name": "AGPL-3.0-or-later"},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "Browser": "communes.models.Browser",
        "System": "communes.models.System",
        "TokenScope": "communes.models.ApiToken.Scope",
        "AuditRule": "quotas.domain.judged.RULES",
        "AuditState": "quotas.models.AuditState",
        "BodyKind": "communes.models.BodyKind",
        "Circle": "communes.models.Circle",
        "CountMethod": "communes.serializers.deciding.WITHOUT_NAMES",
        "DecisionVerdict": "communes.models.Verdict",
        "Gender": "communes.models.Gender",
        "MadeOf": "communes.models.MadeOf",
        "MandateBasis": "mandates.models.MandateBasis",
        "MandateKind": "mandates.models.MandateKind",
        "MeetingBasis": "communes.models.Basis",
        "MeetingRoleCode": "communes.models.Role",
        "CountingMethod": "quotas.serializers.electing.COUNTED",
        "ElectionMethod": "quotas.models.ElectionMethod",
        "Method": "communes.models.Method",
        "QuotaVerdict": "quotas.models.audits.VERDICTS",
        "RelationKind": "communes.models.Relation",
        "SigningVerdict": "communes.models.Signing.Verdict",
        "Sitting": "communes.models.Sitting",
        "Stage": "communes.models.Stage",
    },
}
