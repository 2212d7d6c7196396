"""Two people at once, on a real PostgreSQL; each race has a control without lock or guard."""
