"""`phien demo`: the sample market day in a folder of its own, its clock in the middle of the day, with a crowd."""

import argparse
import os
import socket
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from phien.cli import tls
from phien.cli.progress import step
from phien.cli.serve import Child, port_is_free, supervise, web_words
from phien.cli.site import SETTINGS_FILE, CannotGoOn, open_site, prepare, read_settings, write_settings
from phien.cli.words import _

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "lang_son"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS_AT, STAYS_LIVE_UNTIL = time(10, 40), time(15, 30)
LINKS = "desk-links.txt"
RTMP = 1935
DESKS = {
    "organiser": "luong-thu-ha",
    "moderator": "hua-van-son",
    "packer": "chu-thi-bich",
    "producer": "lanh-thi-mai",
    "auditor": "be-van-toan",
}


def run(arguments: argparse.Namespace) -> int:
    home = (arguments.home or Path(os.environ.get("PHIEN_HOME", "phien-demo"))).resolve()
    origin = f"http://localhost:{arguments.port}"
    if arguments.tls:
        os.environ.setdefault("PHIEN_ALLOWED_HOSTS", "*")
        origin = tls.settle(arguments.port)
    if not port_is_free(arguments.host, arguments.port):
        raise CannotGoOn(_("Port %(port)d is taken. Choose another: phien demo --port 8080") % {"port": arguments.port})
    if arguments.fresh or not is_usable(home):
        set_aside(home)
        load(home, arguments)
    else:
        open_site(home)
        with step(_("database and static files")):
            prepare()
    links = hand_out_links(home, origin)
    if arguments.prepare_only:
        return 0
    children = [
        Child(home, web_words(arguments)),
        Child(home, ["tick"]),
        Child(home, ["media"]),
    ]
    if not arguments.quiet_room:
        secure = ["--tls"] if arguments.tls else []
        children.append(Child(home, ["crowd", "--port", str(arguments.port), *secure]))
    return supervise(children, lambda: welcome(arguments, links), arguments.port, secure=arguments.tls)


def is_usable(home: Path) -> bool:
    """Whether the folder holds a demo whose market is still on by its own clock."""
    if not (home / SETTINGS_FILE).exists() or not (home / LINKS).exists():
        return False
    read_settings(home)
    try:
        shift = timedelta(seconds=int(os.environ["PHIEN_CLOCK_SHIFT"]))
        day = date.fromisoformat((home / "market-day").read_text().strip())
    except (KeyError, ValueError, OSError):
        return False
    now = datetime.now(ZONE) + shift
    usable = now.date() == day and STARTS_AT <= now.time() < STAYS_LIVE_UNTIL
    if not usable:
        for name in ("PHIEN_CLOCK_SHIFT", "PHIEN_SECRET_KEY"):
            os.environ.pop(name, None)
    return usable


def set_aside(home: Path) -> None:
    """Keep what was there under another name: a visitor of the demo may have made something of it."""
    if home.exists() and any(home.iterdir()):
        if not (home / "market-day").exists():
            raise CannotGoOn(_("%(folder)s holds something that is no demo; give another --home.") % {"folder": home})
        aside = home.with_name(f"{home.name}-{datetime.now(ZONE):%Y%m%d-%H%M%S}")
        home.rename(aside)
        print(_("The former demo is kept in %(folder)s.") % {"folder": aside})


def load(home: Path, arguments: argparse.Namespace) -> None:
    real = datetime.now(ZONE)
    day = real.date()
    shift = round((datetime.combine(day, STARTS_AT, tzinfo=ZONE) - real).total_seconds()) or 1
    write_settings(
        home,
        {
            "PHIEN_CLOCK_SHIFT": str(shift),
            "PHIEN_ALLOWED_HOSTS": "*",
            "PHIEN_ORIGIN": f"http://localhost:{arguments.port}",
            "PHIEN_RTMP_PORT": str(rtmp_port()),
        },
    )
    (home / "market-day").write_text(f"{day}\n")
    open_site(home)
    with step(_("database and static files")):
        prepare()
    from phien.cli.import_ import import_folder
    from phien.cli.simulate.day import play_the_day

    with step(_("the market day of Lạng Sơn")) as progress:
        import_folder(SAMPLE, day=day, progress=progress)
    play_the_day(day=day, visits=arguments.visits)


def rtmp_port() -> int:
    """The usual one, or any free one where another program has it."""
    if port_is_free("0.0.0.0", RTMP):  # noqa: S104  # cameras come from other machines
        return RTMP
    with socket.socket() as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])


def hand_out_links(home: Path, origin: str) -> dict[str, str]:
    """A personal link for each desk's person, also kept in a file that only the owner reads."""
    from phien.people import actions
    from phien.people.models import Actor

    links = {}
    for who, slug in DESKS.items():
        actor = Actor.objects.get(slug=slug)
        token = actions.make_personal_link(actor=actor, by=None)
        links[who] = f"{origin}/in/{token}/"
    path = home / LINKS
    path.touch(mode=0o600)
    path.write_text("".join(f"{who} {link}\n" for who, link in links.items()))
    return links


def welcome(arguments: argparse.Namespace, links: dict[str, str]) -> None:
    scheme, port = "https" if arguments.tls else "http", arguments.port
    # This machine, and its addresses in the local network for a phone.
    places = [f"{scheme}://{name}:{port}/" for name in ("localhost", *tls.local_addresses()) if ":" not in name]
    print("\n  " + _("The market is open:"), *places, sep="\n    ", flush=True)
    if arguments.tls:
        tls.explain(port)
    print("\n  " + _("The desks, each by its person's own link:"))
    for who, link in links.items():
        print(f"    {who:<10} {link}")
    print("\n  " + _("Visitors are simulated and marked so. Ctrl+C ends it."), flush=True)
