"""`phien import`: a folder of readable files becomes places, people, campaigns, goods, clips and broadcasts.

The folder's format is explained in src/phien/sample/lang_son/README.md. Rows go in one by one, so that a checkout never
waits for an import, and campaigns become public by one row each at the very end: what stopped half-way shows nothing
new. The same folder again goes on, and changes what it names instead of doubling it.
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from phien.cli.progress import Progress
from phien.cli.sheets import Calendar, Sheet, read_csv, read_toml
from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _

FILE_COLUMNS = {"picture", "video", "poster", "cover"}
LEFT_OUT_UNSHOWN = FILE_COLUMNS - {"video"}  # a clip needs its film to be published


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    if not arguments.folder.is_dir():
        raise CannotGoOn(_("%(folder)s is no folder.") % {"folder": arguments.folder})
    try:
        day = date.fromisoformat(arguments.day) if arguments.day else None
    except ValueError as error:
        raise CannotGoOn(_("%(text)s is no day: write YYYY-MM-DD.") % {"text": arguments.day}) from error
    progress = Progress(_("checking") if arguments.check else _("import"))
    counts = import_folder(arguments.folder, day=day, progress=progress, only_check=arguments.check)
    progress.end()
    for name, count in counts.items():
        print(f"{count:>7}  {name}")
    return 0


def import_folder(
    folder: Path,
    *,
    day: date | None,
    progress: Callable[..., None] = lambda *_words: None,
    only_check: bool = False,
    with_files: bool = True,
) -> dict[str, int]:
    """Take in the folder; gives how many rows each file had. Raises CannotGoOn naming file, row and column."""
    from django.db import transaction
    from django.utils import timezone

    from phien.lib.errors import Refused

    folder = folder.resolve()
    work = _Import(folder, Calendar(day, timezone.get_default_timezone()), with_files and not only_check)
    try:
        if only_check:
            work.look_for_files()
            with transaction.atomic():
                work.run(progress)
                transaction.set_rollback(True)
        else:
            work.run(progress)
    except Refused as refusal:
        raise CannotGoOn(str(refusal)) from refusal
    if not sum(work.counts.values()):
        raise CannotGoOn(_("%(folder)s holds no file of a market day.") % {"folder": folder})
    return {name: count for name, count in work.counts.items() if count}


class _Import:
    """One run over a folder: its files in the order in which they need each other."""

    def __init__(self, folder: Path, calendar: Calendar, with_files: bool) -> None:
        self.folder, self.calendar, self.with_files = folder, calendar, with_files
        self.counts: dict[str, int] = {}
        self.tree = read_toml(folder / "campaign.toml", calendar)

    def run(self, progress: Callable[..., None]) -> None:
        steps = self.steps()
        for number, (name, do) in enumerate(steps):
            progress(number, len(steps), name)
            do()
        progress(len(steps), len(steps))

    def look_for_files(self) -> None:
        """Name the first file that a row speaks of and the folder lacks."""
        for path in sorted(self.folder.glob("*.csv")):
            for number, values in read_csv(path, self.calendar):
                for column in FILE_COLUMNS & values.keys():
                    if values[column] and not (self.folder / values[column]).exists():
                        wrong = _("%(file)s, row %(row)d, column %(column)s: there is no file %(name)s")
                        facts = {"file": path.name, "row": number, "column": column, "name": values[column]}
                        raise CannotGoOn(wrong % facts)

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            (_("provinces and communes"), self.divisions),
            ("places.csv", self.places),
            ("actors.csv", self.actors),
            ("campaign.toml", self.campaigns),
            ("products.csv", self.goods),
            ("clips.csv", self.clips),
            ("publications.csv", self.publications),
            ("offers.csv", self.offers),
            (_("broadcasts"), self.broadcasts),
            ("identity.csv", self.identity),
            (_("opening"), self.open),
        ]

    def rows(self, name: str) -> list[Any]:
        """A sheet's rows as the rooms take them."""
        sheet = read_csv(self.folder / name, self.calendar)
        self.counts[name] = len(sheet)
        return list(self.wrapped(sheet))

    def wrapped(self, sheet: Sheet) -> Iterator[Any]:
        from phien.lib.rows import Row

        for number, values in sheet:
            yield Row(sheet.file, number, self.trimmed(values))

    def table(self, name: str) -> list[Any]:
        """An array of tables of campaign.toml as rows."""
        from phien.lib.rows import Row

        tables = self.tree.get(name, [])
        if not isinstance(tables, list):
            raise CannotGoOn(_("campaign.toml: write [[%(name)s]], with two brackets.") % {"name": name})
        self.counts[f"campaign.toml [[{name}]]"] = len(tables)
        return [Row("campaign.toml", number, self.trimmed(values)) for number, values in enumerate(tables, start=1)]

    def trimmed(self, values: dict[str, Any]) -> dict[str, Any]:
        if self.with_files:
            return values
        return {name: ("" if name in LEFT_OUT_UNSHOWN else value) for name, value in values.items()}

    def divisions(self) -> None:
        from phien.places import actions
        from phien.places.models import Place

        if not Place.objects.filter(kind=Place.Kind.COMMUNE).exists():
            actions.import_divisions()

    def places(self) -> None:
        from phien.places.imports import import_places

        import_places(self.rows("places.csv"), folder=self.folder)

    def actors(self) -> None:
        from phien.people.imports import import_actors

        self.people = self.rows("actors.csv")
        import_actors(self.people, folder=self.folder)

    def campaigns(self) -> None:
        from phien.campaigns.imports import import_campaigns, import_events
        from phien.campaigns.models import Campaign
        from phien.people.imports import give_duties

        events = self.table("event")
        with_events = {row.get("campaign") for row in events}
        rows = self.table("campaign")
        shown = set(Campaign.objects.filter(is_public=True).values_list("slug", flat=True))
        for row in rows:
            row.values["is_public"] = row.get("slug") in shown
        self.imported = import_campaigns(rows, folder=self.folder)
        for campaign in self.imported:
            if campaign.slug in with_events:
                give_duties(self.people, scope=campaign.scope)
        import_events(events)

    def goods(self) -> None:
        from phien.market import imports as market

        market.import_products(self.rows("products.csv"), folder=self.folder)
        market.import_storage(self.rows("storage.csv"))
        market.import_certificates(self.rows("certificates.csv"))
        market.import_lots(self.rows("lots.csv"))

    def clips(self) -> None:
        from phien.content.imports import import_clips
        from phien.market.imports import import_clip_products

        rows = self.rows("clips.csv")
        import_clips(rows, folder=self.folder)
        import_clip_products(rows)

    def publications(self) -> None:
        from phien.content.imports import import_channels, import_publications

        import_channels(self.rows("channels.csv"))
        import_publications(self.rows("publications.csv"))

    def offers(self) -> None:
        from phien.market import imports as market

        market.import_shipping(self.rows("shipping.csv"))
        market.import_payees(self.rows("payees.csv"))
        market.import_offers(self.rows("offers.csv"))
        market.import_promo_codes(self.rows("promo_codes.csv"))
        market.import_slot_products(self.table("event"))

    def broadcasts(self) -> None:
        from phien.live.imports import import_broadcasts

        import_broadcasts(self.table("broadcast"), folder=self.folder)

    def identity(self) -> None:
        from phien.live.imports import import_rules_read
        from phien.people.imports import import_checks

        rows = self.rows("identity.csv")
        import_checks(rows)
        import_rules_read(rows)

    def open(self) -> None:
        """Last of all, one row each: the campaigns become public."""
        from phien.campaigns import actions

        for campaign in self.imported:
            if not campaign.is_public:
                actions.change_campaign(campaign=campaign, is_public=True)
