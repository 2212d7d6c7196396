"""Two questions of whoever watches the server: is the process alive, and may it be used?

Answered before anything else, so that a probe needs neither the right host name nor a session.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

Answering = Callable[[HttpRequest], HttpResponseBase]


def alive() -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


def ready() -> HttpResponse:
    """200 when the database answers and every migration is applied, else 503 and why."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ready": False, "because": "no database"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "because": f"{waiting} migrations"}, status=503)
    return JsonResponse({"ready": True})


PROBES = {"/healthz": alive, "/readyz": ready}


def probed(get_response: Answering) -> Answering:
    """Middleware: answer a probe, pass everything else on."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe() if probe else get_response(request)

    return answer
