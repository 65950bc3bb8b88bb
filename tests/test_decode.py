"""Bytes to text: every encoding that Chinese reports come in, found without being told."""

from __future__ import annotations

import codecs
import os
import random

import pytest

from hospext.errors import InputError, UsageError
from hospext.reading.decode import codec_name, decode

SIMPLIFIED = "今年上半年,我院门急诊量达32.5万人次,同比增长8.5%;\r\n出院患者1.2万人次,平均住院日6.3天。"
TRADITIONAL = (
    "本院今年上半年門診服務量達三十二萬人次，較去年同期成長百分之八點五；\n"
    "住院病人一萬二千人，平均住院日為六點三天。"
)


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def test_encoding_is_found_and_line_ends_stay(text: str, encoding: str, codec: str) -> None:
    assert decode(text.encode(encoding)) == (text, codec)


@pytest.mark.parametrize(
    ("mark", "encoding", "codec"),
    [(codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"), (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32")],
)
def test_big_endian_marks(mark: bytes, encoding: str, codec: str) -> None:
    assert decode(mark + SIMPLIFIED.encode(encoding)) == (SIMPLIFIED, codec)


@pytest.mark.parametrize("encoding", ["big5", "cp950"])
def test_big5(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == (TRADITIONAL, "cp950")


def test_hong_kong_big5() -> None:
    text = "醫院喺上年嘅門診量係三十二萬人次，佢哋嘅護士有一千二百人"
    assert decode(text.encode("big5hkscs")) == (text, "big5hkscs")


def windows(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size)]


def test_short_texts_tell_gb18030_from_big5() -> None:
    simplified = windows(SIMPLIFIED.replace("\r\n", ""), 12)
    traditional = windows(TRADITIONAL.replace("\n", ""), 12)
    assert [decode(each.encode("gb18030"))[0] for each in simplified] == simplified
    assert [decode(each.encode("gb18030"))[0] for each in traditional] == traditional
    assert [decode(each.encode("big5"))[0] for each in traditional] == traditional


def test_gb18030_beyond_gbk() -> None:
    text = "患者𠮷先生等3人出院，㎡与€也在。今年医院门诊量增长。"
    assert decode(text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_empty_and_ascii(encoding: str) -> None:
    assert decode(b"") == ("", "utf-8")
    assert decode("CMI 1.12, 911 beds\n".encode(encoding))[0] == "CMI 1.12, 911 beds\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_cut_off_last_character_is_marked_and_the_rest_read(encoding: str) -> None:
    text, codec = decode((SIMPLIFIED * 3 + "床").encode(encoding)[:-1])
    assert text == SIMPLIFIED * 3 + "\ufffd"
    assert codec == encoding


def test_a_stray_nul_does_not_spoil_a_text() -> None:
    text = SIMPLIFIED * 3 + "\0"
    assert decode(text.encode()) == (text, "utf-8")


JUNK = {
    "NULs": b"\0" * 100,
    "control characters": b"\x01\x02\x03\x04 abc",
    "all bytes": bytes(range(256)),
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + random.Random(1).randbytes(400),
    "PDF": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + random.Random(2).randbytes(400),
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + random.Random(3).randbytes(400),
    "random": random.Random(4).randbytes(64),
    "marked but not UTF-8": codecs.BOM_UTF8 + random.Random(5).randbytes(400),
}


@pytest.mark.parametrize("data", JUNK.values(), ids=JUNK)
def test_binary_data_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^this is binary data, not text: convert it to plain text first$"):
        decode(data)


def test_other_languages_are_refused_unless_their_encoding_is_named() -> None:
    data = "Hôpital général: 911 lits, santé, médecine, référence".encode("latin-1")
    with pytest.raises(InputError, match="name the right one"):
        decode(data)
    assert decode(data, "latin-1")[0].startswith("Hôpital")


def test_forced_encoding() -> None:
    assert decode("床位911张".encode("gbk"), "GBK") == ("床位911张", "gbk")
    assert decode("床位911张".encode("utf-8-sig"), "utf-8") == ("床位911张", "utf-8")


def test_forced_encoding_that_does_not_fit() -> None:
    with pytest.raises(InputError, match="not ascii text at byte 3: name another encoding"):
        decode("abc床位".encode(), "ascii")


@pytest.mark.parametrize("name", ["utf-99", "hex", "rot13", "", os.devnull])
def test_unknown_encoding(name: str) -> None:
    with pytest.raises(UsageError, match="unknown encoding"):
        codec_name(name)
