"""Lines of a bank statement, pasted as text or CSV, and what they pay."""

import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phien.lib.slugs import plain
from phien.market.actions.payments import find_reference

MOST_LINES = 500
MOST_LETTERS = 200_000

# What the columns of Vietnamese banks' statements are called, without marks.
_IN = ("credit", "ghi co", "so tien ghi co", "phat sinh co", "so tien", "amount", "tien vao", "money in")
_OUT = ("debit", "ghi no", "so tien ghi no", "phat sinh no", "tien ra", "money out")
_BANK_NUMBER = (
    "reference",
    "transaction id",
    "so giao dich",
    "ma giao dich",
    "so but toan",
    "so ct",
    "so tham chieu",
    "ma gd",
)
_MONEY = re.compile(
    r"(?<![\w.,/:-])([+-]?)\s?(\d{1,3}(?:[.,]\d{3})+|\d{4,13})(?:[.,]00)?(?=\s*(?:đ|₫|vnd|vnđ)?(?:[\s;,|\"']|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line as it was pasted. `amount` is None where none could be told; below zero it left the account."""

    text: str
    reference: str
    amounts: tuple[int, ...]
    external_id: str
    outgoing: bool

    def amount_for(self, awaited: int) -> int | None:
        """The amount that came in: the awaited one if the line names it, else its only or first one."""
        if awaited in self.amounts:
            return awaited
        return self.amounts[0] if self.amounts else None


def _money(text: str) -> list[int]:
    return [(-1 if sign == "-" else 1) * int(re.sub(r"\D", "", digits)) for sign, digits in _MONEY.findall(text)]


def _cell_money(text: str) -> int | None:
    text = re.sub(r"(đ|₫|vnd|vnđ)\.?$", "", text.strip(), flags=re.IGNORECASE).strip()
    found = re.fullmatch(r"([+-]?)\s*(\d{1,3}(?:[., ]\d{3})+|\d+)(?:[.,]0{1,2})?", text)
    if not found:
        return None
    return (-1 if found[1] == "-" else 1) * int(re.sub(r"\D", "", found[2]))


def _columns(head: list[str]) -> dict[str, int]:
    """Which column is what, if the first line is a head."""
    found: dict[str, int] = {}
    for number, cell in enumerate(head):
        name = " ".join(re.sub(r"[^a-z ]", " ", plain(cell)).split())
        for key, names in (("out", _OUT), ("in", _IN), ("id", _BANK_NUMBER)):
            if any(name == known or name.startswith(f"{known} ") for known in names):
                found.setdefault(key, number)
                break
    return found


def read_statement(text: str) -> list[StatementLine]:
    """Its lines, heads and empty ones left out. A line's id is the bank's own number, else the hash of its text, so
    that the same line pasted twice is known."""
    text = unicodedata.normalize("NFC", text.replace("\x00", "")).strip("\ufeff\r\n ")
    first = text.splitlines()[0] if text else ""
    delimiter = max("\t;,|", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter)) if delimiter in first else []
    columns = _columns(rows[0]) if rows else {}
    if "in" in columns:
        lines = [_from_row(row, columns) for row in rows[1:] if any(cell.strip() for cell in row)]
    else:
        lines = [_from_text(line) for line in text.splitlines() if line.strip()]
    return list({line.external_id: line for line in lines}.values())


def _hash(text: str) -> str:
    return "line:" + hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]


def _from_row(row: list[str], columns: dict[str, int]) -> StatementLine:
    def cell(key: str) -> str:
        at = columns.get(key, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    text = " · ".join(part.strip() for part in row if part.strip())
    amount, out = _cell_money(cell("in")), _cell_money(cell("out"))
    outgoing = bool(out) or (amount is not None and amount < 0)
    bank_number, reference = cell("id"), find_reference(text)
    return StatementLine(
        text,
        reference,
        (amount,) if amount and amount > 0 else (),
        f"bank:{bank_number[:60]}:{reference}" if bank_number and not find_reference(bank_number) else _hash(text),
        outgoing,
    )


def _from_text(line: str) -> StatementLine:
    amounts = _money(line)
    incoming = tuple(dict.fromkeys(amount for amount in amounts if amount > 0))
    return StatementLine(
        " ".join(line.split()), find_reference(line), incoming, _hash(line), bool(amounts) and amounts[0] < 0
    )


class StatementForm(forms.Form):
    text = forms.CharField(
        label=_("Lines of the bank statement"),
        help_text=_("Paste them as they are, or the whole CSV with its head. Nothing is noted before you confirm."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"required": _("Paste at least one line.")},
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text) > MOST_LETTERS or text.count("\n") >= MOST_LINES:
            raise ValidationError(_("At most %(lines)s lines at once."), params={"lines": MOST_LINES})
        return text

    def lines(self) -> list[StatementLine]:
        return read_statement(self.cleaned_data["text"])
