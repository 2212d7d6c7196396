"""The demonstration: an invented confederation that lives through its past year by the deeds.

Nothing here writes a row by itself: people arrive, meet, decide, elect and resign through the
same deeds as on the pages, in the order of days, so whatever the deeds forbid cannot happen.
In a region most communes are likenesses of a few that lived so (likenesses.py): the same acts by
people of their own, under every guard of the database, in books that hold link by link.
"""
