"""The outbox: each topic numbers its messages without a gap, in the order in which they are committed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SHOWN_AGAIN = "shown_again"
"""The kind of a message that repeats one which was hidden."""
ERASED = "erased"
"""Stands as the reason of a hidden message whose words are gone for good."""


class Topic(models.Model):
    """What one can listen to, such as "broadcast:quynh-son". Its row is the counter that orders its messages."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    last_number = models.PositiveBigIntegerField(_("last number"), default=0)
    held_at = models.DateTimeField(
        _("held since"), null=True, blank=True, help_text=_("Its messages are kept, however old, until it is let go")
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One event of a topic. `number` is its id in the stream; a hidden one is given to nobody again."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="messages")
    number = models.PositiveBigIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=40)
    payload = models.JSONField(_("payload"))
    at = models.DateTimeField(_("at"), db_index=True)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_reason = models.CharField(_("why it was hidden"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["topic", "number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="one_message_per_topic_and_number")]

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.number} {self.kind}"

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None
