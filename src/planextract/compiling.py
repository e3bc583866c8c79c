"""Rules, divisions and indicators in the form in which they are loaded: JSON instead of YAML, which is slow to read.

A wheel carries them compiled. In a checkout, and for rules of one's own, they are compiled when first used and kept in
the user's cache folder. Compiled data counts only while the files it was made from have the content that they had
then, and only while it is what was written; everything else is made anew. It is JSON, so reading it runs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["PACKED", "cache_folder", "compiled", "digest_of", "pack"]

FORMAT = 2
"""Changes whenever what is compiled has another shape."""
PACKED = "_compiled.json"
_PACKAGE = Path(__file__).resolve().parent


def digest_of(files: Iterable[Path]) -> str:
    """The hash of the files' names and contents."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def compiled(kind: str, files: Iterable[Path], make: Callable[[], Any]) -> Any:
    """What ``make`` makes of ``files``, from the wheel or the cache where that is up to date."""
    paths = list(files)
    try:
        digest = digest_of(paths)
    except OSError:
        return make()  # which says what is wrong with the file
    packed = _packed().get(kind)
    if packed and packed["digest"] == digest:
        return packed["data"]
    folder = cache_folder()
    kept = None
    if folder is not None:
        place = hashlib.sha256("\0".join(map(str, paths)).encode()).hexdigest()[:16]
        kept = folder / f"{kind}-{place}.json"
        found = _read(kept)
        if found and found.get("digest") == digest:
            return found["data"]
    data = make()
    if kept is not None:
        _write(kept, {"digest": digest, "data": data})
    return data


def pack(target: Path, parts: dict[str, tuple[str, Any]]) -> None:
    """Write the file that a wheel carries, from the digest and data of each kind."""
    body = _encode({kind: {"digest": digest, "data": data} for kind, (digest, data) in parts.items()})
    target.write_bytes(_seal(body) + body)


def cache_folder() -> Path | None:
    """The user's own cache folder; ``None`` where there is none or where others could write to it."""
    if (named := os.environ.get("PLANEXTRACT_CACHE")) is not None:
        return Path(named) if named else None
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return Path(base, "planextract") if os.path.isabs(base) else None


@cache
def _packed() -> dict[str, Any]:
    return _read(_PACKAGE / PACKED, ours=True) or {}


def _read(path: Path, ours: bool = False) -> dict[str, Any] | None:
    """The content of a compiled file that is whole and, unless it came with the package, of nobody else."""
    try:
        if not ours and not _private(path):
            return None
        seal, _, body = path.read_bytes().partition(b"\n")
        if seal + b"\n" != _seal(body):
            return None
        found = json.loads(body)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _private(path: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    owned = (os.stat(place) for place in (path, path.parent))
    return all(info.st_uid == os.getuid() and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH) for info in owned)


def _write(path: Path, content: dict[str, Any]) -> None:
    """Keep what was made. Whether that works matters to nobody but the clock."""
    try:
        body = _encode(content)
        if json.loads(body) != content:  # something that JSON cannot hold: keys that are no texts
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f"{path.stem}-", suffix=".tmp", delete=False
        ) as stream:
            stream.write(_seal(body) + body)
        os.replace(stream.name, path)
    except (OSError, TypeError, ValueError):
        with suppress(OSError, NameError):
            os.unlink(stream.name)


def _encode(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + b"\n"
