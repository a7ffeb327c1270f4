"""Channels, posts (a clip is a post with a film), and the short links that lead from them."""

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
