"""Somebody asks what is held about them, or to be forgotten: a case with a number and a clock."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from phien.lib import clock


class Request(models.Model):
    class Kind(models.TextChoices):
        EXPORT = "export", _("What is held about me")
        ERASURE = "erasure", _("Erase what is held about me")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        FOUND = "found", _("Found")
        DONE = "done", _("Done")
        PARTLY = "partly", _("Done in part")
        REFUSED = "refused", _("Refused")

    class Proof(models.TextChoices):
        ORDER = "order", _("Order code and phone number")
        BROWSER = "browser", _("The browser in which it was written")
        SEEN = "seen", _("An organiser knows the person")
        NONE = "none", _("Not proven yet")

    OVER = (State.DONE, State.PARTLY, State.REFUSED)

    code = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("what is asked"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    proof = models.CharField(_("proof"), max_length=8, choices=Proof)
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("to be answered by"))
    entered_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    person_key = models.CharField(_("pseudonym"), max_length=16, db_index=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    order_code = models.CharField(_("order code"), max_length=12, blank=True)
    account = models.CharField(_("account on a platform"), max_length=100, blank=True)
    writer = models.CharField(max_length=32, blank=True)
    username = models.CharField(_("user name"), max_length=150, blank=True)
    actor_slug = models.CharField(_("person here"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    found_at = models.DateTimeField(_("looked for"), null=True, blank=True)
    found_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    found: Any = models.JSONField(default=dict, blank=True, help_text=_("Rows found, by class"))
    finished_at = models.DateTimeField(_("answered"), null=True, blank=True)
    finished_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    erased: Any = models.JSONField(default=dict, blank=True, help_text=_("Rows erased, by class"))
    kept: Any = models.JSONField(default=list, blank=True, help_text=_("What stayed: class, rows, why"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [models.Index(fields=["state", "due_at"], name="requests_by_clock")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def is_overdue(self) -> bool:
        return not self.is_over and self.due_at < clock.now()


class Tombstone(models.Model):
    """A row that was erased: what it was of, and a keyed hash of it, which tells that the same came back."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="tombstones")
    holding = models.CharField(max_length=40)
    of = models.CharField(_("table"), max_length=60)
    digest = models.CharField(max_length=16, db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return f"{self.of} {self.digest}"
