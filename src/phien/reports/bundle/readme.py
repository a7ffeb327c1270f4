"""README.txt: what a bundle is and how to check it, in four languages, one after another."""

from textwrap import fill

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from phien.lib.texts import LANGUAGES, Text
from phien.reports.bundle.keys import PublicKey
from phien.reports.models import Report
from phien.reports.words import moment

_WIDTH = 78
_RULE = "=" * _WIDTH
# What is typed is the same in every language.
COMMANDS = """
    phien verify bundle.zip --key {fingerprint}
"""
BY_HAND = """
    openssl pkey -pubin -in KEY.pem -outform DER | sha256sum
    openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in CONTENTS.json -sigfile SIGNATURE
    python3 -c 'import json
    for f in json.load(open("CONTENTS.json"))["files"]: print(f["sha256"] + "  " + f["path"])' | sha256sum -c --quiet
    duckdb -c "select reason, count(*) from 'evidence/segments/hits/*.parquet' group by all"
"""


def readme_of(report: Report, key: PublicKey) -> str:
    pages = []
    for language in LANGUAGES:
        with override(language):
            pages.append(_page(report, key))
    return f"\n\n{_RULE}\n\n".join(pages) + "\n"


def _page(report: Report, key: PublicKey) -> str:
    facts = {
        "number": report.number,
        "campaign": str(Text.of(report.campaign_name)),
        "since": moment(report.local(report.since)),
        "until": moment(report.local(report.until)),
        "site": settings.PHIEN_ORIGIN,
        "fingerprint": key.fingerprint,
        "seq": report.cut_seq,
        "hash": report.cut_hash,
    }
    parts = [
        _("Report %(number)s of %(campaign)s, from %(since)s to %(until)s") % facts,
        _(
            "This file holds a report and all it was counted from: the figures (report.json), the papers, the "
            "definition of each figure as SQL, and the sealed records (evidence/). They name no person. Nothing else "
            "is needed to count every figure again."
        ),
        _("To check all of it in one step, with Phiên installed; no site and no network are needed:"),
        COMMANDS.format(fingerprint=key.fingerprint).strip("\n"),
        _(
            "The bundle is signed by the site's key. Compare this fingerprint with the one that %(site)s shows on its "
            "results page; a fingerprint that only this file tells you proves nothing:"
        )
        % facts,
        f"    {key.fingerprint}",
        _("To check it by hand, with openssl, sha256sum and the duckdb command:"),
        BY_HAND.strip("\n"),
        _(
            "Each line of evidence/manifest.jsonl holds the SHA-256 of one file of records and the hash of the line "
            "before. The last line is number %(seq)s, and its hash is the one that the report prints:"
        )
        % facts,
        f"    {report.cut_hash}",
        _(
            "This proves that nothing was changed since it was sealed. It does not prove that it was true when it was "
            "counted."
        ),
    ]
    return "\n\n".join(part if part.startswith(" ") else fill(part, _WIDTH) for part in parts)
