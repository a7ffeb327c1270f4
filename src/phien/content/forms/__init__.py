"""All that comes into content from outside."""

from phien.content.forms.clips import ChannelForm, ClipForm, DeskClipForm, FilmForm, TakeDownForm
from phien.content.forms.register import (
    AddForm,
    ChangeForm,
    FindForm,
    JoinForm,
    MergeForm,
    PasteForm,
    RemoveForm,
    UploadForm,
)

__all__ = [
    "AddForm",
    "ChangeForm",
    "ChannelForm",
    "ClipForm",
    "DeskClipForm",
    "FilmForm",
    "FindForm",
    "JoinForm",
    "MergeForm",
    "PasteForm",
    "RemoveForm",
    "TakeDownForm",
    "UploadForm",
]
