"""The app mandates."""
