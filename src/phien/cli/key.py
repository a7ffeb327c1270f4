"""`phien key`: the key that signs bundles, as others compare it; and another one in its place."""

import argparse

from phien.cli.site import open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from phien.reports.bundle import keys

    if arguments.new:
        keys.renew_key()
    keys.ensure_key()
    for key in keys.public_keys():
        span = _("since %(since)s") % {"since": key.since[:10]}
        if key.until:
            span = _("from %(since)s to %(until)s") % {"since": key.since[:10], "until": key.until[:10]}
        print(key.fingerprint, span)
    return 0
