"""What viewers write in the room."""

import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phien.lib.errors import Refused
from phien.live import actions, policies
from phien.live.addresses import address_hash
from phien.live.forms import ChatForm
from phien.live.models import Broadcast
from phien.live.views.public import found, show_room, wants_json
from phien.people.policies import actor_of


def writer_key(request: HttpRequest) -> str:
    """What the room knows the writer by: made at the first message, kept with the browser's session."""
    key = request.session.get("live_writer")
    if not isinstance(key, str):
        key = secrets.token_hex(8)
        request.session["live_writer"] = key
    return key


def _own_name(request: HttpRequest, broadcast: Broadcast) -> str | None:
    """The name of one of the team; None for everybody else."""
    if not (request.user.is_authenticated and policies.can_keep(request.user, broadcast)):
        return None
    actor = actor_of(request.user)
    return str(actor.name) if actor is not None else ""


@require_POST
def say(request: HttpRequest, slug: str) -> HttpResponse:
    """201 {"number", "name"}; 202 {"held": true, "message", "name"} when a moderator will look at it first."""
    broadcast = found(slug)
    own_name = _own_name(request, broadcast)
    data = request.POST.copy()
    if not data.get("name"):
        data["name"] = request.session.get("live_name") or (own_name or "")[:30]
    form = ChatForm(data, links=broadcast.holds_messages)
    if form.is_valid():
        name = form.cleaned_data["name"]
        request.session["live_name"] = name
        try:
            number = actions.say(
                broadcast=broadcast,
                author_key=writer_key(request),
                name=name,
                text=form.cleaned_data["text"],
                is_team=own_name is not None,
                address_hash=address_hash(request),
            )
        except Refused as refusal:
            code, words, status = refusal.code, str(refusal), refusal.status
        else:
            return _taken(request, broadcast, number, name)
    else:
        field, errors = next(iter(form.errors.as_data().items()))
        code, words, status = f"{field}_{errors[0].code}", str(form.errors[field][0]), 400
    if wants_json(request):
        return JsonResponse({"code": code, "message": words}, status=status)
    return show_room(
        request,
        broadcast,
        status,
        say_error=words,
        said_text=str(data.get("text", ""))[:400],
        said_name=str(data.get("name", ""))[:60],
    )


def _taken(request: HttpRequest, broadcast: Broadcast, number: int | None, name: str) -> HttpResponse:
    if number is not None:
        if wants_json(request):
            return JsonResponse({"number": number, "name": name}, status=201)
        return redirect("live", broadcast.slug)
    words = _("Thank you. A moderator will look at your message.")
    if wants_json(request):
        return JsonResponse({"held": True, "message": words, "name": name}, status=202)
    return show_room(request, broadcast, 202, say_held=words, said_name=name)
