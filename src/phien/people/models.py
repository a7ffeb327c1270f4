"""Actors (people, teams, organisations), the scopes they act in, their roles, and how they sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.lib.texts import TextField


class User(AbstractUser):
    """An account. What it may do comes from its actor's roles alone; is_superuser opens the admin for rare edits."""

    email = models.EmailField(_("e-mail"), blank=True)


class Actor(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        TEAM = "team", _("Team")
        ORGANISATION = "organisation", _("Organisation")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = TextField(_("name"))
    aliases = models.JSONField(_("also known as"), default=list, blank=True)
    bio = TextField(_("about"), blank=True, rows=6)
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    works_for = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="workers")
    picture = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="actor")

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")

    def __str__(self) -> str:
        return str(self.name)


class Scope(models.Model):
    """What a role or an agreement is about. A campaign, an event, an organisation owns its scope one-to-one.

    Authority over a scope reaches its children. The site's own scope is the root and has no parent.
    """

    class Kind(models.TextChoices):
        SITE = "site", _("Site")
        CAMPAIGN = "campaign", _("Campaign")
        EVENT = "event", _("Event")
        ORGANISATION = "organisation", _("Organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    label = models.CharField(_("label"), max_length=200)

    class Meta:
        verbose_name = _("scope")
        verbose_name_plural = _("scopes")

    def __str__(self) -> str:
        return self.label


class RoleQuerySet(models.QuerySet["Role"]):
    def current(self) -> "RoleQuerySet":
        """Roles whose period holds now."""
        now = clock.now()
        return self.filter(Q(starts_at=None) | Q(starts_at__lte=now), Q(ends_at=None) | Q(ends_at__gt=now))


class Role(models.Model):
    """Actor × duty × scope × period. Permissions and credits both come from here."""

    class Duty(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        CREATOR = "creator", _("Creator")
        PRODUCER = "producer", _("Producer")
        HOST = "host", _("Host")
        MODERATOR = "moderator", _("Moderator")
        PACKER = "packer", _("Packer")
        AUDITOR = "auditor", _("Auditor")
        TRAINER = "trainer", _("Trainer")
        SPEAKER = "speaker", _("Speaker")
        LOCAL = "local", _("Local who knows")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="roles")
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="roles")
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["actor", "duty", "scope"], name="one_role_per_duty_and_scope")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_duty_display()} ({self.scope})"


class PersonalLink(models.Model):
    """Signs a person in without password or e-mail: shown once, as a QR code; only its hash is kept."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="personal_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self) -> str:
        return f"{self.actor}, {self.expires_at:%Y-%m-%d}"

    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()


class IdentityCheckQuerySet(models.QuerySet["IdentityCheck"]):
    def valid(self) -> "IdentityCheckQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=clock.now())


class IdentityCheck(models.Model):
    """Somebody saw who this is, how, and until when that holds. No picture and no number of a paper is ever kept."""

    class Method(models.TextChoices):
        VNEID = "vneid", _("VNeID, shown on the phone")
        ID_SHOWN = "id_shown", _("Identity card, shown in person")
        PASSPORT = "passport", _("Passport, shown in person")
        BUSINESS_LICENCE = "business_licence", _("Business licence, shown in person")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="identity_checks")
    method = models.CharField(_("what was shown"), max_length=20, choices=Method)
    checked_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(_("checked"))
    expires_at = models.DateTimeField(_("holds until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = IdentityCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        verbose_name = _("identity check")
        verbose_name_plural = _("identity checks")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("checked_at")), name="check_holds_for_a_while"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_method_display()}"

    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()
