"""Comments, and the file or live room that each came from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.sentiment.language import Language


class CommentFile(models.Model):
    """A file of comments that was given, or the chat of one of our rooms. Its hash stays; its bytes go once its
    comments are taken in, for they name people."""

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        ROOM = "room", _("Our own live room")

    class State(models.TextChoices):
        GIVEN = "given", _("Waits for a look")
        TAKING_IN = "taking_in", _("Being taken in")
        TAKEN_IN = "taken_in", _("All taken in")
        UNDONE = "undone", _("Undone")

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.FILE)
    name = models.CharField(_("name"), max_length=200)
    sha256 = models.CharField(
        max_length=64, help_text=_("Of the bytes given; of a room, of its name and the messages' numbers")
    )
    attempt = models.PositiveSmallIntegerField(default=1, help_text=_("Given again after it was undone"))
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    path = models.CharField(max_length=200, blank=True, help_text=_("In the private storage, until it is taken in"))
    platform = models.CharField(_("platform"), max_length=30, blank=True)
    subject = models.CharField(_("all about"), max_length=200, blank=True)
    sheet = models.CharField(_("table"), max_length=200, blank=True)
    columns = models.JSONField(
        _("columns"), default=dict, blank=True, help_text=_("text, id, author, time, post → heading")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.GIVEN)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    taken_in_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    last_line = models.PositiveIntegerField(_("last line that is through"), default=0)
    comments = models.PositiveIntegerField(_("comments"), default=0)
    known = models.PositiveIntegerField(_("known already"), default=0)
    skipped = models.JSONField(_("left out"), default=dict, blank=True, help_text=_("reason → how many"))
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("file of comments")
        verbose_name_plural = _("files of comments")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sha256"], condition=~Q(state="undone"), name="one_comment_file_per_hash"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What evidence calls it: a file by its hash (and which time it was given), a room by its messages."""
        return self.sha256 if self.attempt == 1 else f"{self.sha256}/{self.attempt}"

    @property
    def through(self) -> int:
        """How many lines have been looked at."""
        return self.comments + self.known + sum(int(count) for count in self.skipped.values())

    @property
    def is_file(self) -> bool:
        return self.kind == self.Kind.FILE


class CommentQuerySet(models.QuerySet["Comment"]):
    def standing(self) -> "CommentQuerySet":
        """Those whose words are still there."""
        return self.filter(deleted_at=None)


class Comment(models.Model):
    """What somebody wrote under a clip or in a room. Who, which and the words' letters are keyed hashes; the text goes
    when it is erased, and the row stays as a tombstone, so that counts still hold."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    file = models.ForeignKey(CommentFile, models.CASCADE, related_name="+")
    line = models.PositiveIntegerField(
        _("line of the file"), help_text=_("As a spreadsheet counts; of a room, the message")
    )
    platform = models.CharField(_("platform"), max_length=30)
    subject = models.CharField(_("about which post"), max_length=200, blank=True)
    key = models.CharField(_("comment"), max_length=16)
    author = models.CharField(_("author"), max_length=16, blank=True)
    words = models.CharField(_("letters"), max_length=16, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=[(one.value, one.value) for one in Language])
    written_at = models.DateTimeField(_("written"))
    deleted_at = models.DateTimeField(_("erased"), null=True, blank=True)
    deleted_why = models.CharField(_("why"), max_length=20, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["key", "campaign"], name="one_comment_per_key"),
            models.CheckConstraint(condition=Q(deleted_at=None) | Q(text=""), name="erased_comments_have_no_text"),
        ]
        indexes = [
            models.Index(fields=["campaign", "-written_at"], name="comments_of_a_campaign"),
            models.Index(fields=["author"], name="comments_of_an_author"),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.key
