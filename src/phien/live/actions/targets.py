"""Send the picture on to other platforms."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from phien.evidence import actions as evidence
from phien.lib import clock
from phien.live.errors import NoTargetKey, TargetIsHere, TooManyTargets, WrongTarget
from phien.live.models import Broadcast, Target
from phien.live.seal import seal
from phien.people.models import Actor

MOST_TARGETS = 8
RTMP_PORTS = {"rtmp": 1935, "rtmps": 443}


def checked_url(url: str) -> str:
    """The platform's server, without what does not belong to it. Raises WrongTarget, TargetIsHere."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise WrongTarget from error
    if parts.scheme not in RTMP_PORTS or not host or len(url) > 300:
        raise WrongTarget
    if (
        parts.username is not None
        or parts.password is not None
        or parts.fragment
        or not url.isprintable()
        or " " in url
    ):
        raise WrongTarget
    ours = {settings.PHIEN_RTMP_PORT, settings.PHIEN_RTMPS_PORT}
    if _is_here(host) and (port or RTMP_PORTS[parts.scheme]) in ours:
        raise TargetIsHere
    return url


def _is_here(host: str) -> bool:
    if host in {"localhost", urlsplit(settings.PHIEN_ORIGIN).hostname}:
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _record(broadcast: Broadcast, verb: str, target: Target) -> None:
    facts = {"platform": str(target.platform), "target": target.pk}
    evidence.record_change(noun="broadcast", key=broadcast.slug, verb=verb, facts=facts)


@transaction.atomic
def add_target(
    *, broadcast: Broadcast, platform: str, label: str, url: str, key: str, by: Actor | None, is_on: bool = True
) -> Target:
    """Its key is kept encrypted. Raises WrongTarget, TargetIsHere, NoTargetKey, TooManyTargets."""
    if not key.strip():
        raise NoTargetKey
    if broadcast.targets.count() >= MOST_TARGETS:
        raise TooManyTargets(most=MOST_TARGETS)
    target = Target(
        broadcast=broadcast,
        platform=Target.Platform(platform),
        label=label,
        url=checked_url(url),
        sealed_key=seal(key.strip()),
        is_on=is_on,
        made_at=clock.now(),
        made_by=by,
    )
    target.full_clean()
    target.save()
    _record(broadcast, "target added", target)
    return target


@transaction.atomic
def change_target(*, target: Target, platform: str, label: str, url: str, key: str = "") -> Target:
    """No key leaves the one that is kept. Raises WrongTarget, TargetIsHere."""
    target.platform, target.label, target.url = Target.Platform(platform), label, checked_url(url)
    if key.strip():
        target.sealed_key = seal(key.strip())
    target.full_clean()
    target.save()
    _record(target.broadcast, "target changed", target)
    return target


@transaction.atomic
def switch_target(*, target: Target, is_on: bool) -> None:
    """Send to it, or not. The media process follows within a second."""
    if Target.objects.filter(pk=target.pk).exclude(is_on=is_on).update(is_on=is_on):
        _record(target.broadcast, "target on" if is_on else "target off", target)


@transaction.atomic
def remove_target(*, target: Target) -> None:
    """Forget it, with its key."""
    _record(target.broadcast, "target removed", target)
    target.delete()
