"""What the numbers desk takes in."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign, Phase
from phien.lib import clock
from phien.lib.texts import TextFormField
from phien.reports.board import TABLES
from phien.reports.chosen import Chosen
from phien.reports.metrics import REGISTRY
from phien.reports.models import Audience

LONGEST = timedelta(days=400)
OWN = "own"


class MakeForm(forms.Form):
    """A window: the whole campaign, one of its phases, today, or two moments of one's own. For whom, under which title,
    and what the report is to hold; where nothing is said of that, everything."""

    window = forms.ChoiceField(label=_("Which time"))
    since = forms.DateTimeField(
        label=_("From"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    until = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )

    audience = forms.ChoiceField(label=_("For whom it is"), choices=Audience, required=False, widget=forms.HiddenInput)
    title = TextFormField(
        label=_("Title of the report"),
        max_length=120,
        required=False,
        help_text=_("Empty: the campaign's name and the report's number."),
    )
    note = TextFormField(label=_("Note before the figures"), max_length=1000, rows=3, required=False)
    chosen = forms.BooleanField(required=False, widget=forms.HiddenInput)
    metrics = forms.MultipleChoiceField(label=_("Figures"), required=False)
    tables = forms.MultipleChoiceField(label=_("Breakdowns"), required=False)

    def __init__(
        self, data: Any = None, *, campaign: Campaign, phases: list[Phase], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.campaign = campaign
        self.phases = {f"phase-{phase.pk}": phase for phase in phases}
        choices: list[tuple[str, Any]] = [("whole", _("The whole campaign")), ("today", _("Today"))]
        choices += [(key, str(phase.name)) for key, phase in self.phases.items()]
        self.fields["window"].choices = [*choices, (OWN, _("From … until …"))]  # type: ignore[attr-defined]
        self.fields["metrics"].choices = [(name, name) for name in REGISTRY]  # type: ignore[attr-defined]
        self.fields["tables"].choices = [(spec.id, spec.id) for spec in TABLES]  # type: ignore[attr-defined]

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
        if facts.get("chosen") and not facts.get("metrics") and "metrics" not in self.errors:
            self.add_error("metrics", _("Choose one figure at least."))
        return facts

    def choice(self) -> Chosen:
        """What the report is to hold, in the order of the numbers beside the figures; valid only after is_valid()."""
        facts = self.cleaned_data
        if not facts["chosen"]:
            return Chosen()
        places = {name: self._place(name, number) for number, name in enumerate(REGISTRY)}
        return Chosen(tuple(sorted(facts["metrics"], key=places.__getitem__)), tuple(facts["tables"]))

    def _place(self, metric: str, number: int) -> tuple[int, int]:
        told = str(self.data.get(f"place-{metric}", "")).strip()
        return (int(told) if told.isascii() and told.isdigit() and len(told) < 5 else 10_000, number)

    @property
    def reader(self) -> str:
        """The audience; ministry where none was said."""
        return str(self.cleaned_data.get("audience") or Audience.MINISTRY)

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
