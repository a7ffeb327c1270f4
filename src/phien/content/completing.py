"""A publication as somebody gives it, made whole: what its address, its caption and its account tell is filled in."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.content.errors import WrongPublication
from phien.content.hashtags import found_in, key_of, shown_of
from phien.content.models import Channel, Post, Publication
from phien.content.native import LONGEST_ADDRESS, LONGEST_ID, Recognised, published_by_id, recognise
from phien.content.platforms import PLATFORMS
from phien.lib import clock
from phien.lib.errors import Refused
from phien.people.models import Actor
from phien.places.models import Place

LONGEST_TITLE = 300
_EARLIEST = datetime(2004, 1, 1, tzinfo=UTC)
_is_address = URLValidator(schemes=["http", "https"])
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class NewPublication:
    """What is known of a publication before it is registered. An address is enough; so are platform and native id.
    `origin` "" is worked out: a channel of the organiser's is our own, one of another actor's a partner's, a page of a
    newspaper is press, the rest citizens'. `hashtags` as written; without any, those in the title."""

    platform: str = ""
    native_id: str = ""
    url: str = ""
    origin: str = "citizen"
    title: str = ""
    account: str = ""
    creator: Actor | None = None
    channel: Channel | None = None
    place: Place | None = None
    hashtags: tuple[str, ...] = ()
    disclosure: str = "unknown"
    published_at: datetime | None = None
    precision: str = ""
    post: Post | None = None


class Channels:
    """The registered channels, found by platform and handle, for one run."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        channels = Channel.objects.exclude(handle="").select_related("owner")
        self._by_handle = {(channel.platform, handle_of(channel.handle).lower()): channel for channel in channels}

    def of(self, platform: str, account: str) -> Channel | None:
        return self._by_handle.get((platform, account.lower())) if account else None

    def origin(self, platform: str, channel: Channel | None) -> str:
        if channel is not None:
            ours = channel.owner_id == self.campaign.organiser_id
            return Publication.Origin.OWN if ours else Publication.Origin.PARTNER
        alone = {
            "site": Publication.Origin.OWN,
            "press": Publication.Origin.PRESS,
            "offline": Publication.Origin.OFFLINE,
        }
        return alone.get(platform, Publication.Origin.CITIZEN)


def handle_of(account: str) -> str:
    """A handle without its sign and spaces around it."""
    return _plain_line(account).lstrip("@").strip()


def complete(given: NewPublication, campaign: Campaign, channels: Channels) -> Publication:
    """The publication, not saved. Raises WrongPublication, or as native.recognise does."""
    seen = _seen(given)
    platform, native_id = (seen.platform, seen.native_id) if seen else (given.platform, given.native_id.strip())
    if given.platform and given.native_id.strip():
        platform, native_id = given.platform, given.native_id.strip()
    title = _plain_line(given.title)
    if platform == "offline" and not native_id:
        native_id = _of_a_thing(title, given)
    if platform not in PLATFORMS:
        _wrong(_("platform"), _("“%(value)s” is none that the register knows"), platform[:30])
    if not native_id or len(native_id) > LONGEST_ID or re.search(r"\s|[\x00-\x1f\x7f]", native_id):
        _wrong(_("native id"), _("“%(value)s” cannot be one"), native_id[:60])
    account = handle_of(given.account) or (seen.account if seen else "")
    if len(account) > 100:
        _wrong(_("account"), _("“%(value)s…” is longer than 100 letters"), account[:40])
    channel = given.channel or channels.of(platform, account)
    published_at, precision = _published(given, platform, native_id)
    # Only what is there: a file has many thousand rows, and each relation that is named costs as much as all texts.
    related = {
        "creator": given.creator or (channel.owner if channel else None),
        "channel": channel,
        "place": given.place,
        "post": given.post,
    }
    return Publication(
        campaign_id=campaign.pk,
        origin=_choice(_("whose"), given.origin or channels.origin(platform, channel), Publication.Origin.values),
        platform=platform,
        native_id=native_id,
        url=seen.url if seen else given.url.strip(),
        title=title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        account=account,
        disclosure=_choice(_("disclosure"), given.disclosure or "unknown", Publication.Disclosure.values),
        published_at=published_at,
        precision=precision,
        **{name: value for name, value in related.items() if value is not None},
    )


def _seen(given: NewPublication) -> Recognised | None:
    """What the address tells. Where the id was given, an address that tells nothing harms nothing."""
    url = given.url.strip()
    if not url or given.platform == "offline":
        return None
    if not given.native_id.strip():
        seen = recognise(url)
        if given.platform and given.platform != seen.platform:
            _wrong(_("address"), _("it leads to %(value)s"), str(PLATFORMS[seen.platform]))
        return seen
    with suppress(Refused):
        seen = recognise(url)
        if seen.platform == given.platform:
            return seen
    with suppress(ValidationError):
        _is_address(url)
        if len(url) <= LONGEST_ADDRESS:
            return None
    return _wrong(_("address"), _("“%(value)s” cannot be one"), url[:60])


def _published(given: NewPublication, platform: str, native_id: str) -> tuple[datetime | None, str]:
    moment = given.published_at
    if moment is None:
        moment = published_by_id(platform, native_id)
        return moment, Publication.Precision.DERIVED if moment else ""
    if not _EARLIEST < moment < clock.now() + timedelta(days=366):
        _wrong(_("published"), _("%(value)s cannot be the time"), moment.isoformat(timespec="minutes"))
    return moment, _choice(_("how exactly"), given.precision or "time", Publication.Precision.values)


def tags_of(given: NewPublication) -> list[str]:
    """The publication's hashtags as written, each key once; without any, those in its title."""
    written = [shown_of(_plain_line(tag)) for tag in given.hashtags] or found_in(given.title)
    by_key: dict[str, str] = {}
    for tag in written:
        if key := key_of(tag):
            by_key.setdefault(key, tag)
    return list(by_key.values())


def _of_a_thing(title: str, given: NewPublication) -> str:
    """A poster has no native id: what it is, where and when stand for one, so that it is not registered twice."""
    if not title:
        _wrong(_("title"), _("say what was seen, for it has no address"))
    said = "\x1f".join([title.lower(), given.place.slug if given.place else "", str(given.published_at or "")])
    return hashlib.blake2s(said.encode(), digest_size=6).hexdigest()


def _plain_line(text: str) -> str:
    """The text on one line, without what no reader sees and a database may refuse."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _choice(name: str | Promise, value: str, choices: list[str]) -> str:
    if value not in choices:
        _wrong(name, _("“%(value)s” is none of the choices"), value[:30])
    return value


def _wrong(name: str | Promise, reason: str | Promise, value: str = "") -> NoReturn:
    raise WrongPublication(field=str(name), reason=str(reason) % {"value": value})
