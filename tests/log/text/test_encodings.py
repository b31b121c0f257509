from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bprkit.errors import InputError, OutputError
from bprkit.log.text import encodings
from bprkit.log.text.encodings import (
    Encoding,
    Undecodable,
    as_utf8,
    choose_encoding,
    detect_encoding,
    first_undecodable,
    undecodable_error,
)

OFFICE_LOG = (
    "文書番号,処理日時,処理内容,処理者,所属\n"
    "税第12号,2024/6/29 9:05,起案,山田　太郎,税務課\n"
    "税第12号,2024/6/29 13:10,決裁,佐藤　花子,総務部長\n"
)
WINDOWS_ONLY = "番号,件名,業者\n①,工事請負,㈱髙﨑組\nⅡ,纊褜の件,№5 ㍉\n"
ALSO_IN_EUC = "番号,件名,業者\n①,工事請負,㈱髙組\n"


@pytest.fixture(autouse=True)
def messages_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPRKIT_LANG", "en")


def written(folder: Path, content: bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
@pytest.mark.parametrize("packed", [False, True])
def test_an_office_log_is_recognised_and_survives(tmp_path: Path, codec: str, packed: bool) -> None:
    content = OFFICE_LOG.encode(codec)
    path = written(tmp_path, gzip.compress(content) if packed else content)
    encoding = detect_encoding(path)
    assert (encoding.name, encoding.why) == (codec, "valid")
    utf8 = as_utf8(path, encoding, tmp_path)
    if codec == "utf-8":
        assert utf8 == path
    else:
        assert utf8.read_bytes() == OFFICE_LOG.encode()


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_a_byte_order_mark_decides(tmp_path: Path, codec: str, name: str) -> None:
    path = written(tmp_path, OFFICE_LOG.encode(codec))
    encoding = detect_encoding(path)
    assert (encoding.name, encoding.why) == (name, "bom")
    utf8 = as_utf8(path, encoding, tmp_path)
    assert utf8.read_text(encoding="utf-8-sig") == OFFICE_LOG
    assert (utf8 == path) == (codec == "utf-8-sig")


def test_big_endian_utf_16_with_a_mark_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xfe\xff" + OFFICE_LOG.encode("utf-16-be"))
    assert as_utf8(path, detect_encoding(path), tmp_path).read_bytes() == OFFICE_LOG.encode()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [OFFICE_LOG, "case,activity\n1,draft\n"])
def test_utf_16_without_a_mark_is_told_by_its_zero_bytes(tmp_path: Path, codec: str, text: str) -> None:
    path = written(tmp_path, text.encode(codec))
    assert detect_encoding(path) == Encoding(codec, "valid")
    assert as_utf8(path, detect_encoding(path), tmp_path).read_bytes() == text.encode()


def test_plain_ascii_is_utf_8(tmp_path: Path) -> None:
    assert detect_encoding(written(tmp_path, b"case,activity\n1,draft\n")) == Encoding("utf-8", "valid")


