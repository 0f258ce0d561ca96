"""The portal's own style sheets and scripts, each under an address that carries a hash of its content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from portal.problems import NOT_HERE, problem

FOLDER = Path(__file__).parent / "static"
PREFIX = "/portal"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served. `url` changes whenever its content does, so it may be cached for good."""

    url: str
    content: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every file of the static folder by its name (`refdesk.css`), read once."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in MEDIA_TYPES:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:12]
            url = f"{PREFIX}/{path.stem}.{digest}{path.suffix}"
            found[path.name] = Asset(url, content, MEDIA_TYPES[path.suffix])
    return found


def asset_url(name: str) -> str:
    """The address of the file `name`. Raises KeyError for a file that is not there."""
    return assets()[name].url


router = APIRouter(include_in_schema=False)


@router.get(PREFIX + "/{name}")
def asset(name: str) -> Response:
    """One file, to be cached for a year; an old or unknown name is a 404."""
    for item in assets().values():
        if item.url == f"{PREFIX}/{name}":
            return Response(item.content, media_type=item.media_type, headers={"Cache-Control": FOR_A_YEAR})
    return problem(HTTPStatus.NOT_FOUND, NOT_HERE)
