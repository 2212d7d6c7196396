"""The demonstration: an invented confederation that lives through its past year by the deeds.

Nothing here writes a row by itself: people arrive, meet, decide, elect and resign through the
same deeds as on the pages, in the order of days, so whatever the deeds forbid cannot happen.
"""
