"""The camera page: a phone's browser sends the broadcast's picture. For its hosts, and for a guest with a link."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phien.lib.errors import NotAllowed, Refused
from phien.live import actions, queries
from phien.live.errors import AlreadyEnded, HostFirst
from phien.live.models import Broadcast, GuestLink
from phien.live.queries.guests import publisher_of
from phien.people.models import Actor
from phien.people.policies import actor_of
from phien.realtime import queries as messages
from phien.realtime.tokens import stream_url
from phien.video.tokens import send_token

GUEST_OF = "live_guest_of"
"""In the session: {slug of a broadcast: pk of the guest's link that opened its camera page}."""

LAST_LINES = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands before the camera: one of the hosts, or a guest."""

    broadcast: Broadcast
    actor: Actor | None = None
    guest: GuestLink | None = None

    @property
    def publisher(self) -> str:
        return publisher_of(self.guest) if self.guest else f"actor:{self.actor.pk if self.actor else 0}"

    @property
    def label(self) -> str:
        return self.guest.name if self.guest else str(self.actor)

    @property
    def token(self) -> str:
        return send_token(self.broadcast.video_key, self.publisher, self.label)


View = Callable[[HttpRequest, Person], HttpResponse]


def found(request: HttpRequest, slug: str) -> Person | None:
    """The broadcast, through the person; None where somebody must sign in first, a 404 for everybody else."""
    broadcast = queries.run_by(request.user).filter(slug=slug).first()
    if broadcast is not None:
        return Person(broadcast, actor=actor_of(request.user))
    link = queries.open_guest_link_of(slug, (request.session.get(GUEST_OF) or {}).get(slug))
    if link is not None:
        return Person(link.broadcast, guest=link)
    if not request.user.is_authenticated:
        return None
    raise Http404


def before_the_camera(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view's person; whoever must sign in first is asked to, or is told so where a script asks."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str) -> HttpResponse:
        person = found(request, slug)
        if person is not None:
            return view(request, person)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"code": NotAllowed.code, "message": str(NotAllowed())}, status=NotAllowed.status)
        return redirect_to_login(request.get_full_path())

    return wrapped


def _now(broadcast: Broadcast) -> dict[str, object]:
    return {"state": str(broadcast.state), "back_soon": broadcast.back_soon_at is not None}


@require_safe
@before_the_camera
def camera(request: HttpRequest, person: Person) -> HttpResponse:
    broadcast = person.broadcast
    context = queries.talk_of(broadcast, LAST_LINES) | queries.room_of(broadcast)
    context |= {
        "person": person,
        "is_guest": person.guest is not None,
        "stream_url": stream_url(broadcast.topic, since=context["since"], counts=False),
        "second": broadcast.second(),
        "secure_origin": settings.PHIEN_ORIGIN if settings.PHIEN_ORIGIN.startswith("https://") else "",
    }
    return render(request, "live/host/camera.html", context)


@require_safe
@before_the_camera
def token(request: HttpRequest, person: Person) -> HttpResponse:
    """What a page that has stood open for long needs anew."""
    broadcast = person.broadcast
    since = messages.last_number(broadcast.topic)
    facts = {"token": person.token, "stream": stream_url(broadcast.topic, since=since, counts=False)}
    return JsonResponse(facts | _now(broadcast))


def step(act: Callable[[Person], None]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A POST of the page's script: one action, answered with the state that it led to, or with the refusal."""

    def view(request: HttpRequest, person: Person) -> HttpResponse:
        try:
            act(person)
        except Refused as refusal:
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
        person.broadcast.refresh_from_db()
        return JsonResponse(_now(person.broadcast))

    return require_POST(before_the_camera(wraps(act)(view)))


@step
def start(person: Person) -> None:
    """Go live. A broadcast that is on stays on, so that a tap may be repeated; a guest begins only a practice."""
    broadcast = person.broadcast
    if broadcast.is_on:
        return
    if broadcast.ended_at is not None:
        raise AlreadyEnded
    if person.guest is not None and not broadcast.is_practice:
        raise HostFirst
    actions.start_broadcast(broadcast=broadcast)


def _hosts_only(person: Person) -> None:
    if person.guest is not None:
        raise NotAllowed


@step
def end(person: Person) -> None:
    """End it for everybody. One that has ended stays so."""
    _hosts_only(person)
    if person.broadcast.ended_at is None:
        actions.end_broadcast(broadcast=person.broadcast)


@step
def pause(person: Person) -> None:
    _hosts_only(person)
    actions.back_soon(broadcast=person.broadcast)


@step
def resume(person: Person) -> None:
    _hosts_only(person)
    actions.back_again(broadcast=person.broadcast)


@never_cache
@require_http_methods(["GET", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """A guest's link. The GET only asks, so that a messenger's preview does not use it."""
    link = queries.guest_link(token)
    if request.method != "POST":
        return render(request, "live/host/guest.html", {"link": link, "broadcast": link.broadcast})
    actions.open_guest_link(token=token)
    request.session.cycle_key()
    request.session[GUEST_OF] = (request.session.get(GUEST_OF) or {}) | {link.broadcast.slug: link.pk}
    return redirect("live_camera", link.broadcast.slug)
