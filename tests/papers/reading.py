"""Open a paper the way its receiver does, with a reader that has nothing to do with typst."""

import io

from pypdf import PdfReader


def pages(pdf):
    """The text of each page without white space: small gaps between Chinese and digits come out as spaces."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf):
    return "".join(pages(pdf))


def fonts(pdf):
    """(name, embedded) of every font the pages use."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            found.add((described["/FontName"], any(key.startswith("/FontFile") for key in described)))
    return found
