"""Formulas against published values, and what must hold of any table of errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phien.sentiment.agreement import agreement
from phien.sentiment.confusion import LABELS, Confusion, confusion_from
from phien.sentiment.intervals import wilson
from phien.sentiment.prevalence import NotInvertible, corrected, estimate


@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [(99, 100, 94.6, 99.8), (990, 1000, 98.2, 99.5), (1980, 2000, 98.5, 99.4)],
)
def test_ninety_nine_percent_by_the_size_of_the_sample(count: int, size: int, low: float, high: float) -> None:
    found = wilson(count, size)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)


@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_ends(count: int, size: int, low: float, high: float) -> None:
    """R. G. Newcombe, Two-sided Confidence Intervals for the Single Proportion, Statistics in Medicine 17 (1998),
    table I, method 3."""
    found = wilson(count, size)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000), st.data())
def test_wilson_holds_its_share_and_mirrors(size: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, size))
    found, other = wilson(count, size), wilson(size - count, size)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low == pytest.approx(1 - other.high, abs=1e-12)


@pytest.mark.parametrize(("count", "size"), [(0, 0), (3, 2), (-1, 5)])
def test_wilson_refuses_what_is_no_share(count: int, size: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(count, size)


def test_kappa_of_the_textbook() -> None:
    """Fifty applications read by two: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no give 0.7 agreement and 0.4 kappa."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.share, found.size) == (0.7, 50)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_is_not_defined_where_nothing_could_differ() -> None:
    assert agreement([("positive", "positive")] * 5).kappa is None
    with pytest.raises(ValueError, match="both"):
        agreement([])


def test_a_table_of_errors_by_hand() -> None:
    table = confusion_from([[8, 1, 1], [2, 6, 2], [0, 1, 4]])
    assert (table.size, table.true_totals, table.said_totals) == (25, [10, 10, 5], [10, 8, 7])
    assert table.accuracy == pytest.approx(18 / 25)
    assert table.majority == pytest.approx(10 / 25)
    assert [round(table.f1(label), 4) for label in range(3)] == [0.8, 0.6667, 0.6667]
    assert table.macro_f1 == pytest.approx((0.8 + 2 / 3 + 2 / 3) / 3)
    assert Confusion.of([("positive", "negative")]).counts == ((0, 0, 1), (0, 0, 0), (0, 0, 0))


@pytest.mark.parametrize("wrong", [[], [[1, 2], [3, 4]], [[1, 2, 3]] * 2, [[1, 2, -3]] * 3, [[1.5, 0, 0]] * 3])
def test_what_is_no_table_of_counts(wrong: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="not a table"):
        confusion_from(wrong)


def test_ninety_nine_percent_seen_through_a_models_errors() -> None:
    """A model that calls 8 % of what is positive by other names shows 91 of 100; its errors inverted give 99."""
    rates = [[0.92, 0.05, 0.03], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]]
    true = [0.99, 0.003, 0.007]
    said = [sum(true[i] * rates[i][j] for i in range(3)) for j in range(3)]
    assert said[0] == pytest.approx(0.912, abs=1e-3)
    assert corrected(said, rates) == pytest.approx(true, abs=1e-9)


shares = st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3).filter(lambda v: sum(v) > 0.01)


@given(shares, st.lists(st.tuples(st.floats(0.7, 1.0), st.floats(0.0, 1.0)), min_size=3, max_size=3))
def test_correcting_undoes_any_errors_of_a_fair_model(weights: list[float], errors: list[tuple[float, float]]) -> None:
    true = [weight / sum(weights) for weight in weights]
    rates = []
    for i, (right, split) in enumerate(errors):
        row = [0.0, 0.0, 0.0]
        row[i], row[(i + 1) % 3], row[(i + 2) % 3] = right, (1 - right) * split, (1 - right) * (1 - split)
        rates.append(row)
    said = [sum(true[i] * rates[i][j] for i in range(3)) for j in range(3)]
    assert corrected(said, rates) == pytest.approx(true, abs=1e-6)


@given(shares, st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=3, max_size=3))
def test_correcting_gives_shares_or_refuses(weights: list[float], counts: list[list[int]]) -> None:
    rates = confusion_from(counts).rates()
    try:
        found = corrected([weight / sum(weights) for weight in weights], rates)
    except NotInvertible:
        return
    assert all(0 <= share <= 1 for share in found)
    assert sum(found) == pytest.approx(1)


@settings(max_examples=5, deadline=None)
@given(st.integers(1, 1000))
def test_an_estimate_holds_its_middle_and_is_the_same_again(seed: int) -> None:
    tested = confusion_from([[180, 15, 5], [10, 70, 20], [5, 15, 80]])
    found = estimate([900, 60, 40], tested, seed=seed)
    assert found == estimate([900, 60, 40], tested, seed=seed)
    assert found.raw["positive"] == pytest.approx(0.9)
    for label in LABELS:
        end = found.corrected[label]
        assert 0 <= end.low <= end.share <= end.high <= 1
    assert found.corrected["positive"].low < 0.98 < found.corrected["positive"].high


def test_a_model_that_cannot_tell_labels_apart_corrects_nothing() -> None:
    with pytest.raises(NotInvertible):
        estimate([10, 10, 10], confusion_from([[10, 10, 10]] * 3))
    with pytest.raises(NotInvertible):
        estimate([10, 10, 10], confusion_from([[10, 0, 0], [0, 10, 0], [0, 0, 0]]))
