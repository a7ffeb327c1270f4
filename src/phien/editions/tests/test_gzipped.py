"""Blocks made long ago and now are one gzip stream that any reader understands."""

import gzip
import random
import subprocess
import zlib

import pytest
from django.test import RequestFactory

from phien.editions.gzipped import MOST_PADDING, WORTH_IT, Stored
from phien.lib import clock
from phien.lib.kept import Fill, Page, Reader

WORDS = ["<p>", "vịt quay ", "谅山 ", "</p>", "mật ong rừng ", "class=", "data-", "é"]


def text(length: int, source: random.Random) -> str:
    found = ""
    while len(found) < length:
        found += source.choice(WORDS) if source.random() < 0.9 else str(source.random())
    return found[:length]


def always(words: str) -> Fill:
    return lambda reader: words


def stored(lengths: list[int], source: random.Random) -> Stored:
    texts = [text(length, source) for length in lengths]
    said = [text(source.choice([0, 3, 90, 4000]), source) for _ in texts[1:]]
    return Stored(Page(texts, [always(words) for words in said], frozenset(), clock.now(), None, {}, True), {})


@pytest.fixture
def reader() -> Reader:
    return Reader(RequestFactory().get("/"))


def test_any_page_comes_out_as_it_went_in(reader):
    source = random.Random(4)
    for _ in range(25):
        lengths = [source.choice([0, 1, 200, WORTH_IT, 5000, 40_000]) for _ in range(source.randint(1, 12))]
        page = stored(lengths, source)
        assert gzip.decompress(page.gzipped(reader)) == page.plain(reader)


def test_a_browser_that_reads_piece_by_piece_understands_it_too(reader):
    page = stored([3000, 10, 3000, 0, 5000], random.Random(5))
    read, sent = zlib.decompressobj(zlib.MAX_WBITS | 16), page.gzipped(reader)
    found = b"".join(read.decompress(sent[place : place + 7]) for place in range(0, len(sent), 7)) + read.flush()
    assert (found, read.eof, read.unused_data) == (page.plain(reader), True, b"")


def test_the_program_gzip_understands_it_too(reader):
    page = stored([2000, 10, 9000], random.Random(6))
    done = subprocess.run(["gzip", "-dc"], input=page.gzipped(reader), capture_output=True, check=True)
    assert done.stdout == page.plain(reader)


def test_its_length_says_little(reader):
    page = stored([5000, 3], random.Random(7))
    lengths = {len(page.gzipped(reader)) for _ in range(60)}
    assert len(lengths) > 20
    assert max(lengths) - min(lengths) <= MOST_PADDING
