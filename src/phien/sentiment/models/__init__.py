"""Comments and where they came from, samples of them that people label, and what a model made of all."""

from phien.sentiment.models.comments import Comment, CommentFile
from phien.sentiment.models.runs import ModelRun
from phien.sentiment.models.samples import Item, Label, Sample, Seat, Verdict

__all__ = ["Comment", "CommentFile", "Item", "Label", "ModelRun", "Sample", "Seat", "Verdict"]
