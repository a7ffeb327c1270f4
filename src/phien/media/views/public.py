"""The woven cloths, as files of their own: a page names one many times and the browser fetches it once."""

import gzip
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from phien.lib.weave import weave as draw
from phien.media.shapes import SHAPES


@lru_cache(maxsize=256)
def _woven(name: str, shape: str) -> tuple[bytes, bytes]:
    cloth = draw(name, *SHAPES[shape]).encode()
    return cloth, gzip.compress(cloth, 6, mtime=0)


@require_safe
def weave(request: HttpRequest, shape: str, name: str) -> HttpResponse:
    if shape not in SHAPES:
        raise Http404
    plain, packed = _woven(name, shape)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes_gzip else plain, content_type="image/svg+xml")
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
