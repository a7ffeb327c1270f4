from hypothesis import given
from hypothesis import strategies as st

from phien.lib import codes


def test_a_made_code_is_right() -> None:
    assert all(codes.is_right(codes.make()) for _ in range(200))


@given(st.integers(0, 7), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_found(position: int, letter: str) -> None:
    code = codes.make()
    wrong = code[:position] + letter + code[position + 1 :]
    assert codes.is_right(wrong) == (wrong == code)


@given(st.integers(0, 6))
def test_two_swapped_characters_are_found(position: int) -> None:
    code = codes.make()
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert codes.is_right(swapped) == (swapped == code)


def test_typed_with_spaces_and_small_letters() -> None:
    assert codes.normalise(" lv7k-3m 9q ") == "LV7K3M9Q"
