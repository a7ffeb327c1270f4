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
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src/phien/sample/lang_son"
DIVISIONS = ROOT / "src/phien/places/data/divisions.json"
DAY = date(2026, 12, 8)  # any day will do to compare relative dates with one another
LANGUAGES = ("", ":en", ":fr", ":zh-hans")
RELATIVE = re.compile(r"D([+-]\d+)?(?: (\d\d:\d\d))?")
BIN = re.compile(r"9704\d\d|546034|963388")

# name: (columns, "+" marks one in four languages; columns that may not be empty)
FILES = {
    "places.csv": ("slug kind parent code lat lon name+ prefix story+ distinction+ distinction_source picture", "slug kind lat lon name+"),
    "actors.csv": ("slug kind name aliases place duties works_for picture since bio+", "slug kind name place duties since bio+"),
    "products.csv": ("slug producer name+ group net_weight_g gross_weight_g weight_note+ packaging+ ingredients+ allergens+ how_to_use+ lead+ story+ first_time_online min_days_left picture",
                     "slug producer name+ group weight_note+ packaging+ ingredients+ how_to_use+ lead+ story+ picture"),
    "storage.csv": ("product condition+ min_c max_c days", "product condition+"),
    "certificates.csv": ("subject scheme stars number issuer+ issued_on expires_on", "subject scheme number issuer+ issued_on"),
    "lots.csv": ("product code made_on expires_on quantity", "product code made_on quantity"),
    "offers.csv": ("campaign product price limit_per_order starts ends aside_tiktok aside_phone aside_stall", "campaign product price starts ends"),
    "clips.csv": ("slug campaign creator title+ caption+ place published_at chapter products video poster seconds content_class disclosure+",
                  "slug campaign creator title+ caption+ place published_at video poster seconds content_class"),
    "shipping.csv": ("campaign province up_to_g fee days", "campaign province up_to_g fee days"),
    "payees.csv": ("producer bank_bin account_number account_name", "producer bank_bin account_number account_name"),
    "chat.csv": ("lang text product", "lang text"),
    "names.csv": ("lang name", "lang name"),
}
UNIQUE = {"places.csv": "slug", "actors.csv": "slug", "products.csv": "slug", "lots.csv": "code", "clips.csv": "slug", "payees.csv": "producer", "certificates.csv": "number"}
KINDS = {
    ("places.csv", "kind"): "country province commune village venue station homestay",
    ("actors.csv", "kind"): "person organisation team",
    ("products.csv", "group"): "food drink herbs craft",
    ("products.csv", "first_time_online"): "yes no",
    ("certificates.csv", "scheme"): "ocop food_safety gi vietgap",
    ("clips.csv", "content_class"): "experience commercial",
    ("chat.csv", "lang"): "vi en fr zh-hans",
    ("names.csv", "lang"): "vi en fr zh-hans",
}
DUTIES = set("organiser creator producer host moderator packer auditor trainer speaker local".split())
PHASES, EVENTS = {"clips", "market", "training", "forum"}, {"market", "live", "training", "forum"}

faults: list[str] = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def columns(spec):
    return [c.removesuffix("+") + tail for c in spec.split() for tail in (LANGUAGES if c.endswith("+") else ("",))]


def items(cell):
    return [part for part in cell.split(";") if part]


def when(text, where, *, timed):
    """A moment of the day: "D-13 18:30", "D-400", "2026-12-08 09:00", "2026-12-08"."""
    if found := RELATIVE.fullmatch(text):
        moment = datetime.combine(DAY + timedelta(days=int(found[1] or 0)), datetime.min.time())
        has_time = found[2] is not None
        if has_time:
            moment = datetime.combine(moment, datetime.strptime(found[2], "%H:%M").time())
    else:
        try:
            has_time = " " in text
            moment = datetime.strptime(text, "%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d")
        except ValueError:
            fault(where, f"no date: {text!r}")
            return datetime.combine(DAY, datetime.min.time())
    if has_time != timed:
        fault(where, f"{text!r} should {'have' if timed else 'not have'} an hour")
    return moment


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


def media(folder, name, pattern, where, check):
    if not name:
        return
    if not re.fullmatch(pattern, name):
        fault(where, f"{name} should match {pattern}")
    elif check and not (folder / name).exists():
        fault(where, f"{name} is missing")


