"""`phien prepare`: bring the database and the static files up to this version, before the processes start.

`phien serve` does it by itself. Where web, tick and media are started alone, this comes first; on several machines at
once they wait for each other.
"""

import argparse

from phien.cli.site import open_site, prepare


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    prepare()
    return 0
