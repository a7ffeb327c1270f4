"""Fragments are read back as they were written; inits say what players need."""

import io
from fractions import Fraction

import av
import pytest

from phien.video import fmp4
from phien.video.boxes import boxes
from phien.video.fmp4 import SOUND, VIDEO, Picture, Sample, Sound
from phien.video.packager import nal

SETS = ([bytes.fromhex("67640c0bacd94194f9e1000003000100000300280f14299600")], [bytes.fromhex("68ebe3cb22c0")])


def test_samples_come_back() -> None:
    far = 10 * 3600 * 90_000
    video = [Sample(far, b"abc", True, 6000, 3000), Sample(far + 3000, b"de", False, -3000, 3003)]
    sound = [Sample(10, b"x", duration=1024), Sample(1034, b"yz", duration=1024)]
    data = fmp4.fragment(7, ((VIDEO, video), (SOUND, sound))) + fmp4.fragment(8, ((VIDEO, []), (SOUND, sound)))
    assert list(fmp4.samples_of(data, VIDEO)) == video
    assert list(fmp4.samples_of(data, SOUND)) == sound + sound
    assert [kind for kind, _, _ in boxes(data)] == [b"moof", b"mdat"] * 2


@pytest.mark.parametrize(("rotation", "shown"), [(0, (96, 64)), (90, (64, 96)), (180, (96, 64)), (270, (64, 96))])
def test_an_init_says_size_and_turn(rotation: int, shown: tuple[int, int]) -> None:
    picture = Picture(96, 64, nal.config(*SETS), rotation)
    sound = Sound(48_000, 2, bytes.fromhex("1190"))
    assert (picture.codec, sound.codec, picture.shown) == ("avc1.640C0B", "mp4a.40.2", shown)
    with av.open(io.BytesIO(fmp4.init(picture, sound))) as container:
        video, audio = container.streams
        assert (video.codec_context.name, video.width, video.height, video.time_base) == (
            "h264",
            96,
            64,
            Fraction(1, 90_000),
        )
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 48_000, 2)


def test_parameter_sets_survive_their_wrapping() -> None:
    assert nal.of_config(nal.config(*SETS))[:2] == (SETS[0], SETS[1])
    annex_b = b"".join(b"\0\0\0\1" + unit for unit in (*SETS[0], *SETS[1], b"\x65picture"))
    units = list(nal.of_annex_b(annex_b))
    assert list(nal.of_lengths(nal.with_lengths(units))) == units
    assert units[2] == b"\x65picture"


def test_half_a_box_is_no_box() -> None:
    data = fmp4.init(None, Sound(48_000, 2, bytes.fromhex("1190")))
    assert [kind for kind, _, _ in boxes(data[:-1])] == [b"ftyp"]