def test_characters_that_only_windows_has_survive_cp932(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        WINDOWS_ONLY.encode("shift_jis")
    path = written(tmp_path, WINDOWS_ONLY.encode("cp932"))
    assert detect_encoding(path).name == "cp932"
    assert as_utf8(path, detect_encoding(path), tmp_path).read_text(encoding="utf-8") == WINDOWS_ONLY


def test_characters_that_only_windows_has_survive_euc_jp(tmp_path: Path) -> None:
    nec = {"①": "ADA1", "㈱": "ADEA", "髙": "FCE2"}
    content = b"".join(
        bytes.fromhex(nec[character]) if character in nec else character.encode("euc_jp")
        for character in ALSO_IN_EUC
    )
    with pytest.raises(UnicodeDecodeError):
        content.decode("euc_jp")
    path = written(tmp_path, content)
    assert detect_encoding(path).name == "euc_jp"
    assert as_utf8(path, detect_encoding(path), tmp_path).read_text(encoding="utf-8") == ALSO_IN_EUC


def test_old_mail_encoding_is_recognised(tmp_path: Path) -> None:
    path = written(tmp_path, OFFICE_LOG.encode("iso2022_jp"))
    assert as_utf8(path, detect_encoding(path), tmp_path).read_text(encoding="utf-8") == OFFICE_LOG


SHORT = [
    "番号,処理\n1,起案\n",
    "番号,処理\n1,決裁\n2,差戻し\n",
    "case,name\n1,齋藤\n",
    "case,activity\n1,A課\n",
    "ステップ\nテスト\n",
    "氏名\nヤマダ タロウ\n",
    "状態\n受付済み\n却下\n",
    "課\n税務課\n福祉課\n",
    "部\n総務部\n",
    "a,あ\n",
    "番号,区分\n1,○\n2,×\n",
    "年度,金額\n令和６年度,１２３\n",
    "a,決裁日\n1,R6.6.29\n",
]


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
@pytest.mark.parametrize("text", SHORT)
def test_even_a_few_characters_tell_the_encoding(tmp_path: Path, codec: str, text: str) -> None:
    assert detect_encoding(written(tmp_path, text.encode(codec))).name == codec


HALF_WIDTH = [
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "ｻﾄｳ ﾊﾅｺ",
    "ｽｽﾞｷ ｲﾁﾛｳ",
    "ﾀｶﾊｼ ｹﾝ",
    "ｲﾄｳ ﾕｳｺ",
    "ﾜﾀﾅﾍﾞ ﾏﾅﾌﾞ",
    "ｼﾔｸｼｮ",
    "ｾﾞｲﾑｶ",
]


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
def test_half_width_katakana_are_no_kanji(tmp_path: Path, codec: str) -> None:
    text = "no,name\n" + "".join(f"{number},{name}\n" for number, name in enumerate(HALF_WIDTH))
    assert detect_encoding(written(tmp_path, text.encode(codec))).name == codec


WORDS = (  # noqa: SIM905
    "起案,回議,合議,決裁,専決,代決,後閲,供覧,施行,差戻し,引戻し,完結,受付,審査,交付,却下,公印審査,浄書,照合,"
    "税務課,市民課,福祉課,総務部,教育委員会,会計課,土木課,課長,部長,係長,主事,市長,副市長,"
    "山田太郎,佐藤花子,鈴木一郎,高橋健,渡邊真,齋藤實,濱田,廣瀬,櫻井,"
    "道路占用許可申請,住民票の写し,補助金交付決定について,テレワーク,システム改修,ＡＢＣ,第１号"
).split(",")


@given(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=30),
    st.sampled_from(["utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16-be"]),
)
def test_office_words_in_any_order_tell_the_encoding(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], codec: str
) -> None:
    text = "no,what\n" + "".join(f"{number},{word}\n" for number, word in enumerate(words))
    path = written(tmp_path_factory.mktemp("words"), text.encode(codec))
    assert detect_encoding(path).name == codec


def test_western_bytes_are_refused_with_the_place_not_read_as_kanji(tmp_path: Path) -> None:
    path = written(tmp_path, "caso,actividad\n1,Evaluación\n2,Pérez señaló\n".encode("cp1252"))
    with pytest.raises(InputError) as caught:
        detect_encoding(path)
    for text in (caught.value.en, caught.value.ja):
        assert str(path) in text
        assert "0xF3" in text
        assert "--encoding cp1252" in text
    assert "line 2, column 11" in caught.value.en
    utf8 = as_utf8(path, choose_encoding(path, "cp1252"), tmp_path)
    assert "Evaluación" in utf8.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "name", "told"),
    [
        ("shift_jis", "cp932", True),
        ("Shift-JIS", "cp932", True),
        ("sjis", "cp932", True),
        ("MS932", "cp932", True),
        ("windows-31j", "cp932", True),
        ("cp932", "cp932", False),
        ("euc-jp", "euc_jp", False),
        ("EUC_JP", "euc_jp", False),
        ("cp51932", "euc_jp", True),
        ("latin1", "iso8859-1", False),
    ],
)
def test_the_users_names_of_encodings_are_understood(
    tmp_path: Path, asked: str, name: str, told: bool
) -> None:
    found = choose_encoding(written(tmp_path, b"a,b\n1,2\n"), asked)
    assert (found.name, found.why, found.asked) == (name, "chosen", asked if told else None)
    assert (found.note is not None) == told


def test_utf_names_are_understood(tmp_path: Path) -> None:
    path = written(tmp_path, OFFICE_LOG.encode())
    for asked in ("utf8", "UTF-8", "utf-8-sig", "utf_8"):
        assert choose_encoding(path, asked) == Encoding("utf-8", "chosen")
    big = written(tmp_path, OFFICE_LOG.encode("utf-16-be"), "big.csv")
    assert choose_encoding(big, "utf16").name == "utf-16-be"
    marked = written(tmp_path, OFFICE_LOG.encode("utf-16"), "marked.csv")
    assert choose_encoding(marked, "utf-16-le") == Encoding("utf-16", "chosen")


