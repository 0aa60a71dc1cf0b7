"""Bytes as blocks of whole lines in UTF-8, whatever the encoding and the line ends."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from turbine.model.errors import FileError
from turbine.readers.csv.dialect import CsvDialect
from turbine.readers.csv.words import Words
from turbine.readers.model import Source

BLOCK_BYTES = 16 << 20
MAX_LINE_BYTES = 64 << 20

_CR, _LF = 13, 10
_BOM = codecs.BOM_UTF8


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Neighbouring lines of a file."""

    data: bytes
    """UTF-8 (if the file is); lines end with ``\\n`` or ``\\r\\n``, the last perhaps without."""
    first_line: int
    """1-based physical line of the file."""
    lines: int
    bytes_read: int
    """Bytes of the source consumed so far."""


def blocks(source: Source, encoding: str, *, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """The file from its start. A lone carriage return ends a line too."""
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")
    carry, line, bytes_read, at_start = b"", 1, 0, True
    with source.open() as stream:
        while True:
            raw = stream.read(block_bytes)
            bytes_read += len(raw)
            text = raw if decoder is None else decoder.decode(raw, not raw).encode()
            if at_start and text:
                text, at_start = text.removeprefix(_BOM), False
            data, carry = _cut(carry + text, at_end=not raw)
            if data:
                count = count_lines(data)
                yield Block(data=data, first_line=line, lines=count, bytes_read=bytes_read)
                line += count
            if not raw:
                return


def after(
    source: Source, dialect: CsvDialect, *, block_bytes: int = BLOCK_BYTES
) -> Iterator[Block]:
    """The blocks without the lines up to the header's last."""
    for block in _after(source, dialect, block_bytes):
        is_spaced = dialect.delimiter == " "
        yield replace(block, data=squeezed(block.data)) if is_spaced else block


def squeezed(data: bytes) -> bytes:
    """Spaces that stand between cells as one, and none around a line."""
    return re.sub(rb"(?m)^ +| +(?=\r?$)", b"", re.sub(rb"[ \t]+", b" ", data))


def _after(source: Source, dialect: CsvDialect, block_bytes: int) -> Iterator[Block]:
    header_line = dialect.last_header_line
    for block in blocks(source, dialect.encoding, block_bytes=block_bytes):
        skip = header_line - block.first_line + 1
        if skip <= 0:
            yield block
        elif skip < block.lines:
            start = 0
            for _ in range(skip):
                start = block.data.index(b"\n", start) + 1
            yield Block(
                data=block.data[start:],
                first_line=header_line + 1,
                lines=block.lines - skip,
                bytes_read=block.bytes_read,
            )


def pieces(block: Block, size: int) -> Iterator[Block]:
    """The block cut at line ends into pieces of at least this size (but for the last)."""
    start, line = 0, block.first_line
    while start < len(block.data):
        stop = block.data.find(b"\n", start + size - 1) + 1 or len(block.data)
        data = block.data[start:stop]
        lines = count_lines(data)
        yield Block(data=data, first_line=line, lines=lines, bytes_read=block.bytes_read)
        start, line = stop, line + lines


def count(data: bytes, byte: int) -> int:
    """How often a byte occurs (four times as fast as ``bytes.count`` if it is common)."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == byte))


def count_lines(data: bytes) -> int:
    """Lines in the data; a last one without line end counts too."""
    return count(data, _LF) + (not data.endswith(b"\n"))


def _cut(data: bytes, *, at_end: bool) -> tuple[bytes, bytes]:
    """Whole lines, and the rest that waits for more."""
    if at_end:
        return unify(data), b""
    pending = b"\r" if data.endswith(b"\r") else b""  # perhaps the first half of \r\n
    data = unify(data[: len(data) - len(pending)])
    stop = data.rfind(b"\n") + 1
    if len(data) - stop > MAX_LINE_BYTES:
        raise FileError(Words.LONG_LINE(mib=MAX_LINE_BYTES >> 20), hint=Words.UPLOAD_EXPORT())
    return data[:stop], data[stop:] + pending


def unify(data: bytes) -> bytes:
    """Lone carriage returns made line feeds; ``\\r\\n`` stays, as long as all are."""
    if b"\r" not in data:
        return data
    codes = np.frombuffer(data, np.uint8)
    returns = np.flatnonzero(codes == _CR)
    if returns[-1] + 1 < len(codes) and (codes[returns + 1] == _LF).all():
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
