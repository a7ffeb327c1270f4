"""What comes from outside into live, by noun."""

from phien.live.forms.chat import LONGEST_NAME, LONGEST_TEXT, ChatForm, DecideForm, SlowModeForm, SwitchForm, TextForm
from phien.live.forms.clips import CutForm
from phien.live.forms.guests import GuestForm
from phien.live.forms.lines import Line, one_line
from phien.live.forms.shelf import MoveForm, PutForm
from phien.live.forms.silence import SilenceForm
from phien.live.forms.warnings import PRESETS, WarningForm
from phien.live.forms.words import WordsForm

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "PRESETS",
    "ChatForm",
    "CutForm",
    "DecideForm",
    "GuestForm",
    "Line",
    "MoveForm",
    "PutForm",
    "SilenceForm",
    "SlowModeForm",
    "SwitchForm",
    "TextForm",
    "WarningForm",
    "WordsForm",
    "one_line",
]
