"""What an XES log says is what is read: every event, every attribute, and a count of all that is odd."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import real_logs
from bprkit import language
from bprkit.errors import InputError
from bprkit.log.xes import reading as xes
from bprkit.log.xes.reading import XesLog, read_xes

REAL = real_logs.folder()
needs_real_data = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real logs in {REAL} (BPRKIT_REAL_DATA)")

KINDS = ("string", "date", "int", "float", "boolean", "id")


@pytest.fixture(autouse=True)
def english():
    language.use("en")
    yield
    language.use(None)


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(log: XesLog) -> list[dict[str, object]]:
    return pa.Table.from_batches(log.batches()).to_pylist()


def findings(log: XesLog) -> dict[str, int]:
    return {check: count for check, count, _ in log.findings}


def log_of(*parts: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<log>{"".join(parts)}</log>'


def trace(name: str, *events: str, more: str = "") -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}{more}</trace>'


def event(activity: str, more: str = "") -> str:
    return f'<event><string key="concept:name" value="{activity}"/>{more}</event>'


# What is read


def test_a_row_an_event_with_the_attributes_of_its_trace_prefixed(tmp_path):
    text = log_of(
        '<string key="source" value="文書管理"/>',
        trace(
            "R6-17",
            '<string key="課" value="税務課"/>',
            event("起案"),
            event("決裁", '<int key="頁" value="3"/>'),
        ),
        trace("R6-18", event("起案")),
    )
    log = read_xes(write(tmp_path / "log.xes", text))
    assert log.columns == ("case:concept:name", "concept:name", "頁", "case:課")
    assert (log.events, log.traces, log.findings) == (3, 2, ())
    assert rows(log) == [
        {"case:concept:name": "R6-17", "concept:name": "起案", "頁": None, "case:課": "税務課"},
        {"case:concept:name": "R6-17", "concept:name": "決裁", "頁": 3, "case:課": "税務課"},
        {"case:concept:name": "R6-18", "concept:name": "起案", "頁": None, "case:課": None},
    ]


def test_attributes_that_stand_after_the_events_belong_to_the_trace_all_the_same(tmp_path):
    text = log_of("<trace>", event("A"), '<string key="concept:name" value="late"/></trace>')
    assert rows(read_xes(write(tmp_path / "log.xes", text))) == [
        {"case:concept:name": "late", "concept:name": "A"}
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("<log>", '<log xmlns="http://www.xes-standard.org/">'),
        lambda text: (
            (text.replace("</", "</x:").replace("<l", "<x:l").replace("<t", "<x:t").replace("<e", "<x:e"))
            .replace("<s", "<x:s")
            .replace("<x:log>", '<x:log xmlns:x="http://www.xes-standard.org/">')
        ),
        lambda text: text.replace('"', "'"),
        lambda text: text.replace("/>", " ></string>"),
        lambda text: text.replace('<string key="concept:name"', '<string\n  key = "concept:name"\n '),
        lambda text: text.replace("<event>", '<event id="e1">'),
        lambda text: text.replace("<event>", "<!-- <event> --><event><![CDATA[<event>]]><?x <event>?>"),
        lambda text: text + "\n<!-- end -->",
        lambda text: "\N{BYTE ORDER MARK}" + text,
    ],
    ids=["plain", "namespace", "prefix", "quotes", "closed", "spaces", "id", "asides", "tail", "bom"],
)
def test_the_same_log_spelt_in_other_ways_reads_the_same(tmp_path, change):
    text = log_of(trace("1", event("A"), event("B")), trace("2", event("A")))
    log = read_xes(write(tmp_path / "log.xes", change(text)))
    assert [(r["case:concept:name"], r["concept:name"]) for r in rows(log)] == [
        ("1", "A"),
        ("1", "B"),
        ("2", "A"),
    ]
    assert log.columns == ("case:concept:name", "concept:name")


def test_references_and_white_space_in_values_are_read_as_xml_says(tmp_path):
    values = {
        "&amp;&lt;&gt;&quot;&apos;": "&<>\"'",
        "&#x20BB7;&#37326;家": "𠮷野家",
        "a\nb\tc": "a b c",
        "a&#10;b": "a\nb",
    }
    text = log_of(trace("1", *map(event, values)))
    assert [r["concept:name"] for r in rows(read_xes(write(tmp_path / "log.xes", text)))] == [
        *values.values()
    ]


def test_defaults_declared_as_global_are_not_filled_in(tmp_path):
    text = log_of(
        '<global scope="event"><string key="org:resource" value="UNKNOWN"/></global>',
        '<classifier name="x" keys="concept:name"/>',
        trace("1", event("A"), event("B", '<string key="org:resource" value="R1"/>')),
    )
    assert [r["org:resource"] for r in rows(read_xes(write(tmp_path / "log.xes", text)))] == [None, "R1"]


def test_a_trace_without_a_name_leaves_the_case_missing(tmp_path):
    log = read_xes(write(tmp_path / "log.xes", log_of("<trace>", event("A"), "</trace>")))
    assert rows(log) == [{"case:concept:name": None, "concept:name": "A"}]


def test_case_names_given_with_the_events_are_used_where_the_traces_have_none(tmp_path):
    with_case = event("A", '<string key="case:concept:name" value="7"/>')
    log = read_xes(write(tmp_path / "log.xes", log_of("<trace>", with_case, "</trace>")))
    assert rows(log) == [{"case:concept:name": "7", "concept:name": "A"}]


# Types


def test_numbers_are_numbers_and_all_else_is_the_text_of_the_file(tmp_path):
    stamp = "2011-10-11T13:45:40.276+02:00"
    text = log_of(
        trace(
            "007",
            event("A", f'<date key="time:timestamp" value="{stamp}"/><float key="円" value="1.5"/>'),
            event("B", '<int key="頁" value="12"/><int key="円" value="2"/><boolean key="急" value="true"/>'),
        )
    )
    log = read_xes(write(tmp_path / "log.xes", text))
    a, b = rows(log)
    assert (a["case:concept:name"], a["time:timestamp"], a["円"], b["頁"], b["円"], b["急"]) == (
        "007", stamp, 1.5, 12, 2.0, "true",
    )  # fmt: skip
    assert log.schema.field("time:timestamp").metadata == {b"xes": b"date"}
    assert findings(log) == {}


def test_a_key_with_two_types_is_text_and_told(tmp_path):
    text = log_of(
        trace("1", event("A", '<int key="x" value="007"/>'), event("B", '<string key="x" value="n/a"/>'))
    )
    log = read_xes(write(tmp_path / "log.xes", text))
    assert [r["x"] for r in rows(log)] == ["007", "n/a"]
    assert log.findings == (("mixed_types", 1, ({"column": "x", "types": ["int", "string"]},)),)


@pytest.mark.parametrize("block", [100, 10_000])
def test_numbers_that_are_none_make_the_column_text_and_are_shown(tmp_path, monkeypatch, block):
    monkeypatch.setattr(xes, "BLOCK", block)
    wrong = [event("A", f'<int key="x" value="{x}"/>') for x in ("1", "", "2", "1,234", "1,234")]
    log = read_xes(write(tmp_path / "log.xes", log_of(trace("1", *wrong))))
    assert [r["x"] for r in rows(log)] == ["1", "", "2", "1,234", "1,234"]
    ((check, count, examples),) = log.findings
    assert (check, count) == ("unparsable_number", 3)
    assert {e["value"] for e in examples} == {"", "1,234"}


# What is odd is counted


def test_nested_attributes_and_lists_are_set_aside_and_the_top_value_kept(tmp_path):
    nested = '<string key="doc" value="図面"><string key="inner" value="x"/><int key="n" value="1"/></string>'
    items = '<list key="items"><values><string key="i" value="1"/></values></list><container key="c"/>'
    log = read_xes(
        write(tmp_path / "log.xes", log_of(trace("1", event("A", nested + items), event("B"), more=nested)))
    )
    assert rows(log) == [
        {"case:concept:name": "1", "concept:name": "A", "doc": "図面", "case:doc": "図面"},
        {"case:concept:name": "1", "concept:name": "B", "doc": None, "case:doc": "図面"},
    ]
    ((check, count, examples),) = log.findings
    assert (check, count) == ("nested_attribute", 7)
    assert examples[0] == {"row": 1, "attribute": "inner"}


def test_traces_without_events_and_events_without_a_trace_are_counted(tmp_path):
    text = log_of("<trace/>", trace("1", event("A")), trace("empty"), event("stray"), "<event/>")
    log = read_xes(write(tmp_path / "log.xes", text))
    assert [r["case:concept:name"] for r in rows(log)] == ["1", None, None]
    assert {c: (n, e) for c, n, e in log.findings} == {
        "empty_trace": (2, ({"trace": 1, "case": None}, {"trace": 3, "case": "empty"})),
        "event_outside_trace": (2, ({"row": 2}, {"row": 3})),
    }


def test_of_an_attribute_given_twice_the_last_counts_as_in_pm4py(tmp_path):
    twice = '<string key="x" value="1"/><string key="x" value="2"/>'
    log = read_xes(write(tmp_path / "log.xes", log_of(trace("1", event("A", twice), more=twice))))
    assert [(r["x"], r["case:x"]) for r in rows(log)] == [("2", "2")]
    assert findings(log) == {"duplicate_attribute": 2}


def test_an_attribute_without_a_value_is_missing_and_counted(tmp_path):
    log = read_xes(write(tmp_path / "log.xes", log_of(trace("1", event("A", '<string key="x"/>')))))
    assert findings(log) == {"attribute_without_value": 1}
    assert "x" not in log.columns


def test_an_event_and_its_trace_may_claim_the_same_column_and_both_are_kept(tmp_path):
    own = event("A", '<string key="case:課" value="event"/>')
    log = read_xes(
        write(tmp_path / "log.xes", log_of(trace("1", own, more='<string key="課" value="trace"/>')))
    )
    assert [(r["case:課"], r["event:case:課"]) for r in rows(log)] == [("trace", "event")]
    assert findings(log) == {"renamed_column": 1}


# Any log, cut into blocks anywhere, against a plain reading of the tree

texts = st.text(st.sampled_from("ab&<>\"' \t\n漢𠮷é-!?/="), max_size=6)
numbers = st.integers(-99, 99).map(str)


@st.composite
def attributes(draw, depth=0):
    kind = draw(st.sampled_from(KINDS))
    key = draw(st.sampled_from(["concept:name", "org:resource", "x", "case:x", 'odd " & key']))
    value = draw(numbers if kind in ("int", "float") else texts)
    element = etree.Element(kind)
    for name, text in draw(st.permutations([("key", key), ("value", value)])):
        element.set(name, text)
    if depth < 2:
        for child in draw(st.lists(attributes(depth=depth + 1), max_size=1)):
            element.append(child)
    return element


@st.composite
def logs(draw):
    root = etree.Element("log")
    root.extend(draw(st.lists(attributes(), max_size=2)))
    for _ in range(draw(st.integers(0, 3))):
        where = etree.SubElement(root, "trace") if draw(st.integers(0, 5)) else root
        for _ in range(draw(st.integers(0, 4))):
            if draw(st.booleans()):
                etree.SubElement(where, "event").extend(draw(st.lists(attributes(), max_size=4)))
            elif where is not root:
                where.append(draw(attributes()))
            if draw(st.integers(0, 3)) == 0:
                where.append(
                    etree.Comment(draw(st.sampled_from(["<event>", " </trace> ", "<string key='x'"])))
                )
    return etree.tostring(root, encoding="UTF-8", pretty_print=draw(st.booleans()))


def values_of(element) -> dict[str, str]:
    return {child.get("key"): child.get("value") for child in element if child.tag in KINDS}


def naive(text: bytes) -> list[dict[str, str]]:
    root = etree.fromstring(text)
    read = []
    for node in root.iter("event"):
        case = values_of(node.getparent()) if node.getparent().tag == "trace" else {}
        case = {f"case:{key}": value for key, value in case.items()}
        read.append((case, values_of(node)))
    taken = {f"case:{key}" for node in root.iter("trace") for key in values_of(node)}
    return [case | {f"event:{k}" if k in taken else k: v for k, v in own.items()} for case, own in read]


@settings(max_examples=150, deadline=None)
@given(logs(), st.integers(5, 400))
def test_any_log_reads_like_its_tree_wherever_the_text_is_cut(tmp_path_factory, text, block):
    path = write(tmp_path_factory.mktemp("xes") / "log.xes", text)
    expected = naive(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xes, "BLOCK", block)
        if not expected:
            with pytest.raises(InputError, match="no events"):
                read_xes(path)
            return
        log = read_xes(path)
    got = [{k: v for k, v in row.items() if v is not None} for row in rows(log)]
    assert [{k: as_read(v, log, k) for k, v in row.items()} for row in expected] == got
    nested = etree.fromstring(text).xpath(
        "count(//trace//*[@key]/*[@key]) + count(/log/event//*[@key]/*[@key])"
    )
    assert findings(log).get("nested_attribute", 0) == nested


def as_read(value: str, log: XesLog, column: str) -> object:
    kind = log.schema.field(column).type
    return int(value) if kind == pa.int64() else float(value) if kind == pa.float64() else value


# The file around it


@pytest.mark.parametrize("name", ["log.xes.gz", "log.xes", "記録 その1.txt"])
def test_gzip_is_told_by_content_not_by_name(tmp_path, name):
    text = log_of(trace("1", event("A"))).encode()
    assert read_xes(write(tmp_path / name, text)).events == 1
    assert read_xes(write(tmp_path / name, gzip.compress(text))).events == 1


@pytest.mark.parametrize("encoding", ["UTF-16", "Shift_JIS", "EUC-JP", "UTF-8", "ISO-2022-JP"])
def test_the_encoding_that_the_file_declares_is_used(tmp_path, encoding):
    text = log_of(trace("髙橋①", event("起案"))).replace("UTF-8", encoding)
    codec = {"Shift_JIS": "cp932", "EUC-JP": "euc_jis_2004", "ISO-2022-JP": "iso2022_jp"}.get(
        encoding, encoding
    )
    name = "髙橋①" if encoding in ("UTF-8", "UTF-16", "Shift_JIS") else "高橋"
    log = read_xes(write(tmp_path / "log.xes", text.replace("髙橋①", name).encode(codec)))
    assert rows(log) == [{"case:concept:name": name, "concept:name": "起案"}]


def test_progress_tells_how_many_events_were_read(tmp_path, monkeypatch):
    monkeypatch.setattr(xes, "BLOCK", 100)
    seen: list[int] = []
    read_xes(write(tmp_path / "log.xes", log_of(trace("1", *[event("A")] * 20))), progress=seen.append)
    assert seen == sorted(seen) and seen[0] == 0 and seen[-1] in range(18, 21) and len(set(seen)) > 5


def test_a_text_of_many_megabytes_is_read(tmp_path):
    long = "長" * 10_000_000
    log = read_xes(
        write(tmp_path / "log.xes", log_of(trace("1", event("A", f'<string key="x" value="{long}"/>'))))
    )
    assert rows(log)[0]["x"] == long


# What is refused, in one message

GOOD = log_of(trace("1", event("A"), event("B")))
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n'
    '<log><trace><string key="concept:name" value="&c;"/></trace></log>'
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "log.xes is empty"),
        (b" \n ", "log.xes is empty"),
        (GOOD[:-20], r"log.xes was cut off: it ends at line 2"),
        (GOOD[: GOOD.index("B")], r"log.xes was cut off: it ends at line 2"),
        (gzip.compress(GOOD.encode())[:-12], r"log.xes was cut off or damaged.* near line"),
        (gzip.compress(GOOD.encode())[:-6] + b"123456", r"log.xes was cut off or damaged"),
        (GOOD.replace("</event>", "", 1), r"log.xes, line 2, column \d+: damaged XML \(mismatched tag\)"),
        (GOOD.replace('"A"', '"\x01"'), r"log.xes, line 2, column \d+: damaged XML"),
        (GOOD.encode().replace(b'"A"', b'"\x83\x41"'), r"log.xes, line 2, column \d+: damaged XML"),
        (BOMB, r"log.xes, line 2: this file declares entities \(a\); refused"),
        ('<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/x">]><log/>', r"declares entities \(x\); refused"),
        ('<!DOCTYPE log SYSTEM "http://127.0.0.1/log.dtd"><log/>', "document type declaration"),
        ("<!DOCTYPE html>\n<html><head><meta></head></html>", "not an XES log but a web page"),
        ('<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN"/>', "not an XES log but a BPMN model"),
        ("<table><tr/></table>", "not an XES log but <table>"),
        ("case,activity,time\n1,A,2024-01-01\n", "is not an XES file: it is not XML"),
        (bytes(range(256)), "is not an XES file: it is not XML"),
        (b"PK\x03\x04 a workbook", "is not an XES file: it is not XML"),
        (log_of(trace("1"), trace("2")), r"holds no events \(traces: 2\)"),
        (log_of(trace("1", event("A", "<event/>"))), "after event 1, a <event> stands where none can be"),
        (log_of(trace("1", trace("2"))), "a <trace> stands where none can be"),
        (GOOD.replace("UTF-8", "klingon"), "declares the encoding 'klingon'"),
        (GOOD.replace("UTF-8", "EUC-JP").encode() + b"\n\xff", "line 3: a byte that is not euc-jp"),
    ],
)  # fmt: skip
def test_what_is_no_xes_log_is_refused_with_the_place_and_the_reason(tmp_path, content, message):
    with pytest.raises(InputError, match=message) as caught:
        read_xes(write(tmp_path / "log.xes", content))
    assert "log.xes" in caught.value.ja and caught.value.ja.endswith("。")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.xes", tmp_path):
        with pytest.raises(InputError, match=path.name):
            read_xes(path)


def test_one_event_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xes, "BLOCK", 1 << 10)
    monkeypatch.setattr(xes, "LONGEST_EVENT", 1 << 16)
    huge = event("A", f'<string key="x" value="{"x" * (1 << 17)}"/>')
    with pytest.raises(InputError, match="an event longer than"):
        read_xes(write(tmp_path / "log.xes", log_of(trace("1", huge))))


def test_more_attributes_than_a_table_can_hold_are_refused(tmp_path):
    many = "".join(f'<string key="k{i}" value=""/>' for i in range(10_001))
    with pytest.raises(InputError, match="more than 10,000 different attributes"):
        read_xes(write(tmp_path / "log.xes", log_of(trace("1", event("A", many)))))


def test_many_columns_come_in_batches_small_enough_for_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(xes, "MOST_CELLS", 40)
    text = log_of(trace("1", *(event(f"A{i}", f'<int key="k{i}" value="{i}"/>') for i in range(18))))
    log = read_xes(write(tmp_path / "log.xes", text))
    assert {batch.num_rows for batch in log.batches()} == {2}
    assert [row[f"k{i}"] for i, row in enumerate(rows(log))] == list(range(18))


# Real logs


@needs_real_data
@pytest.mark.parametrize(
    ("path", "events", "cases"),
    [
        ("receipt_wabo/receipt.xes.gz", 8_577, 1_434),
        ("road_traffic_fines/Road_Traffic_Fine_Management_Process.xes.gz", 561_470, 150_370),
        ("bpic2012/BPI_Challenge_2012.xes.gz", 262_200, 13_087),
        ("bpic2013/BPI_Challenge_2013_incidents.xes.gz", 65_533, 7_554),
        ("bpic2015/BPIC15_1.xes.gz", 52_217, 1_199),
        ("bpic2020/PermitLog.xes.gz", 81_092, 6_426),
        ("simod_bpi12w/BPI_Challenge_2012_W_Two_TS.xes.gz", 2 * 59_302, 8_616),
    ],
)
def test_real_logs_have_their_published_numbers(path, events, cases):
    log = read_xes(REAL / path)
    table = pa.Table.from_batches(log.batches())
    assert (log.events, log.traces, log.findings) == (events, cases, ())
    assert (table.num_rows, len(table["case:concept:name"].unique())) == (events, cases)
    if path.startswith("road"):
        counts = Counter(table["concept:name"].to_pylist())
        published = {"Create Fine": 150_370, "Send Fine": 103_987, "Payment": 77_601}
        assert len(counts) == 11 and {name: counts[name] for name in published} == published


@needs_real_data
@pytest.mark.parametrize(
    "path",
    [
        "receipt_wabo/receipt.xes.gz",
        "bpic2013/BPI_Challenge_2013_open_problems.xes.gz",
        "academic_credentials/ConsultaDataMining201618.xes.gz",
        "bpic2020/PrepaidTravelCost.xes.gz",
    ],
)
def test_real_logs_read_as_pm4py_reads_them(path):
    pm4py = pytest.importorskip("pm4py")
    theirs = pm4py.read_xes(str(REAL / path), variant="iterparse", return_legacy_log_object=True)
    log = read_xes(REAL / path)
    expected = []
    for trace_ in theirs:
        case = {f"case:{key}": value for key, value in trace_.attributes.items()}
        expected += [case | dict(event_) for event_ in trace_]
    got = rows(log)
    assert len(got) == len(expected)
    stamps = {name for name in log.columns if log.schema.field(name).metadata[b"xes"] == b"date"}
    for ours, peer in zip(got, expected, strict=True):
        assert {k: v for k, v in ours.items() if v is not None and k not in stamps} == {
            k: str(v).lower() if isinstance(v, bool) else v for k, v in peer.items() if k not in stamps
        }
        assert {k for k in stamps if ours[k]} == stamps & peer.keys()
