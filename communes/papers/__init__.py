"""Papers: what a document says is gathered here once, as plain data for page, PDF and text.

Looks at models through the domain and hands plain data to `typesetting`; views, API and commands
ask here and add nothing of their own.
"""
