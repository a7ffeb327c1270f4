"""`phien sentiment train`: a model from local files of labelled comments. `phien sentiment run`: what it says of a
campaign's comments, corrected by its errors on the sample that people read there.

Training needs no site, and nothing is sent anywhere.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from phien.cli.progress import Progress
from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _

if TYPE_CHECKING:
    from phien.sentiment.confusion import Confusion
    from phien.sentiment.training import Shift

DEFAULT_OUT = "sentiment-model.json"
WIDTH = 24


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    top = verbs.add_parser("sentiment", help=_("train a model on labelled comments, and see what it is worth"))
    acts = top.add_subparsers(dest="act", required=True, metavar="ACT")
    train = acts.add_parser("train", help=_("make a model from labelled files: CSV, JSON lines, a UIT-VSFC folder"))
    train.add_argument("files", type=Path, nargs="+", metavar="FILE")
    train.add_argument("--test", type=Path, nargs="+", default=[], metavar="FILE", help=_("files to try it on"))
    train.add_argument("--out", type=Path, default=Path(DEFAULT_OUT), help=_("where the model goes"))
    train.add_argument(
        "--as-typed", action="store_true", help=_("add no copies without diacritics; for comparing, it reads less")
    )
    train.add_argument("--no-table", action="store_true", help=_("do not try each file on each (quicker)"))
    run_it = acts.add_parser("run", help=_("count what a model says of a campaign's comments"))
    run_it.add_argument("campaign", help=_("the campaign's short name, as in its address"))
    run_it.add_argument("--model", type=Path, default=Path(DEFAULT_OUT), help=_("a model of phien sentiment train"))


def run(arguments: argparse.Namespace) -> int:
    return _train(arguments) if arguments.act == "train" else _run(arguments)


def _train(arguments: argparse.Namespace) -> int:
    from phien.sentiment import labelled, modelfile, training

    try:
        files = [labelled.read(path) for path in arguments.files]
        tests = [labelled.read(path) for path in arguments.test]
        progress = Progress(_("training"))
        with_stripped = not arguments.as_typed
        model = training.train(files, with_stripped=with_stripped, progress=progress)
        progress.end(f"({len(model.features)})")
        if tests:
            model = training.test(model, tests)
        each = list({file.sha256: file for file in [*files, *tests]}.values())
        table = [] if arguments.no_table else training.shifts(each, with_stripped=with_stripped)
    except ValueError as error:
        raise CannotGoOn(str(error)) from error
    data = modelfile.as_bytes(model)
    try:
        arguments.out.write_bytes(data)
    except OSError as error:
        raise CannotGoOn(f"{arguments.out}: {error.strerror}") from error
    for trained in model.trained_on:
        print(_("trained on"), f"{trained.name}: {trained.rows}", trained.by_label)
    for tested in model.tested_on:
        if tested.counts is not None:
            print("\n" + _("tested on"), f"{tested.name}: {tested.rows}")
            _print_counts(tested.counts)
    if table:
        _print_shifts(table)
    print(f"\n{arguments.out}  {len(data) / 1e6:.1f} MB  sha256 {model.sha256}")
    return 0


def _print_counts(counts: "Confusion") -> None:
    """The report by label, then the table of errors: rows are what it is, columns what the model said."""
    from phien.sentiment.confusion import LABELS

    if not counts.size:
        print("  " + _("every text of it was trained on; there is nothing to test"))
        return
    print(f"  accuracy {counts.accuracy:.3f} (majority {counts.majority:.3f})  macro-F1 {counts.macro_f1:.3f}")
    print(f"  {'':<10}{'precision':>10}{'recall':>8}{'F1':>7}{'n':>7}   " + "".join(f"{one:>10}" for one in LABELS))
    for place, label in enumerate(LABELS):
        rates = f"{counts.precision(place):>10.3f}{counts.recall(place):>8.3f}{counts.f1(place):>7.3f}"
        cells = "".join(f"{count:>10}" for count in counts.counts[place])
        print(f"  {label:<10}{rates}{counts.true_totals[place]:>7}   {cells}")


def _print_shifts(table: "list[Shift]") -> None:
    """How far a model holds outside its file. Below the majority it is worth nothing there."""
    print("\n" + _("trained on one file, tried on each: accuracy / macro-F1; ! is below calling all by one label"))
    names = list(dict.fromkeys(shift.tested_on for shift in table))
    print(" " * WIDTH + "".join(f"{name[-WIDTH + 2 :]:>{WIDTH}}" for name in names))
    for trained in dict.fromkeys(shift.trained_on for shift in table):
        cells = ""
        for shift in (one for one in table if one.trained_on == trained):
            mark = "!" if shift.counts.accuracy < shift.counts.majority else ""
            cells += f"{f'{shift.counts.accuracy:.3f} / {shift.counts.macro_f1:.3f}{mark}':>{WIDTH}}"
        print(f"{trained[-WIDTH + 2 :]:<{WIDTH}}{cells}")


def _run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from phien.campaigns.models import Campaign
    from phien.sentiment import actions, modelfile
    from phien.sentiment.confusion import LABELS

    campaign = Campaign.objects.filter(slug=arguments.campaign).first()
    if campaign is None:
        raise CannotGoOn(_("There is no campaign %(name)s.") % {"name": arguments.campaign})
    try:
        model = modelfile.read(arguments.model)
    except OSError as error:
        raise CannotGoOn(f"{arguments.model}: {error.strerror}") from error
    except modelfile.NotAModel as error:
        raise CannotGoOn(str(error)) from error
    progress = Progress(_("reading comments"))
    done = actions.run_model(campaign=campaign, model=model, progress=progress)
    progress.end(str(sum(done.said.values())))
    total = sum(done.said.values()) or 1
    for label in LABELS:
        line = f"  {label:<10}{100 * done.said[label] / total:>7.1f}%"
        if label in done.corrected:
            share, low, high = (100 * part for part in done.corrected[label])
            line += "   " + _("corrected: %(share).1f%% (%(low).1f to %(high).1f)") % {
                "share": share, "low": low, "high": high,
            }  # fmt: skip
        print(line)
    if done.refused:
        print("  " + _("Not corrected:"), done.get_refused_display())
    return 0
