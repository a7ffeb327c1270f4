"""`phien verify`: recompute every figure from the evidence: of this site's reports, or of a bundle, without any site.

Exit code 1 when one does not hold, 2 when the bundle cannot be read as one.
"""

import argparse
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from phien.cli.progress import Progress
from phien.cli.site import CannotGoOn, open_site, speak
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    if arguments.bundle:
        if arguments.report is not None:
            raise CannotGoOn(_("A bundle holds one report: leave --report out."))
        if arguments.no_judging:
            raise CannotGoOn(_("A bundle's days are always judged again: leave --no-judging out."))
        return verify_bundle(arguments.bundle, arguments.key or "")
    if arguments.key:
        raise CannotGoOn(_("--key is for a bundle: name its file."))
    open_site(arguments.home)
    return verify_site(arguments.report, judging=not arguments.no_judging)


def verify_site(number: int | None, *, judging: bool) -> int:
    from phien.lib.errors import Refused
    from phien.reports import queries
    from phien.reports.models import Report

    progress = Progress(_("verify"))
    try:
        outcomes = queries.verify(number=number, judging=judging, progress=progress)
    except Report.DoesNotExist as error:
        raise CannotGoOn(_("There is no report %(number)d.") % {"number": number}) from error
    except Refused as refusal:
        raise CannotGoOn(str(refusal)) from refusal
    progress.end()
    for outcome in outcomes:
        name = _("evidence") if outcome.report is None else f"#{outcome.report.number} {outcome.report.campaign}"
        notes = [] if judging or outcome.report else [_("The days' hits were not judged again.")]
        say(name, [problem.message for problem in outcome.problems], notes)
    return conclude(holds=not any(outcome.problems for outcome in outcomes))


def verify_bundle(file: Path, key: str) -> int:
    """Needs this program and the file alone: no site, no database, no network."""
    if not file.is_file():
        raise CannotGoOn(_("%(file)s is not there.") % {"file": file})
    with tempfile.TemporaryDirectory(prefix="phien-verify-") as folder:
        forget_any_site(Path(folder) / "home")
        from phien.reports.bundle.checking import check_bundle
        from phien.reports.bundle.opening import NotABundle

        scratch = Path(folder) / "bundle"
        scratch.mkdir()
        progress = Progress(_("verify"))
        try:
            checked = check_bundle(
                file,
                scratch,
                wanted=wanted_key(key),
                progress=lambda done, total, what: progress(done, total, plain(what)),
            )
        except NotABundle as error:
            raise CannotGoOn(_("%(file)s is no bundle. %(why)s") % {"file": file, "why": plain(str(error))}) from error
        progress.end()
    print(_("Report %(number)s, %(campaign)s") % {"number": checked.report, "campaign": plain(checked.campaign)})
    names = {
        "signature": _("signature"),
        "files": _("files"),
        "evidence": _("evidence"),
        "figures": _("figures"),
    }
    for section in checked.sections:
        say(names[section.name], [problem.message for problem in section.problems], section.notes)
    return conclude(holds=checked.holds)


def forget_any_site(folder: Path) -> None:
    """Django with settings of no site: what the environment says of one plays no part, but for the language."""
    for name in [name for name in os.environ if name.startswith("PHIEN_") and name != "PHIEN_LANGUAGE"]:
        del os.environ[name]
    folder.mkdir()
    os.environ["PHIEN_HOME"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "phien.config.settings"
    import django

    django.setup()
    speak()


def wanted_key(said: str) -> str:
    """The fingerprint that was named, by itself or by a file with the public key. Raises CannotGoOn."""
    from phien.reports.bundle.keys import fingerprint_of

    plain = re.sub(r"[\s:]", "", said).lower()
    if not said or re.fullmatch(r"[0-9a-f]{64}", plain):
        return plain
    try:
        return fingerprint_of(Path(said).read_bytes())
    except (OSError, ValueError) as error:
        message = _("%(key)s is neither a fingerprint of 64 digits nor a file with a public key.")
        raise CannotGoOn(message % {"key": said}) from error


def say(name: str, problems: Iterable[str], notes: Iterable[str] = ()) -> None:
    found = list(problems)
    print("✗" if found else "✓", name)
    for message in found:
        print("   ", plain(message))
    for note in notes:
        print("  ·", plain(note))


def plain(text: str) -> str:
    """Without what would steer the terminal: names in a bundle are somebody else's."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)


def conclude(*, holds: bool) -> int:
    print(_("It holds: every figure was recomputed from the evidence.") if holds else _("It does not hold."))
    return 0 if holds else 1
