"""JUnit XML, as GitLab and Jenkins read it: one suite, one case for each thing that can pass or fail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as xml

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: what failed in one sentence and at length, or what kept it from being tried."""

    name: str
    failure: str = ""
    error: str = ""
    details: str = ""


def junit(suite: str, cases: Iterable[Case]) -> str:
    """The XML of one suite; there is no time in it, so that it is the same every time."""
    every = list(cases)
    counts = {
        "tests": str(len(every)),
        "failures": str(sum(bool(case.failure) for case in every)),
        "errors": str(sum(bool(case.error) for case in every)),
    }
    root = xml.Element("testsuites", {"name": suite, **counts})
    parent = xml.SubElement(root, "testsuite", {"name": suite, **counts, "skipped": "0"})
    for case in every:
        _add(parent, suite, case)
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _add(parent: xml.Element, suite: str, case: Case) -> None:
    element = xml.SubElement(parent, "testcase", {"classname": suite, "name": _clean(case.name)})
    for tag, message in (("error", case.error), ("failure", case.failure)):
        if message:
            found = xml.SubElement(element, tag, {"message": _clean(message), "type": suite})
            found.text = _clean(case.details) or None
            return
    if case.details:
        xml.SubElement(element, "system-out").text = _clean(case.details)


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)
