"""Hidden cells: deterministic, at least two together, and never to be worked out from what is printed."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from phien.reports.metrics import REGISTRY
from phien.reports.models import Figure
from phien.reports.suppression import THRESHOLD, Amount, cover, covered, hidden_in

COUNTS = st.integers(0, 40)


def amount(net: int, excluded: int = 0, parent: str = "") -> Amount:
    return Amount(Decimal(net), Decimal(net + excluded), parent)


def figures(metric: str, dimension: str, **cells: int | tuple[int, str]) -> list[Figure]:
    found = []
    for key, value in cells.items():
        net, within = value if isinstance(value, tuple) else (value, "")
        found.append(
            Figure(metric=metric, dimension=dimension, key=key, net=Decimal(net), gross=Decimal(net), within=within)
        )
    return found


def determined(unknown: list[str], sums: list[set[str]]) -> set[str]:
    """The unknowns that these equations (each: a known sum of unknowns) leave only one value for: exact elimination."""
    rows = [[Fraction(name in names) for name in unknown] for names in sums]
    lead = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(lead, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[lead], rows[pivot] = rows[pivot], rows[lead]
        rows[lead] = [value / rows[lead][column] for value in rows[lead]]
        for n, row in enumerate(rows):
            if n != lead and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[lead], strict=True)]
        lead += 1
    alone = [[name for name, value in zip(unknown, row, strict=True) if value] for row in rows]
    return {names[0] for names in alone if len(names) == 1}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert covered({"a": amount(10), "b": amount(300), "none": amount(0)}, set()) == set()


def test_a_lone_small_cell_takes_the_next_smallest_with_it() -> None:
    cells = {"a": amount(6), "b": amount(14), "c": amount(30), "none": amount(0)}
    assert covered(cells, {"a"}) == {"a", "b"}


def test_two_small_cells_that_hold_less_than_ten_take_a_third() -> None:
    cells = {"a": amount(3), "b": amount(4), "c": amount(30), "d": amount(31)}
    assert covered(cells, {"a", "b"}) == {"a", "b", "c"}


def test_ties_go_by_the_key() -> None:
    cells = {"z": amount(12), "b": amount(12), "a": amount(5)}
    assert covered(cells, {"a"}) == covered(dict(reversed(cells.items())), {"a"}) == {"a", "b"}


def test_where_not_enough_can_be_hidden_the_column_is_withheld() -> None:
    assert covered({"a": amount(5)}, {"a"}) is None
    hidden = hidden_in(figures("visits", "creator", lan=5))
    assert hidden.columns == {("visits", "creator")}
    assert not hidden.cells


def test_what_is_the_difference_of_two_columns_hides_the_same_lines() -> None:
    placed = figures("orders_placed", "province", a=4, b=20, c=60)
    net = figures("orders_net", "province", a=1, b=15, c=12)
    cells = hidden_in(placed + net).cells
    assert {(metric, key) for metric, _, key in cells} == {
        (m, k) for m in ("orders_placed", "orders_net") for k in "ab"
    }


def test_watching_hides_with_the_views_it_is_of() -> None:
    views = figures("live_views", "broadcast", a=4, b=20, c=60)
    watched = figures("watch_time", "broadcast", a=99, b=20_000, c=60_000)
    average = figures("average_viewers", "broadcast", a=1, b=3, c=4)
    assert {(m, k) for m, _, k in hidden_in(views + watched + average).cells} == {
        (metric, key) for metric in ("live_views", "watch_time", "average_viewers") for key in "ab"
    }


def test_the_hours_of_a_shown_day_do_not_give_a_lone_hour_away() -> None:
    days = figures("visits", "day", **{"2026-05-10": 90, "2026-05-11": 80})
    hours = figures(
        "visits", "hour",
        **{"2026-05-10T08": 6, "2026-05-10T09": 40, "2026-05-10T10": 44, "2026-05-11T08": 5, "2026-05-11T09": 75},
    )  # fmt: skip
    hidden = {key for _, dimension, key in hidden_in(days + hours).cells if dimension == "hour"}
    assert hidden == {"2026-05-10T08", "2026-05-10T09", "2026-05-11T08", "2026-05-11T09"}


def test_a_creators_links_do_not_give_a_lone_link_away() -> None:
    creators = figures("visits", "creator", lan=40, minh=50)
    links = figures("visits", "link", A=(9, "lan"), B=(31, "lan"), C=(50, "minh"))
    assert {key for _, _, key in hidden_in(creators + links).cells} == {"A", "B"}


def test_totals_kinds_and_what_platforms_claim_are_never_hidden() -> None:
    assert not hidden_in(figures("visits", "", total=3) + figures("hits", "kind", click=3)).cells
    assert not hidden_in(figures("peak_viewers", "broadcast", a=3)).cells


def test_the_first_format_hid_small_cells_alone() -> None:
    rows = figures("visits", "creator", a=6, b=14)
    assert {key for _, _, key in hidden_in(rows, complementary=False).cells} == {"a"}


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.tuples(COUNTS, st.integers(0, 3)), max_size=12))
def test_no_cell_of_one_level_can_be_worked_out(values: dict[str, tuple[int, int]]) -> None:
    cells = {key: amount(*value) for key, value in values.items()}
    small = {key for key, cell in cells.items() if cell.is_small}
    hidden = covered(cells, small)
    if hidden is None:
        return
    assert small <= hidden
    assert not determined(sorted(hidden), [hidden])
    assert not hidden or sum(cells[key].net for key in hidden) >= THRESHOLD
    assert covered(cells, hidden) == hidden


@given(st.lists(st.lists(st.tuples(COUNTS, st.integers(0, 2)), min_size=1, max_size=5), min_size=1, max_size=5))
def test_no_cell_of_two_levels_can_be_worked_out(values: list[list[tuple[int, int]]]) -> None:
    fine = {f"{p}/{c}": amount(*v, parent=str(p)) for p, row in enumerate(values) for c, v in enumerate(row)}
    coarse = {
        str(p): Amount(sum(amount(*v).net for v in row), sum(amount(*v).gross for v in row))
        for p, row in enumerate(values)
    }
    found = cover(coarse, fine)
    outer, inner = found.coarse, found.fine
    unknown = sorted([*(outer or ()), *(inner or ())])
    sums: list[set[str]] = [known for known in (outer, inner) if known]
    if outer is not None and inner is not None:
        for parent in coarse:  # parent − its hidden lines = its shown lines
            lines = {key for key in inner if fine[key].parent == parent}
            sums.append(lines | ({parent} & outer))
        assert not determined(unknown, [s for s in sums if s])
        for parent in set(coarse) - outer:
            lines = [fine[key] for key in inner if fine[key].parent == parent]
            assert not lines or sum(line.net for line in lines) >= THRESHOLD
    for cells, hidden in ((coarse, outer), (fine, inner)):
        if hidden is not None:
            assert {key for key, cell in cells.items() if cell.is_small} <= hidden
            assert not determined(sorted(hidden), [hidden])


def test_every_metric_has_its_rule() -> None:
    """A new breakdown by province must stand on orders, so that its lines are hidden with theirs."""
    for metric in REGISTRY.values():
        if "province" in metric.dimensions and metric.source == "counted":
            assert "province" in REGISTRY["orders_placed"].dimensions
