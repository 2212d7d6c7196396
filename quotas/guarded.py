"""The laws of measuring that the database itself keeps."""

from communes.guards import AnyGuard, Guard

GUARDS: list[AnyGuard] = [
    Guard(
        "quotas_finding_no_update",
        "quotas_finding",
        "UPDATE",
        "true",
        "a finding is what it was on the day",
    ),
    Guard(
        "quotas_levelresult_no_update",
        "quotas_levelresult",
        "UPDATE",
        "true",
        "a result is what it was on the day",
    ),
    Guard(
        "quotas_candidacy_circle",
        "quotas_candidacy",
        "INSERT",
        "EXISTS (SELECT 1 FROM quotas_election e JOIN communes_body b ON b.id = e.body_id "
        "WHERE e.id = NEW.election_id AND b.circle = 'women') AND NOT EXISTS "
        "(SELECT 1 FROM communes_person p WHERE p.id = NEW.person_id AND p.gender = 'woman')",
        "only women stand in a women''s body",
    ),
]
