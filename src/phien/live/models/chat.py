"""Who may not write for a while, which words are not wanted, and what waits to be looked at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.live.models.broadcasts import Broadcast


class MuteQuerySet(models.QuerySet["Mute"]):
    def current(self) -> "MuteQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), lifted_at=None)


class Mute(models.Model):
    """A writer who may not write for a while. The key is a hash: it names nobody."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="mutes")
    author_key = models.CharField(max_length=32, db_index=True)
    address_hash = models.CharField(max_length=32, blank=True, db_index=True)
    author_name = models.CharField(_("name shown"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: to the end"))
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("muted writer")
        verbose_name_plural = _("muted writers")

    def __str__(self) -> str:
        return f"{self.author_name or self.author_key[:6]} ({self.broadcast})"


class BanQuerySet(models.QuerySet["Ban"]):
    def current(self) -> "BanQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), lifted_at=None)


class Ban(models.Model):
    """A writer kept out of every room of the campaign, known again by a keyed hash of the address. It names nobody."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    author_key = models.CharField(max_length=32, blank=True, db_index=True)
    address_hash = models.CharField(max_length=32, blank=True, db_index=True)
    author_name = models.CharField(_("name shown"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until it is lifted"))
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("banned writer")
        verbose_name_plural = _("banned writers")

    def __str__(self) -> str:
        return f"{self.author_name or self.author_key[:6]} ({self.campaign})"


class Writer(models.Model):
    """From where a writer wrote last, as a keyed hash of the address, so that new cookies do not lift a mute or a ban.

    It is never shown, and forgotten after a month.
    """

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="+")
    author_key = models.CharField(max_length=32)
    address_hash = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["broadcast", "author_key"], name="one_address_per_writer")]

    def __str__(self) -> str:
        return f"{self.author_key[:6]} ({self.broadcast})"


class HeldMessage(models.Model):
    """A message that waits for a moderator: published when let in, gone when not."""

    class Why(models.TextChoices):
        ALL = "all", _("Every message is looked at")
        WORD = "word", _("A word from the list")
        LINK = "link", _("A link")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="held_messages")
    author_key = models.CharField(max_length=32)
    address_hash = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=40)
    text = models.CharField(max_length=400)
    why = models.CharField(_("why it waits"), max_length=5, choices=Why)
    at = models.DateTimeField(_("written"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    is_let_in = models.BooleanField(_("let in"), default=False)
    decided_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("waiting message")
        verbose_name_plural = _("waiting messages")

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"


class FilterWord(models.Model):
    """A word or phrase that is not wanted in a campaign's rooms."""

    class Act(models.TextChoices):
        HOLD = "hold", _("Wait for a moderator")
        REFUSE = "refuse", _("Refuse")

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    word = models.CharField(_("word or phrase"), max_length=60)
    act = models.CharField(_("what happens"), max_length=6, choices=Act, default=Act.HOLD)
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["word"]
        verbose_name = _("unwanted word")
        verbose_name_plural = _("unwanted words")
        constraints = [models.UniqueConstraint(fields=["campaign", "word"], name="one_filter_per_word")]

    def __str__(self) -> str:
        return self.word
