"""What stands around every view: the admin's content policy and the page that an action's refusal becomes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.csp import CSP

from phien.lib.errors import Refused

View = Callable[[HttpRequest], HttpResponseBase]

# Unfold's admin is built on Alpine, which evaluates expressions and sets styles inline.
ADMIN_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
}


def admin_policy(get_response: View) -> View:
    """Give the admin its own policy; Django's middleware above writes the header."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "/admin/" in request.path:
            response._csp_config = ADMIN_CSP  # type: ignore[attr-defined]
        return response

    return middleware


def refusals(get_response: View) -> View:
    """Turn a Refused raised by an action into a page, or JSON where JSON was asked for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            response: HttpResponse = JsonResponse({"code": error.code, "message": str(error)}, status=error.status)
        else:
            response = render(request, "phien/refused.html", {"error": error}, status=error.status)
        if "retry_after" in error.facts:
            response["Retry-After"] = str(error.facts["retry_after"])
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
