"""What the documents show is what happens: their commands and code run, and the output they quote comes out.

In a document, a block of `sh` or `python` runs, and a `text` block right after it is quoted from what it
prints: its lines have to come out one after another, except that a line "…" stands for anything left out. The
Python blocks of a document share their names. A block of `yaml` is saved under the name that its first line, a comment,
gives, and has to be good: one with `steps:` is a procedure without errors, any other an office calendar.
`<!-- not run: why -->` before a block exempts it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pytest

from bprkit import InputError, check, language, load_calendar, open_procedure
from bprkit.language import Language
from bprkit.procedure import circulation_plan
from bprkit.procedure.yaml import shapes

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)\s]*)?\)|src=\"(?P<image>[^\"]+)\"")
EXEMPT = re.compile(r"<!-- not run: .+ -->\n\Z")
LEFT_OUT = "…"
LARGEST_PICTURE = 400_000


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the line it starts on, and whether it is not to be run."""

    kind: str
    text: str
    line: int
    exempt: bool


def name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def spoken_in(document: Path) -> Language:
    return "ja" if "ja" in (document.parent.name, document.suffixes[0].lstrip(".")) else "en"


def blocks(document: Path) -> Iterator[Block]:
    text = document.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        before = text[: found.start()]
        yield Block(found["kind"], found["text"], before.count("\n") + 1, bool(EXEMPT.search(before)))


def quoted_lines_missing(quoted: str, printed: str) -> list[str]:
    """Return the first run of quoted lines that was not printed, after those before it; none if all were."""
    lines = [line.rstrip() for line in printed.splitlines()]
    place = 0
    for run in re.split(rf"^{LEFT_OUT}$\n?", quoted, flags=re.MULTILINE):
        wanted = [line.rstrip() for line in run.splitlines()]
        starts = range(place, len(lines) - len(wanted) + 1)
        start = next((n for n in starts if lines[n : n + len(wanted)] == wanted), None)
        if start is None:
            return wanted
        place = start + len(wanted)
    return []


def shell(command: str, folder: Path, spoken: Language) -> str:
    """Run a block as a reader would, in a folder that has the examples, and return what it prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "BPRKIT_LANG": spoken, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\nended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def python(code: str, names: dict[str, Any]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "<document>", "exec"), names)
    return printed.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader stands: a folder with the examples in it, and room for what the commands write."""
    for entry in ("examples", "scripts"):
        (tmp_path / entry).symlink_to(ROOT / entry)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def runs_something(document: Path) -> bool:
    return any(block.kind in ("sh", "python") and not block.exempt for block in blocks(document))


def timely(document: Path) -> Any:
    """Return the document as a parameter: tutorial, gallery, and of other twins but the README the English one are slow."""
    late = (document.parent / "ja" / document.name).exists() or document.stem in ("tutorial", "gallery")
    return pytest.param(document, marks=pytest.mark.slow if late else (), id=name(document))


@pytest.mark.parametrize("document", [timely(one) for one in DOCUMENTS if runs_something(one)])
def test_what_a_document_shows_is_what_happens(document: Path, folder: Path) -> None:
    spoken = spoken_in(document)
    language.use(spoken)
    names: dict[str, Any] = {}
    printed: str | None = None
    try:
        for block in blocks(document):
            if block.kind == "text" and printed is not None:
                missing = quoted_lines_missing(block.text, printed)
                near = [get_close_matches(line, printed.splitlines(), n=1, cutoff=0.3) for line in missing]
                assert not missing, f"{name(document)}, line {block.line}: {missing} not printed, but {near}"
            printed = None
            if block.exempt:
                continue
            if block.kind == "sh":
                printed = shell(block.text, folder, spoken)
            elif block.kind == "python":
                printed = python(block.text, names)
            elif block.kind == "yaml":
                _written(folder, block.text)
    finally:
        language.use(None)


def _written(folder: Path, text: str) -> None:
    """Write a procedure or an office calendar under the name that its first line, a comment, gives; it has to be good."""
    file = folder / text.splitlines()[0].removeprefix("# ").split()[0]
    assert file.suffix == ".yaml", f"the first line of a yaml block names its file: {text}"
    file.write_text(text, encoding="utf-8")
    if re.search(r"^steps:", text, re.MULTILINE):
        errors = [problem for problem in check(open_procedure(file)) if problem.severity == "error"]
        assert errors == [], f"{file.name}: {errors}"
    else:
        assert load_calendar(file).working_day_seconds > 0


def test_a_quotation_that_differs_is_found() -> None:
    printed = "one\ntwo\nthree\nfour\n"
    assert quoted_lines_missing("one\n…\nfour\n", printed) == []
    assert quoted_lines_missing("two\nthree\n", printed) == []
    assert quoted_lines_missing("one\nthree\n", printed) == ["one", "three"]
    assert quoted_lines_missing("three\n…\ntwo\n", printed) == ["two"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    for found in LINK.finditer(document.read_text(encoding="utf-8")):
        target = found["target"] or found["image"]
        if not target.startswith(("https://", "http://", "mailto:")):
            assert (document.parent / target).exists(), f"{name(document)} points to {target}"


def test_pictures_are_light_enough_for_a_readme() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


@pytest.mark.parametrize("document", ["docs/calendar.md", "docs/ja/calendar.md"])
def test_every_key_of_a_calendar_is_explained(document: str, tmp_path: Path) -> None:
    unknown = tmp_path / "unknown.yaml"
    unknown.write_text("based_on: jp\nno_such_key: 1\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        load_calendar(unknown)
    keys = re.search(r"Keys: (.+)\.", told.value.en)[1].split(", ")
    explained = (ROOT / document).read_text(encoding="utf-8")
    assert [key for key in keys if f"| `{key}` |" not in explained] == []


@pytest.mark.parametrize("document", ["docs/procedures.md", "docs/ja/procedures.md"])
def test_every_key_of_a_procedure_is_explained(document: str) -> None:
    rows = re.findall(r"^\|.*", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE)
    explained = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`", "\n".join(rows)))))
    unexplained = [key for key in _keys_of_a_procedure() if key not in explained]
    assert unexplained == []


def _keys_of_a_procedure() -> list[str]:
    """Return every key that may stand in a procedure file, but those that only BPMN tools write."""
    of_bpmn = {shapes.ForeignShape, shapes.EventShape}
    found = set(circulation_plan.KEYS)
    for shape in vars(shapes).values():
        if isinstance(shape, type) and issubclass(shape, shapes.Shape) and shape not in of_bpmn:
            found |= {field.alias or key for key, field in shape.model_fields.items()}
    return sorted(found)


@pytest.mark.parametrize("document", [one for one in DOCUMENTS if spoken_in(one) == "en"], ids=name)
def test_every_document_for_users_exists_in_japanese(document: Path) -> None:
    if document.name in ("architecture.md",):  # for those who work on bprkit
        pytest.skip("for developers")
    twin = ROOT / "README.ja.md" if document.parent == ROOT else document.parent / "ja" / document.name
    assert twin.exists()
