"""`phien report`: make a campaign's report from sealed evidence and write its files."""

import argparse
from datetime import date, datetime, time, timedelta
from pathlib import Path

from phien.cli.progress import Progress
from phien.cli.site import CannotGoOn, open_site
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    open_site(arguments.home)
    from django.conf import settings
    from django.utils import timezone

    from phien.campaigns.models import Campaign
    from phien.evidence import actions as evidence
    from phien.lib import clock
    from phien.lib.errors import Refused
    from phien.lib.texts import Text
    from phien.reports import actions, files
    from phien.reports.audiences import chosen_for
    from phien.reports.models import Audience

    campaign = Campaign.objects.filter(slug=arguments.campaign).first()
    if campaign is None:
        raise CannotGoOn(_("There is no campaign %(name)s.") % {"name": arguments.campaign})
    zone = timezone.get_default_timezone()
    since = day_of(arguments.since) or campaign.starts_at.astimezone(zone).date()
    last = min(clock.now(), campaign.ends_at).astimezone(zone).date()
    until = (day_of(arguments.until) or last) + timedelta(days=1)
    if until <= since:
        raise CannotGoOn(_("--until lies before --since."))
    progress = Progress(_("report"))
    try:
        evidence.seal(force=True)
        evidence.judge_changed_days(most=1000)
        evidence.roll_up()
        report = actions.make_report(
            campaign=campaign,
            since=datetime.combine(since, time(), tzinfo=zone),
            until=datetime.combine(until, time(), tzinfo=zone),
            audience=arguments.audience or Audience.MINISTRY,
            title=Text.of(arguments.title),
            chosen=chosen_for(arguments.audience) if arguments.audience else None,
            progress=progress,
        )
        if arguments.publish:
            actions.publish_report(report=report, by=None)
    except Refused as refusal:
        raise CannotGoOn(str(refusal)) from refusal
    progress.end(f"#{report.number}")
    for kept in report.files.values():
        path = Path(kept["path"])
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
            path = arguments.out / path.name
            path.write_bytes(files.read(kept))
        elif not settings.PHIEN_S3_BUCKET:
            path = settings.PHIEN_PRIVATE_ROOT / path
        if path.suffix != ".svg":
            print(path)
    return 0


def day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CannotGoOn(_("%(text)s is no day: write YYYY-MM-DD.") % {"text": text}) from error
