"""The result of a check for machines: JUnit XML, and annotations that GitHub shows beside the lines they are about."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from planextract.golden import Result

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result]) -> bytes:
    """One test case for each plan. No times: the same result gives the same bytes."""
    failures = sum(result.status in ("changed", "stale", "missing") for result in results)
    errors = sum(result.status == "failed" for result in results)
    numbers = {"tests": str(len(results)), "failures": str(failures), "errors": str(errors), "skipped": "0"}
    suites = ElementTree.Element("testsuites", numbers)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "planextract.golden", **numbers})
    for result in results:
        case = ElementTree.SubElement(suite, "testcase", {"classname": "planextract.golden", "name": _xml(result.name)})
        if result.status != "same":
            tag = "error" if result.status == "failed" else "failure"
            said = {"type": result.status, "message": _xml(_headline(result))}
            ElementTree.SubElement(case, tag, said).text = _xml("\n".join(result.lines))
    ElementTree.indent(suites)
    text = ElementTree.tostring(suites, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def github(result: Result) -> Iterator[str]:
    """Workflow commands of GitHub Actions: on the plan's line where the plan is in the repository, else on the golden
    file."""
    case = result.case
    for difference in result.differences:
        on_plan = case.beside and case.source is not None and difference.line is not None
        file = case.source if on_plan and case.source else case.golden
        line = f",line={difference.line}" if on_plan else ""
        place = f"file={_property(_relative(file))}{line},title={_property(f'golden {result.status}')}"
        yield f"::error {place}::{_data(f'{result.name}: {difference}')}"


def _headline(result: Result) -> str:
    first = str(result.differences[0]) if result.differences else result.status
    more = len(result.differences) - 1
    return f"{first} and {more} more" if more > 0 else first


def _relative(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
