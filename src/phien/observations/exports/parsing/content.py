"""Exports that list publications, one a line, with what each had reached."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from phien.observations.exports.parsing import faults, ids
from phien.observations.exports.parsing.dates import Day
from phien.observations.exports.parsing.faults import Wrong
from phien.observations.exports.parsing.plan import Plan
from phien.observations.exports.seen import ObservationRow, PublicationRow, Seen, Skipped

_HASHTAG = re.compile(r"#(\w+)")
LIFETIME = frozenset({"", "Lifetime", "Trọn đời", "Toàn thời gian", "À vie", "终身"})
RECENT = timedelta(days=31)


def rows(plan: Plan) -> Iterator[Seen]:
    reader = Publications(plan)
    for found in plan.lines():
        if isinstance(found, Skipped):
            yield found
            continue
        line, cells = found
        try:
            publication = reader.publication(line, cells)
            seen_at, period, flag, confidence = reader.moment(cells)
        except Wrong as wrong:
            yield wrong.skipped(line)
            continue
        yield publication
        if reader.fault:
            yield reader.fault
        if reader.before_window(publication):
            yield Skipped(line, "window", faults.BEFORE_WINDOW)
            continue
        subject = f"publication:{publication.platform}:{publication.native_id}"
        for value in plan.values(line, cells):
            if isinstance(value, Skipped):
                yield value
                continue
            column, number, unit = value
            yield ObservationRow(
                line,
                seen_at,
                publication.platform,
                subject,
                column.metric,
                column.definition,
                number,
                unit,
                period,
                "negative" if number < 0 else flag,
                confidence,
            )


class Publications:
    """Reads who published what and when. `fault` is what was wrong with the last one's date."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.platform = plan, plan.fingerprint.platform
        self.tz = plan.context.tz
        self.fault: Skipped | None = None

    def publication(self, line: int, cells: list[str]) -> PublicationRow:
        """Raises Wrong where the line names no publication."""
        plan = self.plan
        url, title = plan.cell(cells, "url"), plan.cell(cells, "title")
        description = plan.cell(cells, "description")
        if self.platform == "tiktok":
            native_id, account = ids.tiktok(url)
        else:
            native_id, account = self._native(line, cells, url)
        self.fault = None
        published_at = None
        precision = flag = ""
        try:
            day = plan.dates("published").read(plan.cell(cells, "published"))
            published_at, precision, flag = self._published(native_id, day)
        except Wrong as wrong:
            self.fault = wrong.skipped(line, plan.heading["published"])
        caption = f"{title} {description}" if description else title
        return PublicationRow(
            line,
            self.platform,
            native_id,
            url,
            title or description[:300],
            account or plan.handle,
            plan.cell(cells, "account_name"),
            published_at,
            precision,
            tuple(dict.fromkeys(_HASHTAG.findall(caption))) if "#" in caption else (),
            plan.cell(cells, "kind"),
            flag,
        )

    def _native(self, line: int, cells: list[str], url: str) -> tuple[str, str]:
        """The native id and the account, as this platform's links name them too."""
        plan = self.plan
        if self.platform == "youtube":
            return ids.youtube(plan.cell(cells, "native_id")), ""
        native_id = ids.digits(plan.cell(cells, "native_id"), plan, line)
        account = plan.cell(cells, "account") or plan.cell(cells, "account_id")
        if self.platform == "instagram":
            return ids.instagram(url) or native_id, account.lower()
        film, page = ids.facebook(url)
        return film or native_id, (page or account).lower()

    def _published(self, native_id: str, day: Day | None) -> tuple[datetime | None, str, str]:
        """When it was published, how precisely that is known, and whether the year was guessed."""
        made = ids.tiktok_made_at(native_id) if self.platform == "tiktok" else None
        if day is None:
            return (made, "derived", "") if made else (None, "", "")
        if day.year:
            zone = day.offset or self.tz
            if day.clock:
                return datetime(day.year, day.month, day.day, day.clock.hour, day.clock.minute, tzinfo=zone), "time", ""
            return datetime(day.year, day.month, day.day, tzinfo=zone), "day", ""
        if made:
            local = made.astimezone(self.tz)
            if (local.month, local.day) == (day.month, day.day):
                return made, "derived", ""
            near = self.plan.years.near(day, local.date())
            if near:  # uploaded first and published later, or made up: the platform's day stands
                return _midnight(near, self.tz), "day", ""
        found, guessed = self.plan.years.of(day)
        return _midnight(found, self.tz), "day", "year_guessed" if guessed else ""

    def before_window(self, publication: PublicationRow) -> bool:
        """Whether figures of a stretch that the file's name tells are less than the publication's totals."""
        window, published_at = self.plan.window, publication.published_at
        return bool(window and (published_at is None or published_at.astimezone(self.tz).date() < window[0]))

    def moment(self, cells: list[str]) -> tuple[datetime, str, str, str]:
        """Of when the line's figures are, of what period, with which flag and confidence."""
        plan = self.plan
        said = plan.cell(cells, "period")
        if said not in LIFETIME:
            day = plan.dates("period").read(said)
            if day is None or not day.year:
                raise Wrong("date", faults.NOT_DATE, said)
            return _midnight(date(day.year, day.month, day.day), self.tz), "day", "", "exact"
        observed_at = plan.context.observed_at
        if plan.window:
            end = datetime.combine(plan.window[1], time(23, 59, 59), self.tz)
            return (end, "total", "", "derived") if end < observed_at else (observed_at, "total", "", "exact")
        shown = plan.dates("observed").read(plan.cell(cells, "observed")) if "observed" in plan.index else None
        if shown is None:
            return observed_at, "total", "", "exact"
        found, guessed = plan.years.of(shown)
        today = observed_at.astimezone(self.tz).date()
        if found == today:
            return observed_at, "total", "", "exact"
        flag = "year_guessed" if guessed and abs(found - today) > RECENT else ""
        # The hour is not said: by the end of that day the totals were at least these.
        return datetime.combine(found, time(23, 59, 59), self.tz), "total", flag, "derived"


def _midnight(day: date, tz: object) -> datetime:
    return datetime.combine(day, time(), tz)  # type: ignore[arg-type]
