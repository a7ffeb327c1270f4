"""What is read when a page breaks. Where it is the database or the disk that failed: that the site will be back."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

from phien.lib.errors import Refused

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SECONDS = 5


class Away(Refused):
    """Whatever was asked has not been done. Facts: retry_after (seconds)."""

    code, status = "away", 503
    message = _(
        "The site cannot answer just now. Please try again in a moment: nothing that was confirmed to you is lost."
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler of an error in a view or before it. It asks nothing of the database by itself."""
    error = sys.exc_info()[1]
    if not is_away(error):
        return server_error(request)
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        away = Away(retry_after=SECONDS)
        if "application/json" in request.headers.get("Accept", ""):
            response: HttpResponse = JsonResponse({"code": away.code, "message": str(away)}, status=away.status)
        else:
            page = render_to_string(
                "phien/away.html", {"error": away, "back": request.path if request.method == "GET" else "/"}
            )
            response = HttpResponse(page, status=away.status)
    away.say_when(response)
    response["Cache-Control"] = "no-store"
    return response


def is_away(error: BaseException | None) -> bool:
    """Whether it is the database or the disk that failed, and not the code."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, OperationalError | InterfaceError)
