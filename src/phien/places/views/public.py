from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phien.places import queries


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.public_places(), slug=slug)
    context = {"place": found, "way": queries.way_to(found), "children": queries.children_of(found)}
    return render(request, "places/place.html", context)
