"""What stands around every view: what is different about the admin, and the page that an action's refusal becomes."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.csp import CSP

from phien.editions.actions import renew
from phien.editions.queries import EVERYTHING
from phien.lib.errors import Refused

View = Callable[[HttpRequest], HttpResponseBase]

# Unfold's admin is built on Alpine, which evaluates expressions and sets styles inline.
ADMIN_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
}


def admin(get_response: View) -> View:
    """Give the admin its own policy, for Django's middleware above writes the header; and since what is saved there
    passes by every action, make all kept pages anew with it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "/admin/" not in request.path:
            return get_response(request)
        if request.method in {"GET", "HEAD"}:
            response = get_response(request)
        else:
            with transaction.atomic():
                response = get_response(request)
                if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    renew(EVERYTHING)
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
        error.say_when(response)
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
