"""Networks of data centres, where people do not sit: a file of the operator's, one network on a line.

    # comments and empty lines do not matter
    192.0.2.0/24
    2001:db8::/32

Addresses are never stored, so this can be looked at only while a hit is taken in.
"""

from bisect import bisect_right
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path

from django.conf import settings

from phien.evidence.visitors import Address


class Networks:
    """Ranges of addresses of one version, sorted and without overlap: a question takes a few comparisons."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(ranges):
            if self.ends and start <= self.ends[-1] + 1:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self.starts, number) - 1
        return place >= 0 and number <= self.ends[place]


def read(path: Path) -> dict[int, Networks]:
    """The file's networks by version. OSError, or ValueError naming the first line that is no network."""
    ranges: dict[int, list[tuple[int, int]]] = {4: [], 6: []}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            network = ip_network(text, strict=False)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
        ranges[network.version].append((int(network.network_address), int(network.broadcast_address)))
    return {version: Networks(found) for version, found in ranges.items()}


@lru_cache(maxsize=2)
def _known(path: str, changed_ns: int) -> dict[int, Networks]:
    return read(Path(path))


def is_datacentre(address: Address | None) -> bool:
    """Whether the operator's list names the address's network. A list that was changed is read again; one that cannot
    be read counts as none (a system check names it before the site starts)."""
    path = settings.PHIEN_DATACENTRES
    if not path or address is None:
        return False
    try:
        networks = _known(path, Path(path).stat().st_mtime_ns)
    except (OSError, ValueError):
        return False
    return int(address) in networks[address.version]
