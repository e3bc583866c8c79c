"""Zip files of plans: which members are plans, and the bytes of one. Members are read in memory, never unpacked."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from planextract.errors import LoadError
from planextract.limits import Limits
from planextract.loading.archive import Archive

__all__ = ["member_bytes", "members", "shown_name"]

_DRIVE = re.compile(r"^[A-Za-z]:")


def members(data: bytes, limits: Limits) -> list[str]:
    """The plans in a zip file, sorted; hidden files and what systems add are left out.

    Unlike a folder, a zip file is packed for its plans: files of all kinds are taken, but no zip file in it.
    """
    from planextract.loading import ALL_SUFFIXES

    archive = Archive(data, limits)
    names = [name for name in archive.names() if shown_name(name).lower().endswith(ALL_SUFFIXES[:-1])]
    return sorted(
        name
        for name in names
        if not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(shown_name(name)).parts)
    )


def member_bytes(data: bytes, member: str, limits: Limits) -> bytes:
    archive = Archive(data, limits)
    if member not in archive:
        raise LoadError(f"there is no {member} in it")
    return archive.read(member)


def shown_name(member: str) -> str:
    """The name of a member below the archive, whatever it says: no way leads out.

    Chinese Windows packs names in GBK and does not say so; zipfile reads those as code page 437.

    >>> shown_name("../../etc/a.txt"), shown_name("规划.txt".encode("gbk").decode("cp437"))
    ('etc/a.txt', '规划.txt')
    """
    name = member
    try:
        name = member.encode("cp437").decode("gbk") if not member.isascii() else member
    except UnicodeError:
        name = member
    parts = [part for part in _DRIVE.sub("", name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
    return "/".join("".join(c if c.isprintable() else "_" for c in part) for part in parts)
