"""Word files: paragraphs, tables, text boxes and footnotes, as they read with all changes accepted."""

from __future__ import annotations

from hospext.errors import InputError
from hospext.reading.assembly import Assembly
from hospext.reading.document import Reading
from hospext.reading.office.package import Element, Package
from hospext.reading.office.story import NOTES, Lines, Story, W


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of a Word file. Headers, footers, automatic numbers, and tables of contents are left out."""
    package = Package(data)
    main = package.main("word/document.xml")
    tree = package.tree(main)
    body = tree.find(f"{W}body") if tree is not None else None
    if body is None:
        raise InputError("not a whole Word file: get a whole copy")
    related = dict(package.related(main).values())
    styles = package.tree(related["styles"]) if "styles" in related else None
    assembly = Assembly()
    story = Story(assembly, _contents_styles(styles))
    story.blocks(body)
    for kind, part in NOTES.items():
        tree = package.tree(related[part]) if part in related else None
        notes = {note.get(f"{W}id"): note for note in tree.iterfind(f"{W}{kind}")} if tree is not None else {}
        for number in dict.fromkeys(story.noted[kind]):
            if number in notes:
                lines = Lines()
                Story(lines, frozenset()).blocks(notes[number])
                for line in lines.lines:
                    assembly.line(line.strip())
    return assembly.reading("docx", package.metadata("docx properties"))


def _contents_styles(styles: Element | None) -> frozenset[str]:
    """The ids of the styles of a table of contents."""
    if styles is None:
        return frozenset()
    found = set()
    for style in styles.iterfind(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and name.get(f"{W}val", "").lower().startswith("toc "):
            found.add(style.get(f"{W}styleId", ""))
    return frozenset(found)
