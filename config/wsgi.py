"""The door for the web server. It opens only when the system check finds nothing wrong."""

import os

from django.core.wsgi import get_wsgi_application

from config.checks import refuse_if_unsafe
from config.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("KOMIN_CHILD"):  # started by `up`: a server's process ends with the server
    die_with_parent()
application = get_wsgi_application()
refuse_if_unsafe()
