"""Pages of the mandates floor."""
