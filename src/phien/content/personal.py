"""What content holds about creators, and about citizens whose posts were registered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phien.content.actions import forgetting
from phien.content.actions.lists import drop_list
from phien.content.models import Channel, GivenList, Post, Publication
from phien.lib import personal
from phien.lib.personal import Basis, Erased, Found, Holding, Keep, Kept, Person, Purpose, Where

KEPT = (Where.DATABASE, Where.BACKUP)


def _publications_of(person: Person) -> QuerySet[Publication]:
    """By the handle, with or without @ before it, whatever its capitals."""
    handle = person.account.strip().lstrip("@")
    if not handle:
        return Publication.objects.none()
    said = Q(account__iexact=handle) | Q(account__iexact=f"@{handle}")
    return Publication.objects.filter(said, **person.within("campaign_id")).select_related("campaign").order_by("pk")


def _publication(row: Publication) -> Found:
    return Found(
        "content.Publication",
        f"{row.campaign.slug}/{row.platform}:{row.native_id}",
        {
            "origin": row.origin,
            "account": row.account,
            "title": row.title,
            "url": row.url,
            "published_at": row.published_at.isoformat() if row.published_at else "",
        },
    )


def _find_publications(person: Person) -> Iterable[Found]:
    return (_publication(row) for row in _publications_of(person))


def _erase_publications(person: Person) -> Erased:
    rows = list(_publications_of(person))
    free = [row for row in rows if row.origin == Publication.Origin.CITIZEN]
    forgetting.erase_publications(publications=[row.pk for row in free])
    stays = len(rows) - len(free)
    why = _("These were made for the campaign, by agreement.")
    return Erased([_publication(row) for row in free], [Kept(stays, why)] if stays else [])


def _find_works(person: Person) -> Iterable[Found]:
    if not person.actor:
        return
    for channel in Channel.objects.filter(owner__slug=person.actor) if person.is_of_site else ():
        yield Found("content.Channel", str(channel.pk), {"platform": channel.platform, "handle": channel.handle})
    for post in Post.objects.filter(creator__slug=person.actor, **person.within("campaign_id")):
        yield Found(
            "content.Post", post.slug, {"title": dict(post.title), "caption": dict(post.caption), "state": post.state}
        )
    theirs = Publication.objects.filter(creator__slug=person.actor, **person.within("campaign_id"))
    yield from (_publication(row) for row in theirs.select_related("campaign").order_by("pk"))


def _old_lists(before: datetime) -> QuerySet[GivenList]:
    return GivenList.objects.filter(finished_at=None, given_at__lt=before).order_by("pk")


def _drop_lists(now: datetime, keep: timedelta, most: int) -> int:
    lists = list(_old_lists(now - keep)[:most])
    for given in lists:
        drop_list(given=given)
    return len(lists)


def register() -> None:
    personal.hold(
        Holding(
            id="publications",
            room="content",
            name=_("Register of publications"),
            whose=_("Citizens and creators who post"),
            what=_("The account, title and address of a public post"),
            fields={"content.Publication": ("account", "title", "url")},
            basis=Basis.CONTRACT,
            why=_("To count what appeared where; of citizens only what they made public."),
            keep=Keep(
                _("Of citizens: after it was registered"),
                days=730,
                least=30,
                most=1826,
                source=_("The organiser's choice"),
            ),
            where=KEPT,
            seen_by=_("Organisers and auditors"),
            find=_find_publications,
            erase=_erase_publications,
            prune=lambda now, keep, most: forgetting.forget_citizens(before=now - keep, most=most),
            due=lambda now, keep: forgetting.citizens_past(now - keep).count(),
            count=Publication.objects.exclude(**forgetting.BLANK).count,
        ),
        Holding(
            id="lists",
            room="content",
            name=_("Lists of publications that wait"),
            whose=_("Citizens and creators who post"),
            what=_("The list as it was pasted or given, until its rows are in the register"),
            fields={"content.GivenList": ("text", "name")},
            basis=Basis.CONTRACT,
            why=_("So that a person can look before the rows are registered."),
            keep=Keep(
                _("After it was given, if it was not taken in"),
                days=7,
                least=1,
                most=30,
                source=_("The organiser's choice"),
            ),
            where=KEPT,
            seen_by=_("Organisers"),
            stays=_("It goes within days: its text is deleted once its rows are in the register."),
            prune=_drop_lists,
            due=lambda now, keep: _old_lists(now - keep).count(),
            count=GivenList.objects.filter(finished_at=None).count,
        ),
        Holding(
            id="works",
            room="content",
            name=_("Creators' channels and clips"),
            whose=_("Creators"),
            what=_("Handles, titles, captions, films"),
            fields={"content.Channel": ("handle", "url"), "content.Post": ("title", "caption", "take_down_reason")},
            basis=Basis.CONTRACT,
            why=_("Creators bring them to the campaign by agreement."),
            keep=Keep(_("As long as the agreement says; taken down when consent is taken back")),
            where=(*KEPT, Where.PUBLIC),
            seen_by=_("Everybody, while the clip is public"),
            find=_find_works,
            stays=_("What was made by agreement is taken down, not erased, when consent is taken back."),
            count=Post.objects.count,
        ),
    )
    personal.ask_for(
        Purpose(
            id="clips",
            room="content",
            name=_("My clips on this site"),
            text=_(
                "The clips that I made, in which I can be seen and heard, may be shown on this site and shared from it."
            ),
            stop=forgetting.take_down_all,
        )
    )
    personal.not_personal(
        {
            "content.Hashtag": "a word",
            "content.Link": "a path on this site",
            "content.Publication.removed_reason": "what an organiser says of a row",
        }
    )
