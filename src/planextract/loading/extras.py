"""Libraries that only some formats need: asked for when such a file comes, with one line that says how to get them."""

from __future__ import annotations

from importlib.util import find_spec

from planextract.errors import LoadError

__all__ = ["has", "needed"]


def has(*modules: str) -> bool:
    return all(find_spec(module) is not None for module in modules)


def needed(module: str, extra: str, what: str) -> None:
    """Refuse a file whose library is not installed."""
    if not has(module):
        raise LoadError(f"this is {what}; to read it: pip install 'planextract[{extra}]'")
