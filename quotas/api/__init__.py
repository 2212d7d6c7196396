"""The API of the quotas floor: elections, what meetings form, audits."""
