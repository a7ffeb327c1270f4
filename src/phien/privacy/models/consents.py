"""The ledger of consents: who said yes to which words, when, how it is known; and when it was taken back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.lib.texts import TextField


class ConsentText(models.Model):
    """One version of the words to which people say yes. It is never changed: a new version gets the next number."""

    purpose = models.CharField(_("what for"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    words = TextField(_("words"), rows=6)
    sha256 = models.CharField(max_length=64)
    since = models.DateTimeField(_("applies since"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["purpose", "-number"]
        verbose_name = _("words of a consent")
        verbose_name_plural = _("words of consents")
        constraints = [models.UniqueConstraint(fields=["purpose", "number"], name="one_text_per_purpose_and_number")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self) -> "ConsentQuerySet":
        """Given, not taken back, not past its day."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), withdrawn_at=None)


class Consent(models.Model):
    """One yes. Whoever has no page here is known by a pseudonym made from a phone number, which is not kept.

    The row is written once; taking it back fills three fields, once.
    """

    class How(models.TextChoices):
        FORM = "form", _("Form on this site")
        PAPER = "paper", _("Signed on paper")
        RECORDED = "recorded", _("Said and recorded")
        MESSAGE = "message", _("Written in a message")

    class Age(models.TextChoices):
        ADULT = "adult", _("Grown up")
        FROM_7 = "from_7", _("Child of 7 or older")
        UNDER_7 = "under_7", _("Child under 7")

    actor = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    person_key = models.CharField(_("pseudonym"), max_length=16, db_index=True)
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    age = models.CharField(_("age"), max_length=8, choices=Age, default=Age.ADULT)
    child_agreed = models.BooleanField(_("the child said yes too"), default=False)
    guardian_key = models.CharField(_("pseudonym of the guardian"), max_length=16, blank=True)
    given_at = models.DateTimeField(_("given on"))
    expires_at = models.DateTimeField(_("holds until"), null=True, blank=True)
    how = models.CharField(_("how it is known"), max_length=8, choices=How)
    words = models.CharField(_("what was said"), max_length=500, blank=True)
    proof_path = models.CharField(max_length=120, blank=True, help_text=_("Path in the private folder"))
    proof_sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(_("entered"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    stopped = models.PositiveIntegerField(_("what was taken away with it"), default=0)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["expires_at"], condition=Q(withdrawn_at=None), name="consents_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(age="adult")
                | ~Q(guardian_key="") & (Q(age="under_7") | Q(age="from_7", child_agreed=True)),
                name="a_child_needs_a_guardian_and_from_7_says_yes_too",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=models.F("given_at")), name="consent_holds_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.person_key}"

    @property
    def state(self) -> str:
        """valid, expired or withdrawn."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if self.expires_at is not None and self.expires_at <= clock.now() else "valid"