def read(folder):
    tables = {}
    for name, (spec, needed) in FILES.items():
        with open(folder / name, encoding="utf-8", newline="") as f:
            head, *body = csv.reader(f)
        if head != columns(spec):
            fault(name, f"columns are {head}")
            continue
        for number, row in enumerate(body, 2):
            if len(row) != len(head):
                fault(f"{name}:{number}", f"{len(row)} cells under {len(head)} columns")
        tables[name] = rows = [dict(zip(head, row, strict=False)) for row in body]
        for number, row in enumerate(rows, 2):
            where = f"{name}:{number}"
            for key, cell in row.items():
                if cell != cell.strip():
                    fault(where, f"{key} begins or ends with a space")
            for key in columns(needed):
                if not row[key]:
                    fault(where, f"{key} is empty")
            for base in {c.split(":")[0] for c in head if ":" in c}:
                if len({bool(row[base + tail]) for tail in LANGUAGES}) > 1:
                    fault(where, f"{base} is not there in all four languages")
            for (file, key), allowed in KINDS.items():
                if file == name:
                    known(row[key], allowed.split(), f"{where} {key}")
        if key := UNIQUE.get(name):
            for value, times in Counter(row[key] for row in rows).items():
                if times > 1:
                    fault(name, f"{key} {value} stands {times} times")
    return tables


def texts(table, where, *keys):
    for key in keys:
        if set(table.get(key, {})) != {"vi", "en", "fr", "zh-hans"} or not all(table[key].values()):
            fault(where, f"{key} is not there in all four languages")


def check_slots(event, actors, products, busy):
    where = f"event {event['slug']}"
    begin, end = span(event, where)
    slots = event.get("slot", [])
    times = []
    for number, slot in enumerate(slots, 1):
        here = f"{where} slot {number}"
        texts(slot, here, "title")
        times.append(span(slot, here))
        known(slot["presenter"], actors, f"{here} presenter")
        known(slot.get("knower", ""), actors, f"{here} knower", may_be_empty=True)
        for product in slot.get("products", []):
            known(product, products, f"{here} products")
        for person in filter(None, (slot["presenter"], slot.get("knower"))):
            busy[person].append((*times[-1], here))
        if event["kind"] == "live":
            known(slot["presenter"], {a for a, r in actors.items() if "creator" in items(r["duties"])}, f"{here} presenter is no creator")
            known(slot.get("knower"), {a for a, r in actors.items() if "local" in items(r["duties"])}, f"{here} knower is no local")
            if not 30 * 60 <= (times[-1][1] - times[-1][0]).total_seconds() <= 60 * 60:
                fault(here, "a live slot lasts 30 to 60 minutes")
    if event["kind"] != "market":
        if not slots or times[0][0] != begin or times[-1][1] != end:
            fault(where, "the slots do not fill the event")
        for number, ((_, before), (after, _)) in enumerate(pairwise(times), 1):
            if before != after:
                fault(f"{where} slot {number}", "a hole or an overlap before the next slot")


def check_plan(plan, folder, tables, with_media):
    places, actors, products = ({row["slug"]: row for row in tables[f]} for f in ("places.csv", "actors.csv", "products.csv"))
    texts(plan["site"], "site", "name")
    campaigns, busy = {}, defaultdict(list)
    for campaign in plan["campaign"]:
        where = f"campaign {campaign['slug']}"
        campaigns[campaign["slug"]] = campaign
        texts(campaign, where, "name", "lead", "story")
        begin, end = span(campaign, where)
        known(campaign["organiser"], actors, f"{where} organiser")
        known(campaign["place"], places, f"{where} place")
        media(folder, campaign["cover"], r"media/campaigns/[a-z-]+\.webp", where, with_media)
        for tag in campaign["hashtags"]:
            if not re.fullmatch(r"#\w+", tag):
                fault(where, f"no hashtag: {tag}")
        for phase in campaign["phase"]:
            known(phase["kind"], PHASES, f"{where} phase kind")
            known(phase["owner"], actors, f"{where} phase owner")
            texts(phase, f"{where} phase {phase['kind']}", "name")
            first, last = span(phase, f"{where} phase {phase['kind']}")
            if first < begin or last > end:
                fault(f"{where} phase {phase['kind']}", "lies outside the campaign")
        for chapter in campaign["chapter"]:
            texts(chapter, f"{where} chapter {chapter['slug']}", "name")
    events = {}
    for event in plan["event"]:
        events[event["slug"]] = event
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
        known(broadcast["event"], {s for s, e in events.items() if e["kind"] == "live"}, where)
        texts(broadcast, where, "name")
        if with_media and not (folder / broadcast["loop"]).exists():
            fault(where, f"{broadcast['loop']} is missing")
        media(folder, broadcast["poster"], r"media/loops/[a-z-]+\.webp", where, with_media)
    return campaigns


