"""The app councils."""
