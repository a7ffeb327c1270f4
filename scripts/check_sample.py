"""Check a market day folder: every reference exists, every date parses, the live days have no hole.

    python scripts/check_sample.py [folder] [--media]

Without --media the pictures and films need only be named by the pattern; with it they must be there.
"""

import csv
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src/phien/sample/lang_son"
DIVISIONS = ROOT / "src/phien/places/data/divisions.json"
DAY = date(2026, 12, 8)  # any day will do to compare relative dates with one another
LANGUAGES = ("", ":en", ":fr", ":zh-hans")
MOMENT = re.compile(r"(?:D(?P<shift>[+-]\d+)?|(?P<day>\d{4}-\d\d-\d\d))(?: (?P<hour>\d\d:\d\d))?")
BIN = re.compile(r"9704\d\d|546034|963388")

# "+": in four languages; "!": may not be empty
FILES = {
    "places.csv": "slug! kind! parent code lat! lon! name+! prefix story+ distinction+ distinction_source picture",
    "actors.csv": "slug! kind! name! aliases place! duties! works_for picture since! bio+!",
    "products.csv": "slug! producer! name+! group! net_weight_g! gross_weight_g! weight_note+! packaging+!"
    " ingredients+! allergens+ how_to_use+! lead+! story+! first_time_online! min_days_left! picture!",
    "storage.csv": "product! condition+! min_c max_c days",
    "certificates.csv": "subject! scheme! stars number! issuer+! issued_on! expires_on",
    "identity.csv": "actor! method! checked_by! checked_on! rules_read!",
    "lots.csv": "product! code! made_on! expires_on quantity!",
    "offers.csv": "campaign! product! price! limit_per_order! starts! ends! aside_tiktok! aside_phone! aside_stall!",
    "clips.csv": "slug! campaign! creator! title+! caption+! place! published_at! chapter products video! poster!"
    " seconds! content_class! disclosure+",
    "shipping.csv": "campaign! province! up_to_g! fee! days!",
    "payees.csv": "producer! bank_bin! account_number! account_name!",
    "chat.csv": "lang! text! product",
    "names.csv": "lang! name!",
}
UNIQUE = {
    "places.csv": "slug",
    "actors.csv": "slug",
    "products.csv": "slug",
    "lots.csv": "code",
    "clips.csv": "slug",
    "payees.csv": "producer",
    "certificates.csv": "number",
}
KINDS = {
    ("places.csv", "kind"): "country province commune village venue station homestay",
    ("actors.csv", "kind"): "person organisation team",
    ("products.csv", "group"): "food drink herbs craft",
    ("products.csv", "first_time_online"): "yes no",
    ("certificates.csv", "scheme"): "ocop food_safety gi vietgap quality advert licence",
    ("identity.csv", "method"): "vneid id_shown passport business_licence",
    ("identity.csv", "rules_read"): "yes no",
    ("clips.csv", "content_class"): "experience commercial",
    ("chat.csv", "lang"): "vi en fr zh-hans",
    ("names.csv", "lang"): "vi en fr zh-hans",
}
DUTIES = {
    "organiser", "creator", "producer", "host", "moderator", "packer", "auditor", "trainer", "speaker", "local",
}  # fmt: skip
PHASES, EVENTS = {"clips", "market", "training", "forum"}, {"market", "live", "training", "forum"}

faults: list[str] = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def columns(spec, *, needed=False):
    for part in spec.split():
        if needed and not part.endswith("!"):
            continue
        name = part.rstrip("+!")
        yield from (name + tail for tail in (LANGUAGES if "+" in part else ("",)))


def items(cell):
    return [part for part in cell.split(";") if part]


def by_slug(rows):
    return {row["slug"]: row for row in rows}


def with_duty(actors, duty):
    return {slug for slug, row in actors.items() if duty in items(row["duties"])}


def when(text, where, *, timed):
    """A moment: "D-13 18:30", "D-400", "2026-12-08 09:00", "2026-12-08"."""
    found = MOMENT.fullmatch(text)
    if not found:
        fault(where, f"no date: {text!r}")
        return datetime.combine(DAY, time())
    if bool(found["hour"]) != timed:
        fault(where, f"{text!r} should {'have' if timed else 'not have'} an hour")
    day = date.fromisoformat(found["day"]) if found["day"] else DAY + timedelta(days=int(found["shift"] or 0))
    return datetime.combine(day, time.fromisoformat(found["hour"] or "00:00"))