def check_places(rows, folder, with_media):
    divisions = {(d["kind"], d["code"]): d for d in json.loads(DIVISIONS.read_text("utf-8"))}
    by_slug = {row["slug"]: row for row in rows}
    for row in rows:
        where = f"place {row['slug']}"
        known(row["parent"], by_slug, f"{where} parent", may_be_empty=row["kind"] == "country")
        try:
            inside = 8 <= float(row["lat"]) <= 24 and 102 <= float(row["lon"]) <= 110
        except ValueError:
            inside = False
        if not inside:
            fault(where, "does not lie in Vietnam")
        if bool(row["distinction"]) != bool(row["distinction_source"]):
            fault(where, "a distinction needs its source")
        if row["kind"] in ("province", "commune"):
            division = divisions.get((row["kind"], row["code"]))
            if not division or (division["name"], division["prefix"]) != (row["name"], row["prefix"]):
                fault(where, f"code {row['code']} is {division}")
            elif division["parent"] and by_slug[row["parent"]]["code"] != division["parent"]:
                fault(where, "stands under another province")
        elif row["code"]:
            fault(where, "only a province or a commune has a code")
        media(folder, row["picture"], rf"media/places/{row['slug']}\.webp", where, with_media)
    return by_slug


def check_goods(tables, actors, campaigns, chapters):
    products = {row["slug"]: row for row in tables["products.csv"]}
    producers = {slug for slug, row in actors.items() if "producer" in items(row["duties"]) and row["kind"] != "person"}
    usual, made, offered = {}, defaultdict(int), set()
    for row in products.values():
        where = f"product {row['slug']}"
        known(row["producer"], producers, f"{where} producer")
        whole(row, "min_days_left", where)
        if whole(row, "net_weight_g", where, 1) >= whole(row, "gross_weight_g", where, 1):
            fault(where, "weighs no more packed than bare")
    for row in tables["storage.csv"]:
        where = f"storage {row['product']}"
        known(row["product"], products, where)
        usual.setdefault(row["product"], row["days"])
        if row["days"]:
            whole(row, "days", where, 1)
            if whole(row, "min_c", where, -60) >= whole(row, "max_c", where, -60):
                fault(where, "min_c is not below max_c")
    for row in tables["lots.csv"]:
        where = f"lot {row['code']}"
        known(row["product"], products, where)
        made[row["product"]] += whole(row, "quantity", where, 1)
        begin = when(row["made_on"], where, timed=False)
        if row["expires_on"]:
            begin, end = span(row, where, timed=False, first="made_on", last="expires_on")
            if str((end - begin).days) != usual.get(row["product"]):
                fault(where, f"lasts {(end - begin).days} days, its first storage condition says {usual.get(row['product'])}")
        elif usual.get(row["product"]):
            fault(where, "has no expiry though its product has one")
    for row in tables["offers.csv"]:
        where = f"offer {row['product']}"
        known(row["product"], products, where)
        known(row["campaign"], campaigns, f"{where} campaign")
        span(row, where)
        whole(row, "price", where, 1000)
        whole(row, "limit_per_order", where, 1)
        if sum(whole(row, f"aside_{c}", where) for c in ("tiktok", "phone", "stall")) > made[row["product"]]:
            fault(where, "more is set aside than there is")
        offered.add(row["product"])
    for slug in products:
        for what, there in (("storage", usual), ("lot", made), ("offer", offered)):
            if slug not in there:
                fault(f"product {slug}", f"has no {what}")
    for row in tables["certificates.csv"]:
        where = f"certificate {row['number']}"
        known(row["subject"], products.keys() | producers, where)
        when(row["issued_on"], where, timed=False)
        if row["expires_on"]:
            span(row, where, timed=False, first="issued_on", last="expires_on")
        if (row["scheme"] == "ocop") != (row["stars"] in tuple("12345")):
            fault(where, "stars belong to OCOP, one to five")
    for row in tables["clips.csv"]:
        where = f"clip {row['slug']}"
        known(row["campaign"], campaigns, f"{where} campaign")
        known(row["chapter"], chapters.get(row["campaign"], ()), f"{where} chapter", may_be_empty=True)
        known(row["creator"], {a for a, r in actors.items() if "creator" in items(r["duties"])}, f"{where} creator")
        for product in items(row["products"]):
            known(product, products, f"{where} products")
        when(row["published_at"], where, timed=True)
        whole(row, "seconds", where, 1)
        if row["content_class"] == "commercial" and not row["disclosure"]:
            fault(where, "is commercial without a disclosure")
        for tag in campaigns[row["campaign"]]["hashtags"]:
            if any(tag not in row["caption" + tail] for tail in LANGUAGES):
                fault(where, f"{tag} is missing in a caption")
    for row in tables["chat.csv"]:
        known(row["product"], products, f"chat {row['text']!r}", may_be_empty=True)
    if missing := producers - {row["producer"] for row in tables["payees.csv"]}:
        fault("payees.csv", f"nobody is paid for {', '.join(sorted(missing))}")
    for row in tables["payees.csv"]:
        known(row["producer"], producers, "payees.csv")
        if not BIN.fullmatch(row["bank_bin"]) or not re.fullmatch(r"\d{6,19}", row["account_number"]) or not re.fullmatch(r"[A-Z0-9 ]+", row["account_name"]):
            fault(f"payee {row['producer']}", "bank code, account or name has a wrong form")


