from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phien.people import queries


@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.public_actors(), slug=slug)
    context = {"actor": found, "duties": queries.duties_of(found), "workers": queries.workers_of(found)}
    return render(request, "people/actor.html", context)
