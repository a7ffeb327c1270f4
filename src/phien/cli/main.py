"""`phien`: parse, open the site, run one verb, and turn what went wrong into a sentence and an exit code.

Exit codes: 0 done, 1 the answer is no (verify found differences), 2 the command could not be done, 130 interrupted.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from phien import __version__
from phien.cli import sentiment
from phien.cli.site import CannotGoOn
from phien.cli.words import _


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="phien", description=_("Puts a village's market day online. Settings: docs/settings.md.")
    )
    top.add_argument("--version", action="version", version=f"phien {__version__}")
    top.add_argument("--home", type=Path, help=_("the site's folder (default: $PHIEN_HOME, else ./phien-home)"))
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    demo = verbs.add_parser("demo", help=_("the sample market day, running around now"))
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--host", default="0.0.0.0", help=_("default: all, so that a phone can look"))  # noqa: S104
    demo.add_argument("--tls", action="store_true", help=_("https with a certificate of its own, for phones' cameras"))
    demo.add_argument("--fresh", action="store_true", help=_("begin the day again, setting the old folder aside"))
    demo.add_argument("--quiet-room", action="store_true", help=_("no simulated viewers while it runs"))
    demo.add_argument("--visits", type=int, default=40_000, help=_("how many simulated visits stand before now"))
    demo.add_argument("--prepare-only", action="store_true", help=_("load the day, then stop"))

    serve = verbs.add_parser("serve", help=_("run the site: pages, live messages, what waits for its time"))
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", help=_("default: 127.0.0.1, or all with --tls"))
    serve.add_argument("--tls", action="store_true", help=_("https with a certificate of its own, for phones' cameras"))

    setup = verbs.add_parser("setup", help=_("an empty site with its first organiser"))
    setup.add_argument("--organiser", help=_("the organisation's name"))
    setup.add_argument("--name", help=_("the first organiser's own name"))
    setup.add_argument("--username", help=_("their user name"))
    setup.add_argument("--origin", help=_("the site's public address, such as https://cho.example.vn"))

    imports = verbs.add_parser("import", help=_("load a folder of readable data files (a market day, or parts of one)"))
    imports.add_argument("folder", type=Path)
    imports.add_argument("--day", help=_("the market day for dates written as D, D-3…: YYYY-MM-DD"))
    imports.add_argument("--check", action="store_true", help=_("read and check everything, change nothing"))

    report = verbs.add_parser("report", help=_("make a report of a campaign and write its files"))
    report.add_argument("campaign", help=_("the campaign's short name, as in its address"))
    report.add_argument("--since", help=_("first day, YYYY-MM-DD (default: the campaign's first)"))
    report.add_argument("--until", help=_("last day, YYYY-MM-DD (default: today, or the campaign's last)"))
    report.add_argument(
        "--audience",
        choices=("press", "ministry", "partners"),
        help=_("for whom: chooses figures and breakdowns (default: all of them)"),
    )
    report.add_argument("--title", help=_("what stands on its cover (default: the campaign's name)"))
    report.add_argument("--publish", action="store_true", help=_("show it on the results page"))
    report.add_argument("--out", type=Path, help=_("also copy PDF, XLSX and JSON into this folder"))

    bundle = verbs.add_parser("bundle", help=_("a report with all it was counted from, in one signed file"))
    bundle.add_argument("number", type=int, help=_("the report's number"))
    bundle.add_argument("file", type=Path, help=_("the ZIP file to write"))

    key = verbs.add_parser("key", help=_("the key that signs bundles: its fingerprint, and those before it"))
    key.add_argument("--new", action="store_true", help=_("make another one; the old private key is destroyed"))

    verify = verbs.add_parser(
        "verify", help=_("recompute every figure of every report from the evidence; or of a bundle, without any site")
    )
    verify.add_argument("bundle", type=Path, nargs="?", help=_("a bundle of somebody's report (ZIP)"))
    verify.add_argument("--report", type=int, help=_("only this report's number"))
    verify.add_argument(
        "--no-judging", action="store_true", help=_("take the sealed verdicts on hits as they are (quicker)")
    )
    verify.add_argument("--key", help=_("accept only this key's signature: its fingerprint, or a file with the key"))

    rules = verbs.add_parser("rules", help=_("judge past days by the rules for invalid traffic"))
    steps = rules.add_subparsers(dest="step", required=True, metavar="STEP")
    again = steps.add_parser("run", help=_("run a set of rules over days that are sealed"))
    again.add_argument("--since", help=_("first day, YYYY-MM-DD (default: the first that was counted)"))
    again.add_argument("--until", help=_("last day, YYYY-MM-DD (default: the last that was counted)"))
    again.add_argument("--rules", metavar="V", help=_("the set's version (default: the newest)"))
    steps.add_parser("list", help=_("the sets there are, and what each rule says"))
    steps.add_parser("check", help=_("judge again by the sealed runs, and name what differs"))

    sentiment.add_to(verbs)

    backup = verbs.add_parser("backup", help=_("one file with everything but the salts of visitor ids"))
    backup.add_argument("file", type=Path, nargs="?")
    backup.add_argument("--no-video", action="store_true", help=_("leave the recordings of broadcasts out"))

    restore = verbs.add_parser("restore", help=_("a site from a backup, into an empty folder"))
    restore.add_argument("file", type=Path)

    # What `serve` does and starts; each can be started alone on a larger site.
    verbs.add_parser("prepare", help=_("only bring database and static files up to this version (serve does this)"))
    web = verbs.add_parser("web", help=_("only the pages and live messages (serve starts this)"))
    web.add_argument("--port", type=int, default=8000)
    web.add_argument("--host", default="127.0.0.1")
    web.add_argument("--tls", action="store_true", help=_("https with a certificate of its own, for phones' cameras"))
    verbs.add_parser(
        "media", help=_("only cameras and their pictures: RTMP, packaging, pushing on (serve starts this)")
    )
    verbs.add_parser("tick", help=_("only what waits for its time: holds, sealing, roll-ups (serve starts this)"))
    crowd = verbs.add_parser("crowd", help=_("the sample day's simulated viewers (demo starts this)"))
    crowd.add_argument("--port", type=int, default=8000)
    crowd.add_argument("--tls", action="store_true", help=_("the site answers by https"))
    return top


def run(arguments: argparse.Namespace) -> int:
    """The verb's own module does the work; it is imported only when asked for, to start quickly."""
    from importlib import import_module

    module = import_module(f"phien.cli.{arguments.verb if arguments.verb != 'import' else 'import_'}")
    return int(module.run(arguments) or 0)


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    try:
        return run(arguments)
    except CannotGoOn as error:
        print(f"phien: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
