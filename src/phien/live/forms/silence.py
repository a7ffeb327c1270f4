"""Who may not write, where, and for how long."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

IN_THIS_ROOM = [("room-5", _("5 minutes")), ("room-30", _("30 minutes")), ("room-0", _("To the end"))]
IN_EVERY_ROOM = [("all-1440", _("One day")), ("all-43200", _("30 days")), ("all-0", _("Until it is lifted"))]


class SilenceForm(forms.Form):
    author_key = forms.RegexField(r"^[0-9a-f]{8,32}$", error_messages={"required": _("Choose a writer first.")})
    author_name = forms.CharField(max_length=40, required=False)
    how_long = forms.ChoiceField(
        label=_("Where and for how long"),
        choices=[(_("In this room"), IN_THIS_ROOM), (_("In every room of the campaign"), IN_EVERY_ROOM)],
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, strip=True)
    with_address = forms.BooleanField(
        label=_("Others at the same address too"),
        required=False,
        help_text=_("New cookies do not help then; but neighbours on one Wi-Fi or phone network are kept out too."),
    )
    hide_theirs = forms.BooleanField(label=_("Hide what they wrote"), required=False)

    def clean(self) -> dict[str, Any]:
        """With `everywhere`, and `span`: for how long, or None for without end."""
        facts = super().clean() or {}
        where, _dash, minutes = facts.get("how_long", "room-0").partition("-")
        facts["everywhere"] = where == "all"
        facts["span"] = timedelta(minutes=int(minutes)) if int(minutes) else None
        return facts
