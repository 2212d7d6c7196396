"""The app communes."""
