"""What sentiment holds about those whose comments were taken in."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.content.platforms import PLATFORMS
from phien.lib import personal
from phien.lib.personal import Basis, Erased, Found, Holding, Keep, Person, Where
from phien.sentiment import actions
from phien.sentiment.errors import FileNotOpen
from phien.sentiment.models import Comment, CommentFile
from phien.sentiment.naming import Names

GIVEN = CommentFile.State.GIVEN


def _comments_of(person: Person) -> QuerySet[Comment]:
    """By the handle on any platform, and by the key under which somebody wrote in our rooms."""
    names, authors = Names(), set()
    if person.account:
        authors |= {names.author(platform, person.account) for platform in PLATFORMS}
    if person.writer:
        authors.add(names.author("site", person.writer))
    rows = Comment.objects.standing().filter(author__in=authors - {""}, **person.within("campaign_id"))
    return rows.order_by("pk")


def _find(person: Person) -> Iterable[Found]:
    for row in _comments_of(person):
        values = {"platform": row.platform, "text": row.text, "about": row.subject, "at": row.written_at.isoformat()}
        yield Found("sentiment.Comment", row.key, values)


def _erase(person: Person) -> Erased:
    rows = list(_find(person))
    actions.erase_comments(comments=list(_comments_of(person).values_list("pk", flat=True)))
    return Erased(rows)


def _due(now: datetime, keep: timedelta) -> int:
    over = Campaign.objects.filter(ends_at__lt=now - keep)
    return Comment.objects.standing().filter(campaign__in=over, written_at__lt=now - keep).count()


def _old_files(before: datetime) -> QuerySet[CommentFile]:
    return CommentFile.objects.filter(state=GIVEN, given_at__lt=before).order_by("pk")


def _drop_files(now: datetime, keep: timedelta, most: int) -> int:
    dropped = 0
    for file in list(_old_files(now - keep)[:most]):
        with suppress(FileNotOpen):  # it is being taken in after all
            actions.drop_file(file=file)
            dropped += 1
    return dropped


def register() -> None:
    personal.hold(
        Holding(
            id="comments",
            room="sentiment",
            name=_("Comments, for the share of opinions"),
            whose=_("Those who commented in public"),
            what=_("The words of a comment; its author as a pseudonym, never a name"),
            fields={"sentiment.Comment": ("text", "author", "words")},
            basis=Basis.CONTRACT,
            why=_("So that people can look at a random sample and say what share is positive."),
            keep=Keep(
                _("After the campaign's end; hashes, labels and counts stay"),
                days=365,
                least=30,
                most=1826,
                source=_("The organiser's choice"),
            ),
            where=(Where.DATABASE, Where.BACKUP),
            seen_by=_("Organisers, and those who label a sample"),
            find=_find,
            erase=_erase,
            prune=lambda now, keep, most: actions.forget_texts(before=now - keep, most=most),
            due=_due,
            count=Comment.objects.standing().count,
        ),
        Holding(
            id="comment_files",
            room="sentiment",
            name=_("Files of comments that wait"),
            whose=_("Those who commented in public"),
            what=_("The file as it was given, with names, until its comments are taken in"),
            fields={"sentiment.CommentFile": ("name",)},
            basis=Basis.CONTRACT,
            why=_("So that a person can say what its columns mean."),
            keep=Keep(
                _("After it was given, if nothing was taken in"),
                days=7,
                least=1,
                most=30,
                source=_("The organiser's choice"),
            ),
            where=(Where.PRIVATE, Where.DATABASE, Where.BACKUP),
            seen_by=_("Organisers"),
            stays=_("It goes within days: its bytes are deleted once its comments are taken in."),
            prune=_drop_files,
            due=lambda now, keep: _old_files(now - keep).count(),
            count=CommentFile.objects.filter(state=GIVEN).count,
        ),
    )
