"""How a picture comes in and goes on: stream keys, guests' links, takes, targets; and the recording that remains."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.live.models.broadcasts import Broadcast


class StreamKey(models.Model):
    """Lets an encoder (OBS, hardware) publish into one broadcast. Shown once; only its hash is kept."""

    class Role(models.TextChoices):
        MAIN = "main", _("Main camera")
        BACKUP = "backup", _("Backup")
        GUEST = "guest", _("Guest")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="stream_keys")
    role = models.CharField(_("for"), max_length=10, choices=Role, default=Role.MAIN)
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(_("ends with"), max_length=8)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("stream key")
        verbose_name_plural = _("stream keys")
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "role"], condition=Q(revoked_at=None), name="one_open_stream_key_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.get_role_display()} …{self.hint}"


class GuestLink(models.Model):
    """Lets somebody without an account open the camera page of one broadcast, until it expires."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="guest_links")
    name = models.CharField(_("name"), max_length=60)
    actor = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("guest's link")
        verbose_name_plural = _("guests' links")

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.name}"

    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()


class Take(models.Model):
    """One uninterrupted recording by one sender: who sent, how, from when to when. `code` names its folder in video."""

    class Via(models.TextChoices):
        PHONE = "phone", _("Phone's browser")
        RTMP = "rtmp", _("Encoder (RTMP)")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="takes")
    code = models.CharField(max_length=40)
    via = models.CharField(_("sent by"), max_length=5, choices=Via)
    publisher = models.CharField(_("sender"), max_length=80)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("why it ended"), max_length=40, blank=True)

    class Meta:
        ordering = ["began_at", "pk"]
        verbose_name = _("take")
        verbose_name_plural = _("takes")
        constraints = [models.UniqueConstraint(fields=["broadcast", "code"], name="one_take_per_code")]

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.publisher} ({self.get_via_display()})"


class Target(models.Model):
    """Another platform to which the picture is sent on. Its key is kept sealed (encrypted under the site's secret)."""

    class Platform(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        YOUTUBE = "youtube", "YouTube"
        TIKTOK = "tiktok", "TikTok"
        OTHER = "other", _("Other")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="targets")
    platform = models.CharField(_("platform"), max_length=10, choices=Platform, default=Platform.OTHER)
    label = models.CharField(_("name"), max_length=60)
    url = models.CharField(_("server"), max_length=300)
    sealed_key = models.TextField(blank=True)
    is_on = models.BooleanField(_("send"), default=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.label}"


class Recording(models.Model):
    """What remains of a broadcast. Kept for the period that the law asks, longer under a hold, then deleted with a
    record: this row stays.
    """

    broadcast = models.OneToOneField(Broadcast, models.PROTECT, related_name="recording")
    sealed_at = models.DateTimeField(_("whole since"), null=True, blank=True)
    seconds = models.FloatField(_("length in seconds"), default=0)
    frames = models.PositiveBigIntegerField(_("pictures"), default=0)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(_("replay is public"), default=True)
    keep_until = models.DateTimeField(_("kept until"), null=True, blank=True)
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)
    held_reason = models.CharField(_("why it is held"), max_length=300, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    deleted_reason = models.CharField(_("why it was deleted"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return str(self.broadcast)
