"""The verdicts of an audit by one statement of SQL, as somebody would write it who needs no more.

No smallest change, no figures, no levels; the charter's shares, 40 % of either gender rounded up,
are written into it.
"""

from datetime import datetime

from django.db import connection

_VERDICTS = """
WITH held AS (
    SELECT s.body_id, s.office, b.circle, s.reserved_gender AS kept, m.gender,
        b.kind <> 'council' OR s.office <> 'co_chair' AS x
    FROM mandates_seat s JOIN communes_body b ON b.id = s.body_id
    LEFT JOIN mandates_mandate m
        ON m.seat_id = s.id AND m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s)
    WHERE s.since <= %(at)s AND (s.until IS NULL OR s.until > %(at)s) AND s.office <> 'auditor'
        AND b.founded_at <= %(at)s AND (b.ended_at IS NULL OR b.ended_at > %(at)s)
), counts AS (
    SELECT body_id, circle,
        count(*) FILTER (WHERE x) AS n,
        count(*) FILTER (WHERE x AND gender = 'woman') AS w,
        count(*) FILTER (WHERE x AND gender = 'man') AS m,
        count(*) FILTER (WHERE x AND gender = 'other') AS o,
        count(*) FILTER (WHERE x AND gender = 'undisclosed') AS u,
        count(*) FILTER (WHERE x AND gender IS NULL AND kept = 'woman') AS vw,
        count(*) FILTER (WHERE x AND gender IS NULL AND kept = 'man') AS vm,
        count(*) FILTER (WHERE x AND gender IS NULL AND kept = '') AS vo,
        count(*) FILTER (WHERE office = 'co_chair') AS pair,
        count(*) FILTER (WHERE office = 'co_chair' AND gender = 'woman') AS pw,
        count(*) FILTER (WHERE office = 'co_chair' AND gender = 'man') AS pm,
        count(*) FILTER (WHERE office = 'co_chair' AND gender = 'other') AS po,
        count(*) FILTER (WHERE office = 'co_chair' AND gender = 'undisclosed') AS pu
    FROM held GROUP BY body_id, circle
), least AS (
    SELECT *, CASE WHEN n < 2 THEN 0 WHEN n = 2 THEN 1 WHEN 2 * ((2 * n + 4) / 5) > n
        THEN 2 * n / 5 ELSE (2 * n + 4) / 5 END AS l FROM counts
), short AS (
    SELECT *, {most}(0, l - w) AS sw, {most}(0, l - m) AS sm,
        {most}(0, l - w - vw) + {most}(0, l - m - vm) AS beyond FROM least
)
SELECT body_id, 'composition', CASE
    WHEN sw + sm = 0 THEN 'pass'
    WHEN beyond <= vo THEN CASE WHEN sw + sm <= u THEN 'undeterminable' ELSE 'vacant' END
    WHEN beyond <= vo + u THEN 'undeterminable' ELSE 'fail' END
FROM short WHERE n > 0 AND circle <> 'women'
UNION ALL
SELECT body_id, 'women_only', CASE
    WHEN m + o + u = 0 THEN 'pass' WHEN m + o = 0 THEN 'undeterminable' ELSE 'fail' END
FROM short WHERE n > 0 AND circle = 'women'
UNION ALL
SELECT body_id, 'pair', CASE
    WHEN miss = 0 THEN 'pass' WHEN wrong > pu THEN 'fail'
    WHEN pu > 0 THEN 'undeterminable' ELSE 'vacant' END
FROM (
    SELECT body_id, pu,
        CASE circle WHEN 'women' THEN {most}(0, 2 - pw)
            ELSE {most}(0, 1 - pw) + {most}(0, 1 - pm) END AS miss,
        CASE circle WHEN 'women' THEN pm ELSE {most}(0, pw - 1) + {most}(0, pm - 1) END
            + po + pu AS wrong
    FROM short WHERE pair > 0
) p
"""

Verdict = tuple[int, str, str]


def verdicts(at: datetime) -> list[Verdict]:
    """Body, rule and verdict, passes too."""
    most = "greatest" if connection.vendor == "postgresql" else "max"
    with connection.cursor() as cursor:
        instant = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_VERDICTS.format(most=most), {"at": instant})
        return [(int(body), str(rule), str(verdict)) for body, rule, verdict in cursor.fetchall()]
