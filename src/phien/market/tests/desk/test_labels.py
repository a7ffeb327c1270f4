"""Labels, read back: the words with pypdf, the QR code from a page that was really drawn."""

import io

import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from phien.lib import pdf
from phien.market import actions, labels
from phien.market.models import StorageCondition
from phien.market.queries import desk_orders
from phien.market.tests.desk.conftest import pay


def rows(desk):
    return desk_orders.with_lines(desk_orders.orders_in(desk.market.packer.user, desk.market.campaign).order_by("pk"))


def words(content):
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def squeezed(text):
    return "".join(text.split())


def drawn(content, tmp_path, page=1):
    """A page of a PDF as a picture."""
    (tmp_path / "file.pdf").write_bytes(content)
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("file.pdf", page: {page})'
    (tmp_path / "page.typ").write_text(source)
    return Image.open(io.BytesIO(typst.compile(str(tmp_path / "page.typ"), format="png", ppi=203)))


def test_what_stands_on_it(desk):
    StorageCondition.objects.create(
        product=desk.market.duck, condition={"vi": "Nhiệt độ thường, còn nguyên bao bì"}, min_c=10, max_c=32, days=22
    )
    order = desk.order(note="Gọi trước khi giao")
    label = words(labels.a6(rows(desk)))[0]
    best_before = f"{desk.market.duck_lot.expires_on:%d/%m/%Y}"
    for text in (
        str(order),
        "Nguyễn Thị Hà",
        "0912 345 678",
        "Thôn Nà Riềng",
        "Xã Bắc Sơn, Tỉnh Lạng Sơn",
        "Lò vịt Thất Khê",
        "2 × Vịt quay Lạng Sơn",
        "Nhiệt độ thường, còn nguyên bao bì",
        "10–32 °C",
        "22",
        best_before,
        "V01",
        "4,4 kg",
        "Gọi trước khi giao",
    ):
        assert squeezed(text) in label, text


def test_what_the_carrier_collects(desk):
    cash, transfer, paid = desk.order(), desk.order(provider="bank_transfer"), desk.order(provider="bank_transfer")
    pay(paid)
    cancelled = desk.order((desk.market.honey_offer, 1))
    actions.cancel_order(order=cancelled, code="buyer", by=desk.market.packer)
    found = {str(order): labels.label_of(order) for order in rows(desk)}
    assert found[str(cash)].collect
    assert "800.000" in found[str(cash)].money.replace(",", ".")
    for order in (transfer, paid, cancelled):
        assert not found[str(order)].collect
        assert "800" not in found[str(order)].money


@pytest.mark.parametrize("make", [labels.a6, labels.a4])
def test_the_code_on_the_drawn_page_opens_the_packing_mode(desk, packer, tmp_path, make):
    order = desk.order()
    codes = zxingcpp.read_barcodes(drawn(make(rows(desk)), tmp_path))
    assert [code.text for code in codes] == [f"http://localhost:8000/desk/market/cho-phien/pack/{order}/"]
    path = codes[0].text.removeprefix("http://localhost:8000")
    assert packer.get(path).status_code == 200


def test_four_on_a_sheet(desk, tmp_path):
    orders = [desk.order((desk.market.honey_offer, 1)) for _ in range(5)]
    content = labels.a4(rows(desk))
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 2
    codes = {code.text.rstrip("/").rsplit("/", 1)[-1] for code in zxingcpp.read_barcodes(drawn(content, tmp_path))}
    assert codes == {str(order) for order in orders[:4]}


HOSTILE = [
    "Công ty Trách nhiệm hữu hạn Một thành viên Xuất nhập khẩu Nông sản Thực phẩm Lạng Sơn và các xã",
    "W" * 100,
    "王小明" * 33,
    "\u202eevil\u200b\x07 <script>alert(1)</script> =HYPERLINK()",
    "🦆" * 50,
    "Nguyễn Thị Hà",  # letters and marks apart
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_leaves_its_label(desk, tmp_path, name):
    desk.order(name=name[:100], street=(name * 9)[:200], note=(name * 9)[:300])
    picture = drawn(labels.a6(rows(desk)), tmp_path).convert("L")
    width, height = picture.size
    edge = int(width * 4.5 / 105)
    for box in (
        (0, 0, edge, height),
        (width - edge, 0, width, height),
        (0, height - edge, width, height),
        (0, 0, width, edge),
    ):
        assert picture.crop(box).getextrema()[0] > 200, "something is printed on the edge"


def test_letters_come_out_composed_and_the_unknown_as_a_square(desk):
    page = pdf.new(100, 100)
    assert pdf.readable(page, "Nguye\u0302\u0303n") == "Nguyễn"
    assert pdf.readable(page, "谅山 🦆\u202e\x00") == "谅山 □"
    assert pdf.readable(page, " a \t b\n\n c ") == "a b\nc"


def test_the_same_words_in_every_readers_language(desk, packer):
    desk.order()
    assert words(packer.get(desk.url("labels.pdf")).content) == words(
        packer.get("/en" + desk.url("labels.pdf")).content
    )


def test_nothing_to_label(desk, packer):
    answer = packer.get(desk.url("labels.pdf"), follow=True)
    assert answer.redirect_chain
    assert answer.status_code == 200
