"""Signing in by a personal link. The GET only asks, so that a messenger's preview does not use the link."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from phien.people import actions


@never_cache
@require_http_methods(["GET", "POST"])
def personal_link(request: HttpRequest, token: str) -> HttpResponse:
    link = actions.open_personal_link(token=token)
    if request.method == "POST":
        user = actions.use_personal_link(token=token)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        target = request.GET.get("next", "")
        return redirect(target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "desk")
    return render(request, "people/personal_link.html", {"link": link})