@pytest.mark.parametrize("asked", ["klingon", "base64", "rot13", "punycode", "undefined", "", "日本語"])
def test_an_unknown_encoding_is_refused(tmp_path: Path, asked: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_encoding(written(tmp_path, b"a,b\n"), asked)
    assert f"--encoding {asked}" in caught.value.en


def test_a_choice_against_the_mark_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, OFFICE_LOG.encode("utf-8-sig"))
    with pytest.raises(InputError, match="utf-8-sig"):
        choose_encoding(path, "cp932")
    assert choose_encoding(path, "utf-8").is_utf8


def test_a_choice_against_the_content_is_doubted_aloud(tmp_path: Path) -> None:
    path = written(tmp_path, OFFICE_LOG.encode())
    found = choose_encoding(path, "latin-1")
    assert found.doubt == "utf-8"
    assert found.note and "utf-8" in found.note
    assert choose_encoding(path, "utf-8").note is None


def test_an_undecodable_byte_is_named_with_line_column_and_value(tmp_path: Path) -> None:
    content = "番号,処理\n1,起案\n2,決".encode("cp932") + b"\x80" + "裁\n".encode("cp932")
    path = written(tmp_path, content)
    assert first_undecodable(path, Encoding("cp932", "valid")) == Undecodable(3, 4, 0x80)
    with pytest.raises(InputError) as caught:
        detect_encoding(path)
    assert f"{path}, line 3, column 4: byte 0x80 is not valid cp932" in caught.value.en
    assert "3 行 4 文字目" in caught.value.ja
    assert "--encoding" in caught.value.ja
    before = set(tmp_path.iterdir())
    with pytest.raises(InputError, match="0x80"):
        as_utf8(path, Encoding("cp932", "chosen"), tmp_path)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
def test_one_damaged_character_in_a_large_log_does_not_hide_the_encoding(tmp_path: Path, codec: str) -> None:
    rows = ["番号,処理", *(f"{number},{WORDS[number % len(WORDS)]}" for number in range(3_000))]
    content = [row.encode(codec) for row in rows]
    content[1_500] += b"\xff"
    path = written(tmp_path, b"\n".join(content))
    with pytest.raises(InputError, match=f"line 1501, column .*0xFF is not valid {codec}"):
        detect_encoding(path)


def test_a_wrong_choice_is_told_the_right_one(tmp_path: Path) -> None:
    path = written(tmp_path, OFFICE_LOG.encode("cp932"))
    chosen = choose_encoding(path, "utf-8")
    where = first_undecodable(path, chosen)
    assert where == Undecodable(1, 1, 0x95)
    assert "--encoding cp932" in undecodable_error(path, chosen, where).en


def test_valid_files_have_no_undecodable_byte(tmp_path: Path) -> None:
    for codec in ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le"):
        assert (
            first_undecodable(written(tmp_path, OFFICE_LOG.encode(codec)), Encoding(codec, "valid")) is None
        )


def test_a_character_cut_off_at_the_end_is_undecodable(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,決裁".encode("cp932")[:-1])
    assert first_undecodable(path, Encoding("cp932", "valid")) == Undecodable(2, 4, 0x8D)


@pytest.mark.parametrize("stray", [b"\x80", b"\xa0", b"\xfd", b"\xfe", b"\xff"])
def test_bytes_that_python_lets_pass_in_cp932_are_refused(tmp_path: Path, stray: bytes) -> None:
    path = written(tmp_path, "処理\n起案".encode("cp932") + stray + b"\n")
    assert first_undecodable(path, Encoding("cp932", "valid")) == Undecodable(2, 3, stray[0])


def test_lines_are_counted_by_carriage_returns_where_there_is_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\r1,2\r3,\xff\r")
    assert first_undecodable(path, Encoding("utf-8", "valid")) == Undecodable(3, 3, 0xFF)
    windows = written(tmp_path, b"a,b\r\n1,2\r\n3,\xff\r\n")
    assert first_undecodable(windows, Encoding("utf-8", "valid")) == Undecodable(3, 3, 0xFF)


@settings(max_examples=60)
@given(
    st.text(alphabet="aあ漢①ｱ髙\n,", max_size=40),
    st.sampled_from(["utf-8", "cp932", "euc_jp", "utf-16-le"]),
    st.integers(1, 9),
    st.integers(0, 200),
)
def test_the_place_of_a_bad_byte_is_right_wherever_chunks_end(
    tmp_path_factory: pytest.TempPathFactory, text: str, codec: str, chunk: int, cut: int
) -> None:
    text = text.replace("①", "丸").replace("髙", "高") if codec == "euc_jp" else text
    good = text[: cut % (len(text) + 1)]
    bad = b"\x00\xdc" if codec == "utf-16-le" else b"\xff"  # a lone low surrogate; no lead byte anywhere
    path = written(tmp_path_factory.mktemp("chunks"), good.encode(codec) + bad + text.encode(codec))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "_CHUNK", chunk)
        found = first_undecodable(path, Encoding(codec, "valid"))
    last_line = good.rsplit("\n", 1)[-1]
    assert found == Undecodable(good.count("\n") + 1, len(last_line) + 1, bad[0])


