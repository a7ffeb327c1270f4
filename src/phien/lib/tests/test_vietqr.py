"""Our codes, the published ones, and another library's, read by each other and by a camera's decoder."""

import io
import random

import pytest
import segno
import vietnam_qr_pay as other
import zxingcpp
from PIL import Image

from phien.lib import qr, vietqr

VECTOR = (
    "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA"
    "530370454062590005802VN62120808LV7K3M9Q6304A0A4"
)
FACTS = {"bank_bin": "970436", "account": "1234567890", "amount": 259_000, "memo": "LV7K3M9Q"}


def test_the_reference_vector():
    assert vietqr.encode(**FACTS) == VECTOR
    assert vietqr.decode(VECTOR) == vietqr.Transfer("970436", "1234567890", 259_000, "LV7K3M9Q")


def test_the_checksum_is_that_of_the_standard():
    assert vietqr.crc16("123456789") == "29B1"


def test_the_other_library_reads_ours_and_writes_the_same():
    numbers = random.Random(1)
    for _ in range(50):
        facts = {
            "bank_bin": str(numbers.randrange(100_000, 999_999)),
            "account": str(numbers.randrange(10**5, 10**15)),
            "amount": numbers.randrange(1, 10**9),
            "memo": f"PH{numbers.randrange(10**8):08}",
        }
        ours = vietqr.encode(**facts)
        read = other.QRPay(ours)
        assert (read.consumer.bank_number, read.consumer.bank_bin) == (facts["account"], facts["bank_bin"])
        assert (int(read.amount), read.additional_data.purpose) == (facts["amount"], facts["memo"])
        theirs = other.QRPay.init_viet_qr(
            bank_bin=facts["bank_bin"],
            bank_number=facts["account"],
            amount=str(facts["amount"]),
            purpose=facts["memo"],
        ).build()
        assert ours == theirs
        assert vietqr.decode(theirs).amount == facts["amount"]


def test_without_an_amount_the_payer_writes_it():
    assert vietqr.decode(vietqr.encode(bank_bin="970436", account="1")) == vietqr.Transfer("970436", "1", None, "")


@pytest.mark.parametrize(
    "change",
    [
        {"bank_bin": "97043"},
        {"bank_bin": "97043x"},
        {"account": ""},
        {"account": "1" * 20},
        {"account": "12 34"},
        {"amount": -1},
        {"memo": "x" * 26},
        {"memo": "vịt"},
    ],
)
def test_what_cannot_be_a_transfer_is_not_encoded(change):
    with pytest.raises(vietqr.WrongCode):
        vietqr.encode(**FACTS | change)


def sealed(body):
    return body + "6304" + vietqr.crc16(body + "6304")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6304",
        "hello",
        VECTOR[:-1] + "5",
        VECTOR.replace("259000", "259001"),
        VECTOR[:-4],
        sealed("0002"),
        sealed("000201" * 2),
        sealed("00020138100006ABCDEF"),
        sealed(VECTOR[:-8].replace("QRIBFTTA", "QRIBFTTC")),
        sealed(VECTOR[:-8].replace("5406259000", "540625 00x")),
        sealed("99²²x"),
    ],
)
def test_what_is_no_transfer_is_not_decoded(text):
    with pytest.raises(vietqr.WrongCode):
        vietqr.decode(text)


def test_every_single_wrong_letter_is_found():
    for place in range(len(VECTOR)):
        wrong = VECTOR[:place] + ("1" if VECTOR[place] != "1" else "2") + VECTOR[place + 1 :]
        with pytest.raises(vietqr.WrongCode):
            vietqr.decode(wrong)


def test_a_camera_reads_it():
    out = io.BytesIO()
    segno.make(VECTOR, error="m", micro=False).save(out, kind="png", scale=4, border=4)
    assert zxingcpp.read_barcodes(Image.open(out))[0].text == VECTOR


def test_the_drawing_is_escaped():
    assert "<script>" not in qr.svg("x", label="<script>")
