"""Transfers at the desk: by hand, and by the lines of a bank's statement."""

import uuid

import pytest

from phien.market import actions
from phien.market.forms.desk_money import read_statement
from phien.market.models import Payment, Receipt, Refund
from phien.market.tests.desk.conftest import pay


@pytest.fixture
def order(desk):
    return desk.order(provider="bank_transfer")


def key():
    return str(uuid.uuid4())


class TestByHand:
    def receive(self, desk, client, order, amount, **changes):
        sent = {"amount": amount, "external_id": "", "key": key()} | changes
        return client.post(desk.url(f"orders/{order}/receive/"), sent)

    def test_all_of_it_once(self, desk, packer, order):
        sent = {"amount": "800.000", "key": key()}
        assert order.total == 800_000
        for _ in range(2):
            assert packer.post(desk.url(f"orders/{order}/receive/"), sent).status_code == 302
        assert (Receipt.objects.count(), Payment.objects.get().state) == (1, "paid")
        assert Receipt.objects.get().by == desk.market.packer

    def test_a_part_then_the_rest(self, desk, packer, order):
        self.receive(desk, packer, order, "300000")
        assert Payment.objects.get().missing == 500_000
        assert "500.000" in packer.get(desk.url(f"orders/{order}/")).content.decode()
        self.receive(desk, packer, order, "500 000")
        assert Payment.objects.get().state == "paid"

    def test_too_much_is_to_be_paid_back(self, desk, packer, order):
        self.receive(desk, packer, order, "850000 đ")
        assert Payment.objects.get().state == "paid"
        assert Refund.objects.get().amount == 50_000
        assert str(order) in packer.get(desk.url("money/")).content.decode()

    def test_the_banks_number_is_noted_once(self, desk, packer, order):
        for _ in range(2):
            self.receive(desk, packer, order, "100000", external_id="FT123")
        assert Payment.objects.get().paid_amount == 100_000

    @pytest.mark.parametrize("amount", ["0", "-1", "", "abc", "1.5", "1e9", "9" * 30, "12.34.567"])
    def test_a_wrong_amount_is_refused_and_kept(self, desk, packer, order, amount):
        answer = self.receive(desk, packer, order, amount, external_id="FT9")
        assert answer.status_code == 400
        assert "FT9" in answer.content.decode()
        assert not Receipt.objects.exists()

    def test_nothing_is_awaited_for_cash(self, desk, packer):
        order = desk.order()
        assert packer.get(desk.url(f"orders/{order}/receive/")).status_code == 409

    def test_cash_takes_no_transfer_by_post(self, desk, packer):
        order = desk.order()
        assert self.receive(desk, packer, order, "800000").status_code == 409
        assert not Receipt.objects.exists()

    def test_another_house_notes_nothing(self, desk, honey_house, order):
        assert self.receive(desk, honey_house, order, "800000").status_code == 404
        assert not Receipt.objects.exists()


class TestStatement:
    def post(self, desk, client, text, **more):
        return client.post(desk.url("money/statement/"), {"text": text} | more)

    def test_looked_at_first_then_noted_once(self, desk, packer, order):
        memo = order.payment.reference
        text = f"24/11/2026 09:12\t+800.000\tVI THI LAN CHUYEN TIEN {memo[:4]} {memo[4:]} FT26328"
        answer = self.post(desk, packer, text)
        match = answer.context["matches"][0]
        assert (match.state, match.amount, match.payment.order) == ("right", 800_000, order)
        assert not Receipt.objects.exists()
        for _ in range(2):
            assert self.post(desk, packer, text, sure="1", line=match.external_id).status_code == 302
        assert (Receipt.objects.count(), Payment.objects.get().state) == (1, "paid")
        assert self.post(desk, packer, text).context["matches"][0].state == "noted"

    def test_what_is_not_ticked_is_not_noted(self, desk, packer, order):
        text = f"800000 {order.payment.reference}"
        self.post(desk, packer, text, sure="1")
        self.post(desk, packer, text, sure="1", line="line:somethingelse")
        assert not Receipt.objects.exists()

    def test_each_kind_of_line(self, desk, packer, order):
        part, over, paid = (desk.order((desk.market.honey_offer, 1), provider="bank_transfer") for _ in range(3))
        pay(paid)
        lines = [
            f"+800.000 VND {order.payment.reference}",
            f"+100.000 {part.payment.reference}",
            f"+999.000 {over.payment.reference}",
            f"+230.000 {paid.payment.reference}",
            f"-800.000 {order.payment.reference} hoan tien",
            "+50.000 chuc mung nam moi",
            f"{order.payment.reference} khong ro",
        ]
        found = self.post(desk, packer, "\n".join(lines)).context["matches"]
        assert {match.text.split()[0]: match.state for match in found} == {
            "+800.000": "right",
            "+100.000": "part",
            "+999.000": "over",
            "+230.000": "paid",
            "-800.000": "out",
            "+50.000": "unknown",
            order.payment.reference: "unclear",
        }

    def test_a_csv_with_its_head(self, desk, packer, order):
        text = (
            "\ufeffNgày;Số giao dịch;Ghi nợ;Ghi có;Nội dung\r\n"
            f'24/11/2026;FT001;;"800.000,00";"MBVCB.123.456.{order.payment.reference}.CT tu 0123456789"\r\n'
            "24/11/2026;FT002;50.000;;phi dich vu\r\n"
        )
        found = {match.state: match for match in self.post(desk, packer, text).context["matches"]}
        assert set(found) == {"right", "out"}
        assert found["right"].external_id.startswith("bank:FT001")
        assert found["right"].amount == 800_000

    def test_another_house_finds_nothing(self, desk, honey_house, order):
        text = f"800000 {order.payment.reference}"
        match = self.post(desk, honey_house, text).context["matches"][0]
        assert match.state == "unknown"
        self.post(desk, honey_house, text, sure="1", line=match.external_id)
        assert not Receipt.objects.exists()

    @pytest.mark.parametrize("text", ["", "   ", "x\n" * 600, "y" * 300_000])
    def test_too_little_or_too_much(self, desk, packer, text):
        assert self.post(desk, packer, text).status_code == 400

    @pytest.mark.parametrize("text", ['"', '"a;b\n"c', "\x00\x00", ";;;;\n;;;;", "<script>alert(1)</script>", "=1+1;2"])
    def test_nonsense_is_only_lines(self, desk, packer, text):
        answer = self.post(desk, packer, text)
        assert answer.status_code in {200, 400}
        assert "<script>alert" not in answer.content.decode()

    def test_the_same_line_twice_is_one(self):
        assert len(read_statement("+100.000 abc\n+100.000  abc\n")) == 1

    @pytest.mark.parametrize(
        ("line", "amounts"),
        [
            ("24/11/2026 09:12 +415.000 VND ND PH23456789", (415_000,)),
            ("TK 0123456789012345 415,000 d", (415_000,)),
            ("2026-11-24 415000 chuyen", (415_000,)),
            ("ma 12 khong co tien", ()),
        ],
    )
    def test_amounts_among_other_numbers(self, line, amounts):
        assert read_statement(line)[0].amounts == amounts


def test_money_for_a_cancelled_order_revives_it(desk, packer, order):
    actions.cancel_order(order=order, code="unpaid")
    sent = {"amount": "800000", "key": key()}
    assert packer.get(desk.url(f"orders/{order}/receive/")).status_code == 200
    assert packer.post(desk.url(f"orders/{order}/receive/"), sent).status_code == 302
    order.refresh_from_db()
    assert order.state == "placed"
