"""What the numbers desk takes in."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign, Phase
from phien.lib import clock

LONGEST = timedelta(days=400)
OWN = "own"


class MakeForm(forms.Form):
    """A window: the whole campaign, one of its phases, today, or two moments of one's own."""

    window = forms.ChoiceField(label=_("Which time"))
    since = forms.DateTimeField(
        label=_("From"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    until = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, phases: list[Phase]) -> None:
        super().__init__(data)
        self.campaign = campaign
        self.phases = {f"phase-{phase.pk}": phase for phase in phases}
        choices: list[tuple[str, Any]] = [("whole", _("The whole campaign")), ("today", _("Today"))]
        choices += [(key, str(phase.name)) for key, phase in self.phases.items()]
        self.fields["window"].choices = [*choices, (OWN, _("From … until …"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("window") == OWN:
            since, until = facts.get("since"), facts.get("until")
            for name in ("since", "until"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, _("Say a day and an hour."))
            if since and until and until <= since:
                self.add_error("until", _("The end must lie after the start."))
            elif since and until and until - since > LONGEST:
                self.add_error("until", _("A report covers 400 days at most."))
        return facts

    def span(self) -> tuple[datetime, datetime]:
        """The window; valid only after is_valid()."""
        choice = self.cleaned_data["window"]
        if choice == OWN:
            return self.cleaned_data["since"], self.cleaned_data["until"]
        if choice == "today":
            start = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
            return start, start + timedelta(days=1)
        whole = self.phases.get(choice, self.campaign)
        return whole.starts_at, whole.ends_at


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=300, help_text=_("Shown to everybody, in the report's place.")
    )
