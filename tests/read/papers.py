"""Makes small PDF, Word and ZIP files for the tests: just what each test needs, and nothing a program would add."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
FILE_ID = b"0123456789abcdef"


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    *,
    bold: Iterable[str] = (),
    scanned: bool = False,
    title: str = "",
    encrypt: bytes | None = None,
) -> bytes:
    """A PDF of `pages` of (x, y, size, words); `scanned` paints a picture and hides the words over it.

    `encrypt` is the user's password (RC4, 40 bits).
    """
    heavy = set(bold)
    count = len(pages)
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(count))
    objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    objects[3] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects[4] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"
    objects[5] = b"<</Title(%s)>>" % title.encode("cp1252")
    image = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    objects[6] = image + b"stream\n\x80\nendstream"
    for number, lines in enumerate(pages):
        content = b"q 612 0 0 792 0 0 cm /I Do Q\n" if scanned else b""
        for x, y, size, words in lines:
            font = b"/B" if words in heavy else b"/F"
            written = words.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
            mode = 3 if scanned else 0
            content += b"BT %s %.1f Tf %d Tr %.1f %.1f Td (%s) Tj ET\n" % (font, size, mode, x, y, written)
        objects[10 + 2 * number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R/B 4 0 R>>/XObject<</I 6 0 R>>>>>>" % (11 + 2 * number)
        )
        if encrypt is not None:
            content = _rc4(_object_key(encrypt, 11 + 2 * number), content)
        objects[11 + 2 * number] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    return _file(objects, encrypt)


def _file(objects: dict[int, bytes], encrypt: bytes | None) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = {}
    for number in sorted(objects):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    locks = b""
    if encrypt is not None:
        owner, user = _locks(encrypt)
        locks = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode())
        locks += b"/ID[<%s><%s>]" % (FILE_ID.hex().encode(), FILE_ID.hex().encode())
    size = max(objects) + 1
    out.write(b"trailer<</Size %d/Root 1 0 R/Info 5 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, locks, start))
    return out.getvalue()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    place = 0
    for number in range(256):
        place = (place + state[number] + key[number % len(key)]) % 256
        state[number], state[place] = state[place], state[number]
    out = bytearray()
    first = second = 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _locks(password: bytes) -> tuple[bytes, bytes]:
    owner = _rc4(_md5((b"owner" + PADDING)[:32])[:5], (password + PADDING)[:32])
    return owner, _rc4(_key(password), PADDING)


def _key(password: bytes) -> bytes:
    owner = _rc4(_md5((b"owner" + PADDING)[:32])[:5], (password + PADDING)[:32])
    rights = (-4).to_bytes(4, "little", signed=True)
    return _md5((password + PADDING)[:32] + owner + rights + FILE_ID)[:5]


def _object_key(password: bytes, number: int) -> bytes:
    return _md5(_key(password) + number.to_bytes(3, "little") + b"\0\0")[:10]


def lines(*texts: str, size: float = 10, top: float = 720, left: float = 72) -> list[tuple[float, float, float, str]]:
    """Lines of one size, from `top` down, 1.2 sizes apart; an empty text leaves a line free."""
    return [(left, top - number * size * 1.2, size, text) for number, text in enumerate(texts) if text]


def word_file(path: Path) -> Path:
    """A Word document at `path` with headings, a list, a table, hidden words and a memo's header."""
    document = docx.Document()
    document.core_properties.title = "Report on the sites"
    document.core_properties.author = "Jane Doe; John Roe"
    document.add_heading("First part", 1)
    paragraph = document.add_paragraph("A plain sentence")
    paragraph.add_run(" with bold words.").bold = True
    paragraph.add_run(" Never shown.").font.hidden = True
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet")
    table = document.add_table(2, 2)
    for (row, column), words in {(0, 0): "Site", (0, 1): "Year", (1, 0): "Deveselu", (1, 1): "2016"}.items():
        table.cell(row, column).text = words
    document.add_heading("Second part", 2)
    for line in ("To: Members", "Date: November 1, 2011", "From: The Alliance", "Re: Sites"):
        document.add_paragraph(line)
    document.add_paragraph("Last words “quoted”.")
    document.save(str(path))
    return path


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()
