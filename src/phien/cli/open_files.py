"""How many files and connections this process may have open."""

import resource

MOST = 1_048_576
FEW = 12_000
"""Below this a room of ten thousand viewers does not find room in one process."""


def allow_many() -> int:
    """Raise the limit to what the system lets us have; an open stream is one. Gives the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if wanted > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(wanted, soft)
