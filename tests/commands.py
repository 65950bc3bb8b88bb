"""The command line as a user types it, in this process; and what its reports must look like to others."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import xmlschema
from typer.testing import CliRunner

from hospext.cli.app import app

_COMMAND = re.compile(r"::(?P<level>error|notice) (?P<places>[^:]*)::(?P<message>[^\r\n]*)")


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    code: int
    out: str
    errors: list[str]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def hospext(command: str) -> Done:
    """Run ``hospext`` with the arguments of a shell line, in the current folder."""
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr.splitlines())


@dataclass(frozen=True)
class Annotation:
    """A workflow command as GitHub reads it."""

    level: str
    places: dict[str, str]
    message: str


def annotation(line: str) -> Annotation:
    """Read a workflow command; fails for a line that is none, or that lacks its file, line or message."""
    found = _COMMAND.fullmatch(line)
    assert found, f"no workflow command: {line}"
    places = dict(each.split("=", 1) for each in found["places"].split(","))
    assert places["file"]
    assert int(places["line"]) > 0
    assert found["message"]
    return Annotation(
        found["level"], {name: _plain(text) for name, text in places.items()}, _plain(found["message"])
    )


def _plain(text: str) -> str:
    codes = {"%25": "%", "%0A": "\n", "%0D": "\r", "%3A": ":", "%2C": ","}
    assert not re.sub("|".join(codes), "", text).count("%"), "a percent sign that is not escaped"
    return re.sub("|".join(codes), lambda code: codes[code[0]], text)


@cache
def _schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).parent / "data" / "junit.xsd")


def junit_cases(text: str) -> dict[str, Any]:
    """The cases of a JUnit report by name, which must be valid and count right."""
    import xml.etree.ElementTree as xml

    root = xml.fromstring(text)
    _schema().validate(root)
    cases = list(root.iter("testcase"))
    suite = root.find("testsuite")
    assert suite is not None
    counted = [len(cases), len(list(root.iter("failure"))), len(list(root.iter("error")))]
    assert [int(suite.attrib[name]) for name in ("tests", "failures", "errors")] == counted
    return {case.attrib["name"]: case for case in cases}
