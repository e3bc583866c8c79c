"""Zip files read with care: what they unpack to is bounded, and nothing of them is ever written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from planextract.errors import LoadError
from planextract.limits import Limits

__all__ = ["Archive", "Element", "local", "parsed"]

Element = ElementTree.Element
_SMALL = 10_000_000
"""Content of fewer bytes may be packed as well as it can be."""
_MEGABYTE = 1_000_000
MEMBERS = 10_000


class Archive:
    """The members of a zip file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        self._packed = len(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            raise LoadError("it is damaged: its packed content cannot be opened; get a whole copy") from None
        if len(self._zip.infolist()) > MEMBERS:
            raise LoadError(f"it packs more than {MEMBERS:,} files; unpack it and name the plans")
        self._infos = {info.filename: info for info in self._zip.infolist()}

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def names(self) -> Iterator[str]:
        """The members that are files, in the archive's order."""
        return (name for name, info in self._infos.items() if not info.is_dir())

    def read(self, member: str) -> bytes:
        """A member's content. What the archive says about its size is not believed."""
        info = self._infos[member]
        if info.flag_bits & 1:
            raise LoadError("it is encrypted; save it without a password")
        most = int(self._limits.megabytes * _MEGABYTE) - self._unpacked
        try:
            with self._zip.open(info) as content:
                data = content.read(min(most, max(_SMALL, int(self._packed * self._limits.ratio))) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise LoadError(f"it is damaged: {_shown(member)} in it cannot be unpacked; get a whole copy") from None
        self._unpacked += len(data)
        if self._unpacked > max(_SMALL, self._packed * self._limits.ratio):
            raise LoadError(
                f"it unpacks to more than {self._limits.ratio:g} times its size, like a zip bomb; "
                "raise --max-ratio if you trust it"
            )
        if len(data) > most:
            raise LoadError(
                f"it unpacks to more than {self._limits.megabytes:g} MB; split the file or raise --max-megabytes"
            )
        return data


def parsed(data: bytes, what: str) -> Element:
    """An XML part without entities: no part of an Office file has a document type, only attacks do."""
    if (
        b"<!DOCTYPE" in data
        or b"<!ENTITY" in data
        or "<!DOCTYPE".encode("utf-16-le") in data
        or "<!DOCTYPE".encode("utf-16-be") in data
    ):
        raise LoadError(f"{what} in it declares XML entities, which no plan needs; save it again with Word or WPS")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise LoadError(f"it is damaged: {what} in it is not whole; get a whole copy") from None


def local(element: Element) -> str:
    """The name without its namespace: transitional and strict files differ in nothing else.

    >>> local(ElementTree.Element("{http://example.org/main}tbl"))
    'tbl'
    """
    return element.tag.rpartition("}")[2]


def _shown(member: str) -> str:
    return "".join(c if c.isprintable() else " " for c in member)[:60]
