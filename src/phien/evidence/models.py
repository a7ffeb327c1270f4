"""What evidence keeps in the database. Sealed facts are not here but in the segments' folder.

Nothing points to another room: subjects, campaigns and creators are ids as text.
"""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Tables that a backup leaves out: with a salt, a day's visitor ids could be traced to addresses again.
NOT_BACKED_UP = ("evidence_salt", "evidence_arrival")


def new_event_id() -> str:
    return uuid.uuid4().hex


class Salt(models.Model):
    """One day's secret behind visitor ids. Kept for today and yesterday, then destroyed."""

    day = models.DateField(unique=True)
    secret = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("day's secret")
        verbose_name_plural = _("days' secrets")

    def __str__(self) -> str:
        return f"{self.day}"


class PseudonymKey(models.Model):
    """The secret behind the pseudonyms of one kind (order, author, comment …). Unlike a day's secret it is kept, for
    an export of next month has to name the same order the same way; destroying it cuts the way back for good."""

    kind = models.CharField(max_length=30, unique=True)
    secret = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("secret of pseudonyms")
        verbose_name_plural = _("secrets of pseudonyms")

    def __str__(self) -> str:
        return self.kind


class Change(models.Model):
    """The outbox of changes: written in the transaction that changes something, sealed each hour."""

    event_id = models.CharField(max_length=64, unique=True, default=new_event_id)
    happened_at = models.DateTimeField()
    noun = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    verb = models.CharField(max_length=30)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sealed_in = models.CharField(max_length=120, blank=True, help_text=_("The segment's file; empty until sealed"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["happened_at"], condition=Q(sealed_in=""), name="changes_not_yet_sealed")]

    def __str__(self) -> str:
        return f"{self.noun}/{self.verb} {self.key}"


class Arrival(models.Model):
    """A visitor came by a short link. Forgotten within 24 hours."""

    visitor = models.CharField(max_length=16)
    code = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        indexes = [models.Index(fields=["visitor", "-at"], name="latest_arrival_of_a_visitor")]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%H:%M}"


class Rollup(models.Model):
    """Sums of one hour, counted from sealed segments. Kind "visit" counts visits by the hour of their start."""

    hour = models.DateTimeField()
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=160, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    creator = models.CharField(max_length=80, blank=True)
    simulated = models.BooleanField(default=False)
    gross = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    net = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0, help_text=_("Daily visitor ids among the net hits"))
    seconds = models.PositiveIntegerField(default=0, help_text=_("Watched, net"))

    class Meta:
        verbose_name = _("hourly sum")
        verbose_name_plural = _("hourly sums")
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "kind", "subject", "campaign", "creator", "simulated"], name="one_sum_per_hour_and_cut"
            )
        ]
        indexes = [models.Index(fields=["campaign", "kind", "hour"], name="sums_of_a_campaign")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.kind} {self.subject}: {self.net}"


class RollupHead(models.Model):
    """How far the sums have read the manifest. A manifest that ends before this line has lost its end."""

    seq = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the sums")
        verbose_name_plural = _("ends of the sums")

    def __str__(self) -> str:
        return f"{self.seq}"


class RulesRun(models.Model):
    """What a set of rules found in one local day. The same stands sealed in a change verdicts/run; this row is for
    pages. `verdicts` names the run whose rows hold: a run that found the same as one before it seals no rows again."""

    name = models.CharField(max_length=60, unique=True)
    verdicts = models.CharField(max_length=60)
    day = models.DateField()
    rules = models.CharField(max_length=10)
    until_seq = models.PositiveIntegerField(help_text=_("The manifest's line up to which hits were judged"))
    looked_until = models.PositiveIntegerField(help_text=_("Up to here the same would be found"))
    digest = models.CharField(max_length=64)
    hits = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("run of rules")
        verbose_name_plural = _("runs of rules")
        indexes = [models.Index(fields=["day", "rules"], name="runs_over_a_day")]

    def __str__(self) -> str:
        return self.name


class RulesOrder(models.Model):
    """Somebody asked that a set be run over these days. The tick works it off day by day; `done` are those behind it,
    so a process that was killed goes on where it stopped."""

    rules = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField(help_text=_("The last day, included"))
    by = models.CharField(max_length=80, blank=True, help_text=_("Whose desk asked: an actor's short name"))
    ordered_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text=_("Days in which something else was found than before"))
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order to run rules")
        verbose_name_plural = _("orders to run rules")

    def __str__(self) -> str:
        return f"{self.rules} {self.since}–{self.until}"

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1
