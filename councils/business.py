"""The kinds of business that this floor brings."""


def register() -> None:
    """Register the kinds of this floor."""
