"""What the law on live selling asks for: rules read, complaints with their clock, the switch that stops, appeals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import TextField
from phien.live.models.broadcasts import Broadcast


class RulesAcceptance(models.Model):
    """A host has read this version of the rules of live selling."""

    actor = models.ForeignKey("people.Actor", models.CASCADE, related_name="+")
    version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "version"], name="rules_read_once_per_version")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.version}"


class Complaint(models.Model):
    """A viewer's report about a broadcast or its replay: a case with a number and a clock."""

    class Reason(models.TextChoices):
        FALSE_CLAIM = "false_claim", _("False claim about a product")
        UNSAFE = "unsafe", _("Unsafe or forbidden goods")
        PRICE = "price", _("Price or promotion not as said")
        INDECENT = "indecent", _("Indecent words or dress")
        CHILD = "child", _("A child is shown without consent")
        RIGHTS = "rights", _("My rights are hurt (picture, name, work)")
        OTHER = "other", _("Something else")

    class Decision(models.TextChoices):
        UPHELD = "upheld", _("Right: something was done")
        DISMISSED = "dismissed", _("Looked at: nothing wrong found")

    broadcast = models.ForeignKey(Broadcast, models.PROTECT, related_name="complaints")
    code = models.CharField(_("case"), max_length=20, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    text = models.TextField(_("what happened"), max_length=1000, blank=True)
    contact = models.CharField(_("how to reach you"), max_length=100, blank=True)
    at = models.DateTimeField(_("at"))
    second = models.PositiveIntegerField(_("second of the broadcast"), default=0)
    is_of_replay = models.BooleanField(_("about the replay"), default=False)
    due_at = models.DateTimeField(_("to be decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="") | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="complaint_decided_with_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Cut(models.Model):
    """The organiser stopped a broadcast: picture, playlist, replay and sale are off until it is lifted."""

    broadcast = models.ForeignKey(Broadcast, models.PROTECT, related_name="cuts")
    at = models.DateTimeField(_("stopped"))
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason, for the record"), max_length=300)
    notice = TextField(_("what the public is told"))
    paused_offers = models.JSONField(default=list, help_text=_("Offers whose sale was stopped with it"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = [
            models.UniqueConstraint(fields=["broadcast"], condition=Q(lifted_at=None), name="one_cut_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.reason}"


class Appeal(models.Model):
    """A host or seller asks to look at a stop again."""

    cut = models.ForeignKey(Cut, models.PROTECT, related_name="appeals")
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    text = models.TextField(_("why it is asked"), max_length=1000)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    is_granted = models.BooleanField(_("granted"), default=False)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return f"{self.cut}: {self.by}"
