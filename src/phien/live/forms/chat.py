"""What is written in the room, and the pace there."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.live.forms.lines import Line
from phien.live.models import LONGEST_SLOW_MODE

LONGEST_NAME = 30
LONGEST_TEXT = 200


class TextForm(forms.Form):
    """A message. With `links`, one with a link is taken too: somebody will look at it first."""

    text = Line(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("Write something first."),
            "max_length": _("At most %(limit_value)d characters; this has %(show_value)d."),
        },
    )

    def __init__(self, *args: Any, links: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Line", self.fields["text"]).links = links


class ChatForm(TextForm):
    name = Line(
        label=_("Your name here"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Tell us how to call you."),
            "max_length": _("At most %(limit_value)d characters; this has %(show_value)d."),
        },
    )


class SlowModeForm(forms.Form):
    seconds = forms.IntegerField(min_value=0, max_value=LONGEST_SLOW_MODE)


class DecideForm(forms.Form):
    """What becomes of a message that waits."""

    to = forms.ChoiceField(choices=[("let_in", _("Let in")), ("drop", _("Drop"))])


class SwitchForm(forms.Form):
    """On or off, as `to` says: two taps of two people do not undo each other."""

    to = forms.ChoiceField(choices=[("on", _("on")), ("off", _("off"))])
