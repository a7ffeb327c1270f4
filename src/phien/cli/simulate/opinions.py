"""Comments under the sample's clips and a sample of them that two of its people have read: our own texts (CC0), marked
as made up. The two read the same words differently now and then, as people do; a third settles it."""

import csv
import io
import random
from datetime import datetime, timedelta
from typing import Any

COMMENTS, SAMPLE, WAITING = 130, 100, 30
OTHERS = ("C'est magnifique, merci", "好漂亮的集市", "Сколько стоит утка?", "❤️❤️❤️", "👍👍")
WEIGHTS = {"positive": 9, "neutral": 3, "negative": 1}
READERS = ("hua-van-son", "be-van-toan")
SETTLES = "luong-thu-ha"
NAME = "binh-luan-tiktok.csv"
DIFFERS = 0.05


def take_in_comments(*, campaign: Any, now: datetime, seed: int) -> None:
    """A file of comments of the last days, one sample that is closed, and one that waits for readers."""
    from phien.sentiment import actions
    from phien.sentiment.actions.samples import Rules

    rng = random.Random(seed)
    said = _texts(rng)
    data = _file(said, now, rng)
    file = actions.give_file(campaign=campaign, chunks=[data], name=NAME, by=None, is_simulated=True)
    columns = {"text": "Bình luận", "id": "Mã", "author": "Người viết", "time": "Lúc"}
    actions.ask_take_in(file=file, sheet=NAME, columns=columns, platform="tiktok", subject="", by=None)
    actions.take_in(file=file)
    sample = actions.draw_sample(campaign=campaign, size=SAMPLE, rules=Rules(), by=_actor(SETTLES))
    for reader in READERS:
        _read(sample, reader, dict(said), rng)
    _settle(sample, dict(said))
    actions.close_sample(sample=sample, by=_actor(SETTLES))
    actions.draw_sample(campaign=campaign, size=WAITING, rules=Rules(), by=_actor(SETTLES))


def _actor(slug: str) -> Any:
    from phien.people.models import Actor

    return Actor.objects.get(slug=slug)


def _texts(rng: random.Random) -> list[tuple[str, str]]:
    from phien.sentiment import labelled

    rows = list(labelled.read(labelled.OWN).rows)
    keys = {row: rng.random() ** (1 / WEIGHTS[row[1]]) for row in rows}  # drawn by weight, none twice
    drawn = sorted(rows, key=keys.__getitem__, reverse=True)[: COMMENTS - len(OTHERS)]
    found = [*drawn, *((text, "unsure") for text in OTHERS)]
    rng.shuffle(found)
    return found


def _file(said: list[tuple[str, str]], now: datetime, rng: random.Random) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Mã", "Bình luận", "Người viết", "Lúc"])
    for number, (text, _label) in enumerate(said, start=1):
        at = now - timedelta(minutes=30 + rng.random() * 60 * 24 * 3)
        rows.writerow([f"7400{number:06d}", text, f"nguoi.xem.{rng.randrange(90)}", at.isoformat(timespec="seconds")])
    return out.getvalue().encode("utf-8-sig")


def _read(sample: Any, reader: str, labels: dict[str, str], rng: random.Random) -> None:
    from phien.sentiment import actions
    from phien.sentiment.queries.samples import next_item

    actor = _actor(reader)
    seat = actions.sit_down(sample=sample, actor=actor)
    while (item := next_item(sample, seat)) is not None:
        label = labels[item.comment.text]
        if rng.random() < DIFFERS:
            label = "neutral" if label != "neutral" else "positive"
        actions.give_label(item=item, said=label, by=actor)


def _settle(sample: Any, labels: dict[str, str]) -> None:
    from phien.sentiment import actions
    from phien.sentiment.queries.samples import undecided

    for item in undecided(sample):
        actions.settle(item=item, said=labels[item.comment.text], by=_actor(SETTLES))
