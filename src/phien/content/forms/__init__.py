"""All that comes into content from outside."""

from phien.content.forms.clips import ClipForm, DeskClipForm, FilmForm, TakeDownForm
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
