"""How far a sample is labelled, what the two disagree on, and what came out."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from phien.campaigns.models import Campaign
from phien.people.models import Actor
from phien.sentiment.agreement import Agreement, agreement
from phien.sentiment.confusion import LABELS
from phien.sentiment.errors import NotBothDone
from phien.sentiment.intervals import Interval, wilson
from phien.sentiment.models import Item, Label, Sample, Seat, Verdict


@dataclass(frozen=True, slots=True)
class SeatProgress:
    seat: Seat
    done: int
    left: int


@dataclass(frozen=True, slots=True)
class Progress:
    """`labelable`: comments of the sample whose words are still there or that both have labelled."""

    seats: list[SeatProgress]
    size: int
    gone: int

    @property
    def left(self) -> int:
        """Labels that are missing; an empty chair's are all."""
        missing = 2 - len(self.seats)
        return sum(one.left for one in self.seats) + missing * (self.size - self.gone)

    def check_both_done(self) -> None:
        """Raises NotBothDone."""
        if self.left:
            raise NotBothDone(left=self.left)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sample says. `counts`: final labels, "unsure" too; `size`: those that count (without unsure and gone).
    Shares are of positive, neutral and negative together; `net_of_neutral` is positive among positive and negative."""

    counts: dict[str, int]
    gone: int
    agreement: Agreement | None
    disputed: int
    settled: int

    @property
    def size(self) -> int:
        return sum(self.counts[label] for label in LABELS)

    def share(self, label: str) -> Interval:
        return wilson(self.counts[label], self.size)

    @property
    def shares(self) -> list[tuple[str, Interval]]:
        return [(label, self.share(label)) for label in LABELS] if self.size else []

    @property
    def net_of_neutral(self) -> Interval | None:
        told = self.counts["positive"] + self.counts["negative"]
        return wilson(self.counts["positive"], told) if told else None


def samples_of(campaign: Campaign) -> list[Sample]:
    """Newest first."""
    rows = Sample.objects.filter(campaign=campaign).select_related("campaign", "drawn_by", "closed_by")
    return list(rows.prefetch_related(Prefetch("seats", Seat.objects.select_related("actor"))))


def newest_closed(campaign: Campaign) -> Sample | None:
    rows = Sample.objects.filter(campaign=campaign, closed_at__isnull=False)
    return rows.select_related("campaign").order_by("-number").first()


def progress_of(sample: Sample) -> Progress:
    """Who has labelled how many. Erased comments that a seat has not labelled need no label any more."""
    items = Item.objects.filter(sample=sample)
    gone = items.filter(comment__deleted_at__isnull=False).annotate(given=Count("labels")).filter(given__lt=2).count()
    seats = []
    for seat in Seat.objects.filter(sample=sample).select_related("actor"):
        done = Label.objects.filter(seat=seat).count()
        left = items.filter(comment__deleted_at=None).exclude(labels__seat=seat).count()
        seats.append(SeatProgress(seat, done, left))
    return Progress(seats, sample.size, gone)


def next_item(sample: Sample, seat: Seat) -> Item | None:
    """The first comment that this seat has not labelled. The two go different ways through the sample, so that they do
    not sit over the same comment."""
    items = Item.objects.filter(sample=sample, comment__deleted_at=None).exclude(labels__seat=seat)
    order = "position" if seat.coder == Seat.Coder.A else "-position"
    return items.select_related("sample__campaign", "comment").order_by(order).first()


def seat_of(sample: Sample, actor: Actor | None) -> Seat | None:
    return Seat.objects.filter(sample=sample, actor=actor).first() if actor else None


def _items(sample: Sample) -> list[Item]:
    labels = Prefetch("labels", Label.objects.order_by("seat__coder").select_related("seat"))
    rows = Item.objects.filter(sample=sample).select_related("comment", "sample__campaign", "settled_by")
    return list(rows.prefetch_related(labels))


def final_of(item: Item) -> str:
    """What a comment is in the end; "" where that is not settled, or it was erased before both had labelled it."""
    said = [label.said for label in item.labels.all()]
    if len(said) < 2:
        return ""
    return item.settled or (said[0] if said[0] == said[1] else "")


def disputed(sample: Sample) -> list[Item]:
    """Comments on which the two disagree, settled or not."""
    found = []
    for item in _items(sample):
        said = [label.said for label in item.labels.all()]
        if len(said) == 2 and said[0] != said[1]:
            found.append(item)
    return found


def undecided(sample: Sample) -> list[Item]:
    return [item for item in disputed(sample) if not item.settled]


def outcome_of(sample: Sample) -> Outcome:
    items = _items(sample)
    finals = Counter(final_of(item) for item in items)
    pairs = []
    for item in items:
        said = [label.said for label in item.labels.all()]
        if len(said) == 2:
            pairs.append((said[0], said[1]))
    return Outcome(
        counts={label: finals[label] for label in Verdict.values},
        gone=sum(1 for item in items if len(item.labels.all()) < 2),
        agreement=agreement(pairs) if pairs else None,
        disputed=sum(first != second for first, second in pairs),
        settled=sum(1 for item in items if item.settled),
    )


def labelled_texts(sample: Sample) -> list[tuple[str, str]]:
    """(text, final label) of comments whose words are still there, without those nobody could tell."""
    found = [(item.comment.text, final_of(item)) for item in _items(sample) if item.comment.deleted_at is None]
    return [(text, label) for text, label in found if label in LABELS]


def open_samples_for(campaign: Campaign, actor: Actor) -> list[Sample]:
    """Open samples of which this person may label something: their own, and those with an empty chair."""
    rows = Sample.objects.filter(campaign=campaign, closed_at=None).annotate(taken=Count("seats"))
    return list(rows.filter(Q(taken__lt=2) | Q(seats__actor=actor)).distinct().order_by("-number"))


def as_facts(outcome: Outcome) -> dict[str, Any]:
    """For a page's picture and table: percent with its ends."""
    return {
        label: {"share": 100 * end.share, "low": 100 * end.low, "high": 100 * end.high} for label, end in outcome.shares
    }
