"""Compares the rules in a wheel with the checkout's: wheel_has_rules.py WHEEL PATTERNS."""

import sys
from pathlib import Path
from zipfile import ZipFile

PLACE = "planextract/_patterns/"


def main(wheel: str, patterns: str) -> None:
    root = Path(patterns)
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    expected = {path.as_posix() for path in files if not any(part.startswith((".", "__")) for part in path.parts)}
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    found = {name.removeprefix(PLACE) for name in names if name.startswith(PLACE)}
    if not expected or found != expected:
        sys.exit(f"ci: the wheel's rules differ from {root}: {sorted(found ^ expected)}")
    foreign = {name.split("/")[0] for name in names} - {"planextract"}
    if any(not name.endswith(".dist-info") for name in foreign):
        sys.exit(f"ci: the wheel installs more than the package: {sorted(foreign)}")
    if "planextract/py.typed" not in names:
        sys.exit("ci: the wheel has no py.typed")
    print(len(found), "files of rules in the wheel")


if __name__ == "__main__":
    main(*sys.argv[1:])
