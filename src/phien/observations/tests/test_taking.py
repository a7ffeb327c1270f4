"""From a file that is given to rows that count."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from phien.content.models import Publication
from phien.evidence import queries as evidence
from phien.evidence.actions import staging
from phien.evidence.models import Change
from phien.observations import actions, files
from phien.observations.errors import GivenAlready
from phien.observations.models import ExportFile
from phien.observations.queries import rows
from phien.observations.tests import made
from phien.observations.tests.conftest import Give, Market
from phien.observations.tests.videos import SHOWN, content, zipped


def test_a_file_is_given_recognised_and_taken_in_with_every_row_tied_to_its_line(cast: Market, give: Give) -> None:
    data = zipped()
    export = give(data, "Content_bep-nha-sim.zip")
    assert (export.state, export.platform, export.report) == ("given", "tiktok", "content")
    assert export.size == len(data)
    actions.ask_take_in(export=export, answers={"observed_at": SHOWN.isoformat()}, by=cast.ha)
    export = actions.take_in(export=export)
    assert (export.state, export.problem) == ("taken_in", "")
    assert export.counts["observations"] == 12
    assert export.counts["registered"] == 3
    found = [(row.line, row.metric, row.value) for row in rows.observations_of(export)]
    assert found[:4] == [(2, "comments", 1), (2, "likes", 10), (2, "shares", 2), (2, "views", 100)]
    with evidence.connect() as db:
        seen = db.execute("SELECT DISTINCT file, campaign, simulated FROM observations").fetchall()
    assert seen == [(export.sha256, "cho-phien", False)]
    assert set(Publication.objects.values_list("source", flat=True)) == {export.sha256}
    change = Change.objects.get(noun="export", verb="taken_in")
    assert (change.key, change.facts["rows"]) == (export.sha256, 12)


def test_a_file_is_given_once(cast: Market, give: Give) -> None:
    data = content()
    give(data, "Content.csv")
    with pytest.raises(GivenAlready) as refusal:
        give(data, "Nội dung.csv")
    assert "Lương Thu Hà" in str(refusal.value)
    assert ExportFile.objects.count() == 1


def test_a_lower_later_total_is_kept_and_flagged(take: Give) -> None:
    first = take(content(views=100), "a.csv", observed_at=SHOWN.isoformat())
    later = SHOWN + timedelta(hours=3)
    second = take(content(views=90), "b.csv", observed_at=later.isoformat())
    assert first.counts["flagged"] == {}
    assert second.counts["flagged"] == {"lower_than_before": 3}
    flagged = rows.observations_of(second, flagged=True)
    assert [(row.metric, row.value) for row in flagged] == [("views", 90), ("views", 180), ("views", 270)]


def test_totals_of_an_undone_file_are_not_compared_with(cast: Market, take: Give) -> None:
    first = take(content(views=100), "a.csv", observed_at=SHOWN.isoformat())
    actions.undo_export(export=first, reason="Nhầm kênh", by=cast.ha)
    second = take(content(views=90), "b.csv", observed_at=(SHOWN + timedelta(hours=3)).isoformat())
    assert second.counts["flagged"] == {}


def test_work_that_was_cut_off_goes_on_from_the_row(take: Give) -> None:
    """As after a kill: publications are registered and the segment is sealed, the row does not know it yet."""
    export = take(content(), "Content.csv")
    ExportFile.objects.filter(pk=export.pk).update(state="taking_in", taken_in_at=None, counts={}, lines_done=0)
    actions.tick()
    export.refresh_from_db()
    assert (export.state, export.counts["observations"], export.counts["known"]) == ("taken_in", 12, 3)
    assert len([line for line in evidence.segments() if line.stream == "observations"]) == 1
    assert Publication.objects.count() == 3


def test_a_dropped_file_leaves_no_byte(
    give: Give, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    export = give(content(), "Content.csv")
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop_export(export=export)
    assert not ExportFile.objects.exists()
    assert not files.storage().exists(export.path)


def test_raw_bytes_that_a_crash_left_beside_the_copy_are_forgotten(take: Give) -> None:
    export = take(made.shop_orders().data, "OrderSKUList.xlsx")
    left = files.keep_bytes(files.path_of(export.campaign_id, export.sha256), b"names and phones")
    ExportFile.objects.filter(pk=export.pk).update(raw_path=left)
    actions.tick()
    assert not files.storage().exists(left)
    assert files.storage().exists(export.kept_path)


def test_what_the_file_is_refused_for_while_it_is_read_leaves_no_row(cast: Market, give: Give) -> None:
    """Most lines are wrong, which shows at the end only: the file waits for a look again, and says why."""
    rows_of = [["18 tháng Tám", "x", "https://example.org", "10 tháng Tám", "1", "1", "1", "1"]] * 2_500
    export = give(made.commas((made.TIKTOK_CONTENT, *made.TIKTOK_VIDEOS, *rows_of)), "Content.csv")
    actions.ask_take_in(export=export, answers={}, by=cast.ha)
    export = actions.take_in(export=export)
    assert export.state == "given"
    assert "Content.csv" in export.problem
    assert evidence.segments() == []
    assert not Publication.objects.exists()
    assert list(staging("x.ndjson").parent.iterdir()) == []


def test_undone_and_put_back(cast: Market, take: Give) -> None:
    export = take(content(), "Content.csv")
    export = actions.undo_export(export=export, reason="Nhầm kênh", by=cast.ha)
    assert export.state == "undone"
    export = actions.redo_export(export=export, by=cast.ha)
    assert export.state == "taken_in"
    verbs = Change.objects.filter(noun="export").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["taken_in", "undone", "taken_in"]
