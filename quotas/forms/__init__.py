"""The shapes of what is typed on this floor's pages."""
