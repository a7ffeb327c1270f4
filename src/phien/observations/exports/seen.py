"""What one line of an export says, before it is tied to a campaign and a file."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Context:
    """What the file does not say of itself.

    observed_at: when the platform showed these totals; the hour of the export, at worst that of the upload.
    year: the year of the newest date in the file, as a person said it; None: found from the name, ids, observed_at.
    tz: the zone of the account's dates. handle: the account, where the file does not name it (lower case, no @).
    day_first: whether 03/04/2026 is the 3rd of April; None: as the fingerprint says. currency: of bare amounts.
    """

    observed_at: datetime
    year: int | None = None
    tz: tzinfo = HANOI
    handle: str = ""
    day_first: bool | None = None
    currency: str = "VND"


class ObservationRow(NamedTuple):
    """A figure. `value` is whole: seconds, hundredths of a percent (unit "basis_points"), or money in the smallest unit
    in use (unit "VND", "USD": cents). `observed_at` of a total is the context's; of a day, its first minute; of a
    session, its start. flag: "", "negative", "year_guessed". confidence: "exact", "derived" or "confirmed".
    """

    line: int
    observed_at: datetime
    platform: str
    subject: str
    metric: str
    definition: str
    value: int
    unit: str = ""
    period: str = "total"
    flag: str = ""
    confidence: str = "exact"


class OrderRow(NamedTuple):
    """One line of a file of orders (kind "order") or of commissions (kind "affiliate").

    `order_id` is the platform's own number: whoever stores it makes a pseudonym of it. `state`: placed, confirmed,
    paid, delivered, cancelled, returned. Amounts are of the line (all its pieces), in the smallest unit in use.
    `content` is the native id of the publication or live session that the platform credits, `content_kind` the
    platform's word for it, `creator` its handle.
    """

    line: int
    ordered_at: datetime
    platform: str
    kind: str
    order_id: str
    sku: str = ""
    product: str = ""
    product_name: str = ""
    quantity: int = 1
    returned: int = 0
    amount: int = 0
    refunded: int = 0
    currency: str = "VND"
    state: str = "placed"
    province: str = ""
    creator: str = ""
    content: str = ""
    content_kind: str = ""
    commission: int = 0
    flag: str = ""


class PublicationRow(NamedTuple):
    """A publication that the export names.

    precision: "time" (to the minute), "day", "derived" (from the native id) or "" (not said). `account` is the handle,
    else the account's id; `hashtags` as written in the caption, without the sign, in order, each once.
    """

    line: int
    platform: str
    native_id: str
    url: str = ""
    title: str = ""
    account: str = ""
    account_name: str = ""
    published_at: datetime | None = None
    precision: str = ""
    hashtags: tuple[str, ...] = ()
    kind: str = ""
    flag: str = ""


class Skipped(NamedTuple):
    """A line, or (with `column`) one cell of it, that was not taken. `code` is for programs: "total", "description" and
    "empty" lie in the nature of the file, every other is a fault that the person should see.
    """

    line: int
    code: str
    reason: str | Promise
    column: str = ""

    @property
    def expected(self) -> bool:
        return self.code in {"total", "description", "empty"}


Seen = ObservationRow | OrderRow | PublicationRow | Skipped

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