def check_shipping(rows, campaigns):
    provinces = {d["code"] for d in json.loads(DIVISIONS.read_text("utf-8")) if d["kind"] == "province"} | {"*"}
    steps = defaultdict(list)
    for row in rows:
        where = f"shipping {row['province']} {row['up_to_g']}"
        known(row["campaign"], campaigns, where)
        known(row["province"], provinces, where)
        whole(row, "days", where, 1)
        steps[row["campaign"], row["province"]].append((whole(row, "up_to_g", where, 1), whole(row, "fee", where, 1000)))
    for (campaign, province), table in steps.items():
        if any(w1 >= w2 or f1 >= f2 for (w1, f1), (w2, f2) in pairwise(table)):
            fault(f"shipping {province}", "weight and fee do not rise together")
        if (campaign, "*") not in steps:
            fault(f"shipping {campaign}", "has no row for the other provinces")


def main(arguments):
    with_media = "--media" in arguments
    folder = next((Path(a) for a in arguments if not a.startswith("--")), SAMPLE)
    plan = tomllib.loads((folder / "campaign.toml").read_text("utf-8"))
    tables = read(folder)
    if not faults:
        places = check_places(tables["places.csv"], folder, with_media)
        campaigns = check_plan(plan, folder, tables, with_media)
        actors = {row["slug"]: row for row in tables["actors.csv"]}
        for slug, row in actors.items():
            known(row["place"], places, f"actor {slug} place")
            known(row["works_for"], actors, f"actor {slug} works_for", may_be_empty=True)
            for duty in items(row["duties"]):
                known(duty, DUTIES, f"actor {slug} duty")
            media(folder, row["picture"], rf"media/(people|producers)/{slug}\.webp", f"actor {slug}", with_media)
        for row in tables["products.csv"]:
            media(folder, row["picture"], rf"media/products/{row['slug']}\.webp", f"product {row['slug']}", with_media)
        for row in tables["clips.csv"]:
            known(row["place"], places, f"clip {row['slug']} place")
            media(folder, row["video"], rf"media/clips/{row['slug']}\.mp4", f"clip {row['slug']}", with_media)
            media(folder, row["poster"], rf"media/clips/{row['slug']}\.webp", f"clip {row['slug']}", with_media)
        check_goods(tables, actors, campaigns, {s: [c["slug"] for c in campaign["chapter"]] for s, campaign in campaigns.items()})
        check_shipping(tables["shipping.csv"], campaigns)
    if faults:
        sys.exit("\n".join(faults) + f"\n{len(faults)} faults")
    print(f"{folder}: " + ", ".join(f"{name} {len(rows)}" for name, rows in tables.items()) + ": sound")


if __name__ == "__main__":
    main(sys.argv[1:])
