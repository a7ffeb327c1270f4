"""VietQR: a bank transfer as a QR code's text (EMVCo merchant-presented TLV, NAPAS v1.5.2)."""

from dataclasses import dataclass

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
MEMO_LENGTH = 25

# The six-digit numbers of the banks most used in the provinces; others are shown by their number.
BANKS = {
    "970405": "Agribank",
    "970407": "Techcombank",
    "970415": "VietinBank",
    "970416": "ACB",
    "970418": "BIDV",
    "970422": "MB",
    "970423": "TPBank",
    "970429": "SCB",
    "970432": "VPBank",
    "970436": "Vietcombank",
    "970437": "HDBank",
    "970441": "VIB",
    "970443": "SHB",
    "970448": "OCB",
    "970449": "LPBank",
    "970403": "Sacombank",
    "970454": "BVBank",
}


class WrongCode(ValueError):
    """The text is not a VietQR transfer; the message says why."""


@dataclass(frozen=True, slots=True)
class Transfer:
    bank_bin: str
    account: str
    amount: int | None  # đồng; None where the payer writes it
    memo: str


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, initial FFFF) as four hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
            value &= 0xFFFF
    return f"{value:04X}"


def _field(number: str, value: str) -> str:
    if len(value) > 99:
        raise WrongCode(f"field {number} is longer than 99 characters")
    return f"{number}{len(value):02}{value}"


def encode(*, bank_bin: str, account: str, amount: int = 0, memo: str = "") -> str:
    """The text of a QR code that opens a transfer in a bank's app. Without an amount the payer writes it."""
    if not (len(bank_bin) == 6 and bank_bin.isascii() and bank_bin.isdigit()):
        raise WrongCode("a bank's number has six digits")
    if not (1 <= len(account) <= 19 and account.isascii() and account.isalnum()):
        raise WrongCode("an account has 1 to 19 letters and digits")
    if len(memo) > MEMO_LENGTH or not memo.isascii():
        raise WrongCode(f"a memo has at most {MEMO_LENGTH} plain letters")
    if amount < 0:
        raise WrongCode("an amount is not below zero")
    beneficiary = _field("00", bank_bin) + _field("01", account)
    body = (
        _field("00", "01")
        + _field("01", "12" if amount else "11")
        + _field("38", _field("00", GUID) + _field("01", beneficiary) + _field("02", TO_ACCOUNT))
        + _field("53", "704")
        + (_field("54", str(amount)) if amount else "")
        + _field("58", "VN")
        + (_field("62", _field("08", memo)) if memo else "")
        + "6304"
    )
    return body + crc16(body)


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        number, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (len(number) == 2 and number.isdigit() and len(length) == 2 and length.isascii() and length.isdigit()):
            raise WrongCode(f"no field begins at character {at}")
        end = at + 4 + int(length)
        if end > len(text):
            raise WrongCode(f"field {number} ends after the text")
        if number in found:
            raise WrongCode(f"field {number} stands there twice")
        found[number] = text[at + 4 : end]
        at = end
    return found


def decode(text: str) -> Transfer:
    """What a QR code asks for. Raises WrongCode for anything but a whole VietQR transfer to an account."""
    if len(text) < 8 or text[-8:-4] != "6304":
        raise WrongCode("no checksum at the end")
    if crc16(text[:-4]) != text[-4:].upper():
        raise WrongCode("the checksum does not fit")
    fields = _fields(text)
    account = _fields(fields.get("38", ""))
    if account.get("00") != GUID or account.get("02") != TO_ACCOUNT:
        raise WrongCode("not a VietQR transfer to an account")
    beneficiary = _fields(account.get("01", ""))
    if "00" not in beneficiary or "01" not in beneficiary:
        raise WrongCode("no bank or no account")
    amount = fields.get("54")
    if amount is not None and not (amount.isascii() and amount.isdigit()):
        raise WrongCode("the amount is not a whole number of đồng")
    memo = _fields(fields["62"]).get("08", "") if "62" in fields else ""
    return Transfer(beneficiary["00"], beneficiary["01"], int(amount) if amount else None, memo)