@settings(max_examples=40)
@given(
    st.text(alphabet="aあ漢①ｱ髙㈱\n,", max_size=60),
    st.sampled_from(["cp932", "utf-16", "euc_jp", "iso2022_jp_ext", "utf-16-be"]),
    st.integers(1, 7),
)
def test_a_copy_is_the_same_text_wherever_chunks_end(
    tmp_path_factory: pytest.TempPathFactory, text: str, codec: str, chunk: int
) -> None:
    nec = {"①": "ADA1", "㈱": "ADEA", "髙": "FCE2"}
    if codec == "euc_jp":
        content = b"".join(bytes.fromhex(nec[c]) if c in nec else c.encode(codec) for c in text)
    else:
        text = text if codec != "iso2022_jp_ext" else text.translate(dict.fromkeys(map(ord, nec)))
        content = text.encode(codec)
    folder = tmp_path_factory.mktemp("copies")
    path = written(folder, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "_CHUNK", chunk)
        copy = as_utf8(path, Encoding(codec, "chosen"), folder)
    assert copy.read_bytes() == text.encode()


def test_japanese_that_begins_late_in_a_large_file_is_found(tmp_path: Path) -> None:
    random.seed(1)
    ascii_rows = "".join(f"{number},draft,2024-06-29\n" for number in range(40_000))
    late = "".join(f"{number},{random.choice(WORDS)},2024-06-29\n" for number in range(10_000))
    path = written(tmp_path, ("no,what,when\n" + ascii_rows + late).encode("cp932"))
    assert detect_encoding(path).name == "cp932"


def test_a_sample_never_cuts_a_character(tmp_path: Path) -> None:
    rows = "".join(f"{'x' * (number % 7)},起案審査決裁施行\n" for number in range(20_000))
    for codec in ("utf-8", "cp932", "euc_jp"):
        assert detect_encoding(written(tmp_path, rows.encode(codec))).name == codec
    one_line = "起案審査決裁施行" * 20_000
    for codec in ("utf-8", "cp932", "euc_jp"):
        assert detect_encoding(written(tmp_path, b"x" + one_line.encode(codec))).name == codec


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"\xef\xbb\xbf", b"\xff\xfe", gzip.compress(b"")):
        with pytest.raises(InputError, match="empty"):
            detect_encoding(written(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 100,
        b"a,b\n1,\x00\n",
        bytes(range(256)) * 8,
        OFFICE_LOG.encode() + b"\x00\n",
        OFFICE_LOG.encode("cp932") + b"\x00\x00",
        b"\x00" + OFFICE_LOG.encode("euc_jp"),
    ],
)
def test_zero_bytes_are_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError, match="zero"):
        detect_encoding(path)


def test_zero_bytes_are_refused_whatever_encoding_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n1,\x00\n")
    for asked in ("utf-8", "cp932", "latin-1"):
        with pytest.raises(InputError, match="byte 7 is zero"):
            choose_encoding(path, asked)


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    noise = bytes(byte for byte in random.Random(7).randbytes(20_000) if byte)
    with pytest.raises(InputError, match="cannot be read"):
        detect_encoding(written(tmp_path, noise))


def test_two_files_of_one_name_get_two_copies(tmp_path: Path) -> None:
    into = tmp_path / "copies"
    into.mkdir()
    copies = set()
    for folder in ("四月", "五月"):
        (tmp_path / folder).mkdir()
        path = written(tmp_path / folder, OFFICE_LOG.encode("cp932"))
        copies.add(as_utf8(path, detect_encoding(path), into))
    assert len(copies) == 2
    assert {copy.suffix for copy in copies} == {".csv"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, OFFICE_LOG.encode("cp932"))
    full = tmp_path / "copy.csv"
    monkeypatch.setattr(
        encodings.tempfile, "mkstemp", lambda **_: (os.open("/dev/full", os.O_WRONLY), str(full))
    )
    with pytest.raises(OutputError, match="full"):
        as_utf8(path, Encoding("cp932", "valid"), tmp_path)


def test_an_interrupted_copy_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, OFFICE_LOG.encode("cp932"))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(encodings, "_texts", interrupt)
    with pytest.raises(KeyboardInterrupt):
        as_utf8(path, Encoding("cp932", "valid"), tmp_path)
    assert list(tmp_path.iterdir()) == [path]