def span(row, where, *, timed=True, first="starts", last="ends"):
    begin, end = (when(row.get(key, ""), f"{where} {key}", timed=timed) for key in (first, last))
    if begin >= end:
        fault(where, f"{last} is not after {first}")
    return begin, end


def known(value, among, where, *, may_be_empty=False):
    if value not in among and not (may_be_empty and not value):
        fault(where, f"unknown: {value!r}")


def whole(row, key, where, least=0):
    try:
        number = int(row[key])
    except ValueError:
        fault(where, f"{key} is no whole number: {row[key]!r}")
        return least
    if number < least:
        fault(where, f"{key} is {number}, less than {least}")
    return number


def check_row(name, row, where):
    for key, cell in row.items():
        if cell != cell.strip():
            fault(where, f"{key} begins or ends with a space")
    for key in columns(FILES[name], needed=True):
        if not row[key]:
            fault(where, f"{key} is empty")
    for base in {key.split(":")[0] for key in row if ":" in key}:
        if len({bool(row[base + tail]) for tail in LANGUAGES}) > 1:
            fault(where, f"{base} is not there in all four languages")
    for (file, key), allowed in KINDS.items():
        if file == name:
            known(row[key], allowed.split(), f"{where} {key}")


def read(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as f:
        head, *body = csv.reader(f)
    if head != list(columns(FILES[name])):
        fault(name, f"columns are {head}")
        return []
    rows = []
    for number, cells in enumerate(body, 2):
        if len(cells) == len(head):
            rows.append(dict(zip(head, cells, strict=True)))
            check_row(name, rows[-1], f"{name}:{number}")
        else:
            fault(f"{name}:{number}", f"{len(cells)} cells under {len(head)} columns")
    if key := UNIQUE.get(name):
        for value, times in Counter(row[key] for row in rows).items():
            if times > 1:
                fault(name, f"{key} {value} stands {times} times")
    return rows


def texts(table, where, *keys):
    for key in keys:
        if set(table.get(key, {})) != {"vi", "en", "fr", "zh-hans"} or not all(table[key].values()):
            fault(where, f"{key} is not there in all four languages")


def check_live_slot(slot, begin, end, where, actors):
    known(slot["presenter"], with_duty(actors, "creator"), f"{where} presenter is no creator")
    known(slot.get("knower"), with_duty(actors, "local"), f"{where} knower is no local")
    if not timedelta(minutes=30) <= end - begin <= timedelta(minutes=60):
        fault(where, "a live slot lasts 30 to 60 minutes")


def check_slots(event, actors, products, busy):
    where = f"event {event['slug']}"
    times = []
    for number, slot in enumerate(event.get("slot", []), 1):
        here = f"{where} slot {number}"
        texts(slot, here, "title")
        begin, end = span(slot, here)
        times.append((begin, end))
        known(slot["presenter"], actors, f"{here} presenter")
        known(slot.get("knower", ""), actors, f"{here} knower", may_be_empty=True)
        for product in slot.get("products", []):
            known(product, products, f"{here} products")
        for person in filter(None, (slot["presenter"], slot.get("knower"))):
            busy[person].append((begin, end, here))
        if event["kind"] == "live":
            check_live_slot(slot, begin, end, here, actors)
    begin, end = span(event, where)
    if event["kind"] != "market" and (not times or times[0][0] != begin or times[-1][1] != end):
        fault(where, "the slots do not fill the event")
    for number, ((_, before), (after, _)) in enumerate(pairwise(times), 1):
        if before != after:
            fault(f"{where} slot {number}", "a hole or an overlap before the next slot")


def check_campaign(campaign, places, actors):
    where = f"campaign {campaign['slug']}"
    texts(campaign, where, "name", "lead", "story")
    begin, end = span(campaign, where)
    known(campaign["organiser"], actors, f"{where} organiser")
    known(campaign["place"], places, f"{where} place")
    for tag in campaign["hashtags"]:
        if not re.fullmatch(r"#\w+", tag):
            fault(where, f"no hashtag: {tag}")
    for phase in campaign["phase"]:
        here = f"{where} phase {phase['kind']}"
        known(phase["kind"], PHASES, here)
        known(phase["owner"], actors, f"{here} owner")
        texts(phase, here, "name")
        first, last = span(phase, here)
        if first < begin or last > end:
            fault(here, "lies outside the campaign")
    for chapter in campaign["chapter"]:
        texts(chapter, f"{where} chapter {chapter['slug']}", "name")


def check_plan(plan, places, actors, products):
    texts(plan["site"], "site", "name")
    campaigns, events, busy = by_slug(plan["campaign"]), by_slug(plan["event"]), defaultdict(list)
    for campaign in campaigns.values():
        check_campaign(campaign, places, actors)
    for event in events.values():
        where = f"event {event['slug']}"
        known(event["kind"], EVENTS, f"{where} kind")
        known(event["campaign"], campaigns, f"{where} campaign")
        known(event["place"], places, f"{where} place")
        texts(event, where, "name", "lead")
        check_slots(event, actors, products, busy)
    for person, times in busy.items():
        for (_, before, one), (after, _, other) in pairwise(sorted(times)):
            if after < before:
                fault(one, f"{person} is also in {other}")
    for broadcast in plan["broadcast"]:
        where = f"broadcast {broadcast['slug']}"
        known(broadcast["event"], {slug for slug, event in events.items() if event["kind"] == "live"}, where)
        texts(broadcast, where, "name")


def check_division(row, places, divisions):
    where = f"place {row['slug']}"
    division = divisions.get((row["kind"], row["code"]))
    if not division or (division["name"], division["prefix"]) != (row["name"], row["prefix"]):
        fault(where, f"code {row['code']} is {division}")
    elif division["parent"] and places[row["parent"]]["code"] != division["parent"]:
        fault(where, "stands under another province")


def check_places(places, divisions):
    for row in places.values():
        where = f"place {row['slug']}"
        known(row["parent"], places, f"{where} parent", may_be_empty=row["kind"] == "country")
        try:
            inside = 8 <= float(row["lat"]) <= 24 and 102 <= float(row["lon"]) <= 110
        except ValueError:
            inside = False
        if not inside:
            fault(where, "does not lie in Vietnam")
        if bool(row["distinction"]) != bool(row["distinction_source"]):
            fault(where, "a distinction needs its source")
        if row["kind"] in {"province", "commune"}:
            check_division(row, places, divisions)
        elif row["code"]:
            fault(where, "only a province or a commune has a code")


def check_actors(actors, places):
    for slug, row in actors.items():
        where = f"actor {slug}"
        known(row["place"], places, f"{where} place")
        known(row["works_for"], actors, f"{where} works_for", may_be_empty=True)
        for duty in items(row["duties"]):
            known(duty, DUTIES, f"{where} duty")


def check_products(products, producers):
    for slug, row in products.items():
        known(row["producer"], producers, f"product {slug} producer")
        whole(row, "min_days_left", f"product {slug}")
        if whole(row, "net_weight_g", f"product {slug}", 1) >= whole(row, "gross_weight_g", f"product {slug}", 1):
            fault(f"product {slug}", "weighs no more packed than bare")


def check_storage(rows, products):
    """The first condition of a product is the usual one: its days date the lots."""
    usual = {}
    for row in rows:
        where = f"storage {row['product']}"
        known(row["product"], products, where)
        usual.setdefault(row["product"], row["days"])
        if row["days"]:
            whole(row, "days", where, 1)
            if whole(row, "min_c", where, -60) >= whole(row, "max_c", where, -60):
                fault(where, "min_c is not below max_c")
    return usual


def check_lots(rows, products, usual):
    made = Counter()
    for row in rows:
        where, days = f"lot {row['code']}", usual.get(row["product"])
        known(row["product"], products, where)
        made[row["product"]] += whole(row, "quantity", where, 1)
        if row["expires_on"]:
            begin, end = span(row, where, timed=False, first="made_on", last="expires_on")
            if str((end - begin).days) != days:
                fault(where, f"lasts {(end - begin).days} days, its first storage condition says {days}")
        else:
            when(row["made_on"], where, timed=False)
            if days:
                fault(where, "has no expiry though its product has one")
    return made


def check_offers(rows, products, campaigns, made):
    for row in rows:
        where = f"offer {row['product']}"
        known(row["product"], products, where)
        known(row["campaign"], campaigns, f"{where} campaign")
        span(row, where)
        whole(row, "price", where, 1000)
        whole(row, "limit_per_order", where, 1)
        if (
            sum(whole(row, f"aside_{channel}", where) for channel in ("tiktok", "phone", "stall"))
            > made[row["product"]]
        ):
            fault(where, "more is set aside than there is")
    return {row["product"] for row in rows}


def check_goods(tables, products, producers, campaigns):
    check_products(products, producers)
    usual = check_storage(tables["storage.csv"], products)
    made = check_lots(tables["lots.csv"], products, usual)
    offered = check_offers(tables["offers.csv"], products, campaigns, made)
    for slug in products:
        for what, there in (("storage", usual), ("lot", made), ("offer", offered)):
            if slug not in there:
                fault(f"product {slug}", f"has no {what}")


def check_certificates(rows, subjects):
    for row in rows:
        where = f"certificate {row['number']}"
        known(row["subject"], subjects, where)
        if row["expires_on"]:
            span(row, where, timed=False, first="issued_on", last="expires_on")
        else:
            when(row["issued_on"], where, timed=False)
        if (row["scheme"] == "ocop") != (row["stars"] in set("12345")):
            fault(where, "stars belong to OCOP, one to five")


def check_papers(rows, products):
    """What the law asks for before a product is shown live: one valid paper about its safety or quality."""
    valid = {
        row["subject"]
        for row in rows
        if row["scheme"] in {"food_safety", "quality"}
        and when(row["issued_on"], "certificate", timed=False).date() <= DAY
        and (not row["expires_on"] or when(row["expires_on"], "certificate", timed=False).date() >= DAY)
    }
    for slug, row in products.items():
        if row["group"] != "craft" and not {slug, row["producer"]} & valid:
            fault(f"product {slug}", "has no valid paper about its safety or quality")


def check_identity(rows, actors, plan):
    """Whoever presents a live was checked before it, by somebody else, and has read the rules."""
    ready = set()
    for row in rows:
        where = f"identity {row['actor']}"
        known(row["actor"], actors, where)
        known(row["checked_by"], with_duty(actors, "organiser"), f"{where} checked_by")
        if row["actor"] == row["checked_by"]:
            fault(where, "checks their own papers")
        age = DAY - when(row["checked_on"], where, timed=False).date()
        if timedelta() <= age < timedelta(days=180) and row["rules_read"] == "yes":
            ready.add(row["actor"])
    presenters = {slot["presenter"] for event in plan["event"] if event["kind"] == "live" for slot in event["slot"]}
    for slug in sorted(presenters - ready):
        fault(f"actor {slug}", "presents a live without a check of identity and the rules read")


def check_clips(rows, campaigns, creators, places, products):
    for row in rows:
        where = f"clip {row['slug']}"
        known(row["campaign"], campaigns, f"{where} campaign")
        campaign = campaigns.get(row["campaign"], {"chapter": [], "hashtags": []})
        known(row["chapter"], by_slug(campaign["chapter"]), f"{where} chapter", may_be_empty=True)
        known(row["creator"], creators, f"{where} creator")
        known(row["place"], places, f"{where} place")
        for product in items(row["products"]):
            known(product, products, f"{where} products")
        when(row["published_at"], where, timed=True)
        whole(row, "seconds", where, 1)
        if row["content_class"] == "commercial" and not row["disclosure"]:
            fault(where, "is commercial without a disclosure")
        for tag in campaign["hashtags"]:
            if any(tag not in row["caption" + tail] for tail in LANGUAGES):
                fault(where, f"{tag} is missing in a caption")


def check_payees(rows, producers):
    if missing := producers - {row["producer"] for row in rows}:
        fault("payees.csv", f"nobody is paid for {', '.join(sorted(missing))}")
    for row in rows:
        where = f"payee {row['producer']}"
        known(row["producer"], producers, where)
        for key, form in (("bank_bin", BIN), ("account_number", r"\d{6,19}"), ("account_name", r"[A-Z0-9 ]+")):
            if not re.fullmatch(form, row[key]):
                fault(where, f"{key} has a wrong form: {row[key]!r}")


def check_shipping(rows, campaigns, divisions):
    provinces = {code for kind, code in divisions if kind == "province"} | {"*"}
    steps = defaultdict(list)
    for row in rows:
        where = f"shipping {row['province']} {row['up_to_g']}"
        known(row["campaign"], campaigns, where)
        known(row["province"], provinces, where)
        whole(row, "days", where, 1)
        weight, fee = whole(row, "up_to_g", where, 1), whole(row, "fee", where, 1000)
        steps[row["campaign"], row["province"]].append((weight, fee))
    for (campaign, province), table in steps.items():
        if any(lighter >= heavier or less >= more for (lighter, less), (heavier, more) in pairwise(table)):
            fault(f"shipping {province}", "weight and fee do not rise together")
        if (campaign, "*") not in steps:
            fault(f"shipping {campaign}", "has no row for the other provinces")


def check_media(folder, plan, tables, *, present):
    """Every file is named after what it shows; its name is free only for covers and loops."""
    named = [(c["cover"], r"media/campaigns/[a-z-]+\.webp") for c in plan["campaign"]]
    named += [(b["loop"], r"media/loops/[a-z-]+") for b in plan["broadcast"]]
    named += [(b["poster"], r"media/loops/[a-z-]+/poster\.webp") for b in plan["broadcast"]]
    for file, key, pattern in (
        ("places.csv", "picture", r"media/places/{}\.webp"),
        ("actors.csv", "picture", r"media/(people|producers)/{}\.webp"),
        ("products.csv", "picture", r"media/products/{}\.webp"),
        ("clips.csv", "video", r"media/clips/{}\.mp4"),
        ("clips.csv", "poster", r"media/clips/{}\.webp"),
    ):
        named += [(row[key], pattern.format(row["slug"])) for row in tables[file] if row[key]]
    for name, pattern in named:
        if not re.fullmatch(pattern, name):
            fault(name, f"should match {pattern}")
        elif present and not (folder / name).exists():
            fault(name, "is missing")


def main(arguments):
    folder = next((Path(a) for a in arguments if not a.startswith("--")), SAMPLE)
    divisions = {(d["kind"], d["code"]): d for d in json.loads(DIVISIONS.read_text("utf-8"))}
    plan = tomllib.loads((folder / "campaign.toml").read_text("utf-8"))
    tables = {name: read(folder, name) for name in FILES}
    places, actors, products = (by_slug(tables[name]) for name in ("places.csv", "actors.csv", "products.csv"))
    campaigns = by_slug(plan["campaign"])
    producers = {slug for slug in with_duty(actors, "producer") if actors[slug]["kind"] != "person"}
    check_places(places, divisions)
    check_actors(actors, places)
    check_plan(plan, places, actors, products)
    check_goods(tables, products, producers, campaigns)
    check_certificates(tables["certificates.csv"], products.keys() | producers)
    check_papers(tables["certificates.csv"], products)
    check_identity(tables["identity.csv"], actors, plan)
    check_clips(tables["clips.csv"], campaigns, with_duty(actors, "creator"), places, products)
    check_payees(tables["payees.csv"], producers)
    check_shipping(tables["shipping.csv"], campaigns, divisions)
    for row in tables["chat.csv"]:
        known(row["product"], products, f"chat {row['text']!r}", may_be_empty=True)
    check_media(folder, plan, tables, present="--media" in arguments)
    if faults:
        sys.exit("\n".join(faults) + f"\n{len(faults)} faults")
    print(f"{folder}: " + ", ".join(f"{name} {len(rows)}" for name, rows in tables.items()) + ": sound")


if __name__ == "__main__":
    main(sys.argv[1:])
