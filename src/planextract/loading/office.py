"""Old and open office files (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed.

LibreOffice gets a profile of its own that runs no macros and reaches no network, in a folder that is removed again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from planextract.document import Document
from planextract.errors import LoadError
from planextract.limits import Limits
from planextract.loading import docx
from planextract.loading.builder import Builder

__all__ = ["load", "soffice"]

_KINDS = {"doc": "an old Word or WPS file (.doc, .wps)", "rtf": "an RTF file", "odt": "an OpenDocument file (.odt)"}
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    # A proxy that is not there: whatever still asks for a network gets none.
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    + "</oor:items>\n"
)


def soffice() -> str | None:
    """The program, or ``None`` where LibreOffice is not installed."""
    return (
        shutil.which("soffice") or shutil.which("libreoffice") or next((p for p in _PLACES if os.path.exists(p)), None)
    )


def load(data: bytes, name: str, limits: Limits, kind: str) -> Document:
    program = soffice()
    if program is None:
        raise LoadError(f"this is {_KINDS[kind]}; install LibreOffice to read it, or save it as .docx")
    with tempfile.TemporaryDirectory(prefix="planextract-") as folder:
        converted = _convert(program, data, kind, Path(folder), limits)
    document = docx.load(converted, name, limits)
    return replace(Builder.with_digest(document, data), format=kind)


def _convert(program: str, data: bytes, kind: str, folder: Path, limits: Limits) -> bytes:
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_PROFILE, encoding="utf-8")
    given, out = folder / f"plan.{kind}", folder / "out"
    given.write_bytes(data)
    command = [
        *(
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
        ),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(given)),
    ]
    dead = "http://127.0.0.1:9"
    environment = os.environ | {"http_proxy": dead, "https_proxy": dead, "TMPDIR": str(folder)}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        raise LoadError("LibreOffice cannot be started; save the file as .docx") from None
    try:
        process.wait(limits.seconds)
    except subprocess.TimeoutExpired:
        raise LoadError(f"LibreOffice took longer than {limits.seconds:g} seconds; save the file as .docx") from None
    finally:
        _end(process)
    result = out / "plan.docx"
    if not result.is_file():
        raise LoadError(f"this is {_KINDS[kind]} that LibreOffice cannot open: damaged or encrypted; save it as .docx")
    return result.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program is a script that starts another one: end both, also when time is up."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            import signal

            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
