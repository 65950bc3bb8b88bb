"""What the user names, turned into documents: files, folders, patterns, standard input, failures."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hospext.errors import InputError
from hospext.reading import find_inputs, read_file
from hospext.reading.formats import READ


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with readable, unreadable and hidden files."""
    monkeypatch.chdir(tmp_path)
    for name in [
        "b.txt",
        "a.TXT",
        "c.pdf",
        ".hidden.txt",
        "d.text",
        "sub/z.md",
        "sub/deep/y.txt",
        ".git/x.txt",
    ]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"床位911张 {name}\n", encoding="utf-8")
    return tmp_path


def found(*names: str) -> list[str]:
    paths, errors = find_inputs(names)
    assert errors == []
    return paths


def failures(*names: str) -> list[str]:
    return [str(error) for error in find_inputs(names)[1]]


IN_FOLDER = ["a.TXT", "b.txt", "c.pdf", "d.text", "sub/z.md", "sub/deep/y.txt"]


def test_folder_recursive_in_stable_order_without_hidden_files(folder: Path) -> None:
    assert found(".") == IN_FOLDER
    assert found(str(folder)) == [str(folder / name) for name in IN_FOLDER]


def test_each_file_once_however_it_is_named(folder: Path) -> None:
    Path("link.txt").symlink_to("b.txt")
    assert found("b.txt", "./b.txt", "link.txt", str(folder / "b.txt"), "sub", "sub/z.md") == [
        "b.txt",
        "sub/z.md",
        "sub/deep/y.txt",
    ]


@pytest.mark.usefixtures("folder")
def test_patterns_that_the_shell_did_not_expand() -> None:
    assert found("*.t*xt") == ["b.txt", "d.text"]
    assert found("**/*.txt") == ["b.txt", "sub/deep/y.txt"]
    assert failures("*.csv") == ["*.csv: no file matches this pattern: check the path"]


@pytest.mark.usefixtures("folder")
def test_a_name_that_looks_like_a_pattern_is_a_name_first() -> None:
    Path("[1].txt").write_text("x", encoding="utf-8")
    assert found("[1].txt") == ["[1].txt"]


@pytest.mark.usefixtures("folder")
def test_hidden_files_and_files_without_suffix_are_read_when_named() -> None:
    Path("report").write_text("x", encoding="utf-8")
    assert found(".hidden.txt", "report", "-") == [".hidden.txt", "report", "-"]


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_found() -> None:
    Path("empty").mkdir()
    Path("empty/slides.pptx").touch()
    assert failures("missing.txt", "empty/slides.pptx", "empty", "b.txt", "c.pdf") == [
        "missing.txt: no such file or folder: check the path",
        f"empty/slides.pptx: {READ}: save it as one of these",
        f"empty: no readable file in this folder: {READ}",
    ]


@pytest.mark.usefixtures("folder")
def test_a_link_that_leads_nowhere() -> None:
    Path("sub/broken.txt").symlink_to("nowhere.txt")
    assert "sub/broken.txt" in found("sub")
    with pytest.raises(InputError, match=r"^sub/broken.txt: a link that leads nowhere: mend or remove it$"):
        read_file("sub/broken.txt")


def test_read_file(folder: Path) -> None:
    data = "床位911张\r\n第二行\r".encode("gb18030")
    (folder / "gb.txt").write_bytes(data)
    document = read_file(Path("gb.txt"))
    assert document.text == "床位911张\r\n第二行\r"
    assert (document.id, document.encoding) == ("gb.txt", "gb18030")
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_a_document_id_is_printable_even_when_the_name_is_not_utf8(folder: Path) -> None:
    name = os.fsdecode(b"\xb4\xb2.txt")  # 床.txt as GBK wrote it
    try:
        (folder / name).write_text("床位911张", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (path,) = found(name)
    assert read_file(path).id == "\ufffd\ufffd.txt"


def test_markdown_may_begin_with_a_table_of_html(folder: Path) -> None:
    (folder / "a.md").write_text("<table><tr><td>1</table>\n\n# 标题\n", encoding="utf-8")
    (folder / "a.html").write_text("<!doctype html><p>床位", encoding="utf-8")
    (folder / "b.txt").write_text("\ufeff <!-- saved --><html><p>床位", encoding="utf-8")
    assert read_file("a.md").text.startswith("<table>")
    assert read_file("a.html").text == read_file("b.txt").text == "床位\n"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO("床位911张".encode("gb18030")), encoding="ascii")
    )
    document = read_file("-")
    assert (document.id, document.text, document.encoding) == ("-", "床位911张", "gb18030")


def test_decoding_errors_name_the_file(folder: Path) -> None:
    (folder / "junk.txt").write_bytes(b"\0" * 50)
    with pytest.raises(InputError, match=r"^junk.txt: this is binary data"):
        read_file("junk.txt")


@contextmanager
def unprivileged() -> Iterator[None]:
    """As somebody whom file permissions bind, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user reaches, unlike tmp_path."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_files_and_folders_without_permission(open_folder: Path) -> None:
    for name in ["ours.txt", "theirs.txt", "shut/inside.txt"]:
        (open_folder / name).parent.mkdir(exist_ok=True)
        (open_folder / name).write_text("床位911张", encoding="utf-8")
    (open_folder / "theirs.txt").chmod(0)
    (open_folder / "shut").chmod(0)
    with unprivileged():
        paths, errors = find_inputs([str(open_folder)])
        assert read_file(open_folder / "ours.txt").text == "床位911张"
        with pytest.raises(InputError, match=r"theirs.txt: no permission to read it: "):
            read_file(open_folder / "theirs.txt")
    assert paths == [str(open_folder / "ours.txt"), str(open_folder / "theirs.txt")]
    assert [str(error) for error in errors] == [
        f"{open_folder}/shut: no permission to read it: change its permissions first"
    ]
    (open_folder / "shut").chmod(0o755)
