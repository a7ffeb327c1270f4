"""Channels, posts (a clip is a post with a film), the short links that lead from them, and the register of what
appeared where: publications and their hashtags."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import TextField


class Channel(models.Model):
    class Mode(models.TextChoices):
        AUTO = "auto", _("Automatic")
        ASSISTED = "assisted", _("By hand, with help")
        OFFLINE = "offline", _("Off line")

    owner = models.ForeignKey("people.Actor", models.CASCADE, related_name="+")
    platform = models.CharField(_("platform"), max_length=30, help_text=_("site, tiktok, facebook, youtube, poster…"))
    handle = models.CharField(_("handle"), max_length=100, blank=True)
    url = models.URLField(_("address"), blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ASSISTED)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return f"{self.platform} {self.handle}".strip()


class Post(models.Model):
    """The canonical message. Commercial content carries its disclosure, or it cannot become ready."""

    class ContentClass(models.TextChoices):
        EXPERIENCE = "experience", _("Experience")
        COMMERCIAL = "commercial", _("Commercial")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready")
        TAKEN_DOWN = "taken_down", _("Taken down")

    slug = models.SlugField(max_length=80, unique=True)
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    creator = models.ForeignKey("people.Actor", models.PROTECT, related_name="+")
    chapter = models.ForeignKey("campaigns.Chapter", models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey("places.Place", models.SET_NULL, null=True, blank=True, related_name="+")
    title = TextField(_("title"))
    caption = TextField(_("caption"), blank=True, rows=3)
    content_class = models.CharField(_("class"), max_length=10, choices=ContentClass)
    disclosure = TextField(_("disclosure"), blank=True)
    film = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="+")
    poster = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    take_down_reason = models.CharField(_("reason for taking down"), max_length=300, blank=True)

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(content_class="experience") | ~Q(disclosure={}),
                name="commercial_content_is_disclosed",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Link(models.Model):
    """A short link with a code: /l/CODE. It stands for a clip or a creator in a campaign, and is carried on."""

    code = models.CharField(max_length=12, unique=True)
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    creator = models.ForeignKey("people.Actor", models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="links")
    target = models.CharField(_("leads to"), max_length=300, help_text=_("Path on this site"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("short link")
        verbose_name_plural = _("short links")

    def __str__(self) -> str:
        return self.code


class Hashtag(models.Model):
    """A hashtag in a campaign. `key` is what it is known by: its letters and digits without marks, in small letters, so
    #DacSanXuLang and #ĐặcSảnXứLạng are one; a misspelling points to the one it `stands_for`, which itself stands for
    none. `shown` is how it was written first; every spelling is in the taggings."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    shown = models.CharField(_("as written"), max_length=100)
    stands_for = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="variants")

    class Meta:
        ordering = ["key"]
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="one_hashtag_per_key")]

    def __str__(self) -> str:
        return f"#{self.shown}"


class Publication(models.Model):
    """One item seen on one channel: our own post, a partner's, a citizen's, a newspaper's, a poster on a wall."""

    class Origin(models.TextChoices):
        OWN = "own", _("Our own")
        PARTNER = "partner", _("Partner or creator")
        CITIZEN = "citizen", _("Citizen")
        PRESS = "press", _("Press")
        OFFLINE = "offline", _("Off line")

    class Disclosure(models.TextChoices):
        UNKNOWN = "unknown", _("Not looked at")
        NOT_NEEDED = "not_needed", _("Not commercial")
        DISCLOSED = "disclosed", _("Disclosed")
        MISSING = "missing", _("Commercial and not disclosed")

    class Precision(models.TextChoices):
        TIME = "time", _("to the minute")
        DAY = "day", _("the day only")
        DERIVED = "derived", _("worked out from the native id")

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    origin = models.CharField(_("whose"), max_length=10, choices=Origin)
    platform = models.CharField(_("platform"), max_length=30)
    native_id = models.CharField(
        _("native id"),
        max_length=160,
        help_text=_("The platform's own number; a text, for it may be longer than 2^53."),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    account = models.CharField(
        _("handle"), max_length=100, blank=True, help_text=_("The handle that it appeared under")
    )
    creator = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="publications")
    place = models.ForeignKey("places.Place", models.SET_NULL, null=True, blank=True, related_name="+")
    hashtags = models.ManyToManyField(Hashtag, through="Tagging", related_name="publications", blank=True)
    disclosure = models.CharField(_("disclosure"), max_length=12, choices=Disclosure, default=Disclosure.UNKNOWN)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    precision = models.CharField(_("how exactly"), max_length=10, choices=Precision, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(
        _("entered by"), max_length=80, blank=True, help_text=_("hand, paste, or a file's SHA-256")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_reason = models.CharField(_("reason for removing"), max_length=300, blank=True)
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("removed as a copy of")
    )

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "platform", "native_id"], name="one_publication_per_native_id")
        ]
        indexes = [
            models.Index(fields=["campaign", "-published_at"], name="publications_of_a_campaign"),
            models.Index(fields=["campaign", "account"], name="publications_of_an_account"),
        ]

    def __str__(self) -> str:
        return self.title or self.subject

    @property
    def subject(self) -> str:
        """What observations and comments call it."""
        return f"publication:{self.platform}:{self.native_id}"


class Tagging(models.Model):
    """A hashtag as a publication writes it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="taggings")
    hashtag = models.ForeignKey(Hashtag, models.CASCADE, related_name="taggings")
    written = models.CharField(_("as written"), max_length=100)

    class Meta:
        verbose_name = _("hashtag of a publication")
        verbose_name_plural = _("hashtags of publications")
        constraints = [models.UniqueConstraint(fields=["publication", "hashtag"], name="one_tagging_per_publication")]

    def __str__(self) -> str:
        return f"#{self.written}"


class GivenList(models.Model):
    """A list of publications as somebody gave it, pasted or as a file, until its rows are in the register. Its text is
    kept while it is needed; what it was (hash, counts, who) stays."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    given_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(_("given"))
    name = models.CharField(_("file"), max_length=120, blank=True, help_text=_("Empty where it was pasted"))
    sha256 = models.CharField(max_length=64)
    text = models.BinaryField(null=True, blank=True, help_text=_("Compressed; none once all is taken in"))
    origin = models.CharField(
        _("whose"), max_length=10, choices=Publication.Origin, blank=True, help_text=_("Where a row does not say")
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    preview = models.JSONField(default=dict, blank=True, help_text=_("What was new, known and wrong when it was given"))
    taken = models.PositiveIntegerField(_("rows taken in"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    known = models.PositiveIntegerField(_("known"), default=0)
    wrong = models.JSONField(
        _("wrong rows"), default=list, blank=True, help_text=_("Line and reason of the first ones")
    )
    wrong_count = models.PositiveIntegerField(_("wrong"), default=0)
    finished_at = models.DateTimeField(_("all taken in"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("given list")
        verbose_name_plural = _("given lists")

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

    @property
    def source(self) -> str:
        """What a publication says that it was entered by."""
        return self.sha256 if self.name else "paste"
