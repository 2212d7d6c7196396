"""Pages of the councils floor."""
