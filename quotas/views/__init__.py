"""Pages of the quotas floor."""
