"""The API of the ground floor: one file a family of addresses, the same deeds as the pages."""
