"""Small PDF files written by hand: pages of text, of pictures, of nothing, with or without a lock."""

# ruff: noqa: E501  (markup of other formats is not broken into lines)
from __future__ import annotations


def pdf(pages: list[str], *, picture: bool = False, trailer: str = "", extra: tuple[str, ...] = ()) -> bytes:
    """A PDF whose pages have these contents. Characters are printed with a font that every reader has: ASCII only."""
    font, image = 3, 4
    contents = {text: 5 + i for i, text in enumerate(dict.fromkeys(pages))}
    first = 5 + len(contents) + len(extra)
    kids = " ".join(f"{first + i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream",
        *(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream" for text in contents),
        *extra,
    ]
    draw = f" /XObject << /I {image} 0 R >>" if picture else ""
    for text in pages:
        resources = f"<< /Font << /F {font} 0 R >>{draw} >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents[text]} 0 R /Resources {resources} >>"
        )
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def text(*lines: tuple[float, float, str]) -> str:
    """A page with each text at its place, counted from the lower left corner."""
    return "BT /F 10 Tf " + " ".join(f"1 0 0 1 {x} {y} Tm ({said}) Tj" for x, y, said in lines) + " ET"


def frame(xs: list[float], ys: list[float]) -> str:
    """The lines of a table."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    down = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return " ".join([*across, *down])


ENCRYPTED = pdf(
    [text((72, 700, "secret"))],
    trailer="/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ",
    extra=(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>",),
)
"""Locked with a password that nobody knows."""
