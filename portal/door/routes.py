"""Under which name a request is noted and counted: the template of its route, never the path that was asked for."""

from starlette.types import Scope

from portal.door.calls import NOWHERE
from portal.door.work import KNOWN_PATHS

MOUNTED = KNOWN_PATHS | {"/", "/gradio_api/queue/data"}
FOLDERS = {
    "/gradio_api/heartbeat/": "/gradio_api/heartbeat/{session_hash}",
    "/assets/": "/assets/{name}",
    "/static/js/": "/static/js/{name}",
}
"""Parts of the chat page, which Gradio's own app answers."""


def template(scope: Scope) -> str:
    """The template of the route that took the request, or that would have."""
    found = getattr(scope.get("route"), "path", None)
    if isinstance(found, str) and found:
        return found
    path = scope["path"]
    if path in MOUNTED:
        return str(path)
    return next((shown for folder, shown in FOLDERS.items() if path.startswith(folder)), NOWHERE)
