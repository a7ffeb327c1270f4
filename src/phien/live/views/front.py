"""For large sites: a media server that stands in front (nginx-rtmp, MediaMTX) asks here who may publish."""

import json
import logging
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from phien.lib.errors import Refused, TooMany
from phien.live import ingest
from phien.live.forms.front import MediamtxForm, NginxForm
from phien.realtime import limits

log = logging.getLogger(__name__)

WRONG_KEYS, WITHIN_SECONDS = 10, 60
ALLOWED, DENIED, WHO, BAD = 204, 403, 401, 400
READS = {"read", "playback"}


@csrf_exempt
@require_POST
def auth(request: HttpRequest) -> HttpResponse:
    """20x lets the sender publish; 401 asks for credentials; everything else refuses.

    There only where PHIEN_FRONT_SECRET is set, and only for who knows it.
    """
    secret = settings.PHIEN_FRONT_SECRET
    if not secret:
        raise Http404
    told = request.headers.get("X-Phien-Secret") or request.GET.get("secret", "")
    if not constant_time_compare(told, secret):
        raise PermissionDenied
    if request.content_type == "application/json":
        return HttpResponse(status=_mediamtx(request.body))
    return HttpResponse(status=_nginx(NginxForm(request.POST)))


def _mediamtx(body: bytes) -> int:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return BAD
    form = MediamtxForm(asked if isinstance(asked, dict) else {})
    if not form.is_valid():
        return BAD
    facts = form.cleaned_data
    is_publish = facts["action"] == "publish"
    # What MediaMTX itself starts on its own machine must read the stream, to send it on to us.
    is_forward = facts["action"] in READS and _is_this_machine(facts["ip"])
    if (is_publish or is_forward) and _is_known(form.keys(), facts["ip"]):
        return ALLOWED
    return DENIED if form.has_credentials() else WHO  # an RTSP client says who it is only when asked


def _nginx(form: NginxForm) -> int:
    if not form.is_valid():
        return BAD
    facts = form.cleaned_data
    match facts["call"]:
        case "publish":
            return ALLOWED if _is_known([facts["name"]], facts["addr"]) else DENIED
        case "publish_done" | "play_done" | "done" | "update_publish":
            return ALLOWED
        case _:
            return DENIED


def _is_this_machine(address: str) -> bool:
    return bool(address) and ip_address(address).is_loopback


def _is_known(keys: list[str], address: str) -> bool:
    """Whether one of the keys opens a broadcast. Raises TooMany for an address that tries too many wrong ones."""
    for key in keys:
        try:
            ingest.admit_key(key, address)
        except ingest.UnknownKey:
            continue
        except Refused as refusal:
            log.warning("%s was refused at the front: %s", address, refusal.code)
            return False
        return True
    try:
        limits.check(key=f"front:{address}", limit=WRONG_KEYS, seconds=WITHIN_SECONDS)
    except TooMany:
        log.warning("%s tries too many stream keys", address)
        raise
    return False
