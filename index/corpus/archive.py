"""Archives of files: .zip and .tar.gz, unpacked in memory, one member at a time, and only so far."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from index.corpus.reader import MAX_FILE, Read, Reader, Skip, Source, parsing
from index.corpus.sources import without_suffix
from index.errors import SourceError

MAX_UNPACKED = 2**30
"""Most bytes that one archive may unpack to."""
MAX_RATIO = 200
"""Most bytes that one packed byte may stand for: text packs to a tenth, a bomb to a thousandth."""
SMALL = 2**20
"""A member below this many bytes may be packed as tightly as it likes."""


class ArchiveReader:
    """What its members' readers read of them, known by archive and path; archives inside archives are left out.

    Args:
        find: the reader of a file name, None where there is none.
    """

    suffixes = (".zip", ".tar.gz", ".tgz", ".tar")

    def __init__(self, find: Callable[[str], Reader | None]) -> None:
        self._find = find

    def read(self, source: Source) -> Iterator[Read]:
        """Yield the texts of the members in their order, and what is left out.

        Raises:
            SourceError: it is damaged, unpacks to far too much, or holds nothing that can be read.
        """
        unzip = source.name.lower().endswith(".zip")
        blank = True
        for member in _zip(source) if unzip else _tar(source):
            if isinstance(member, Skip):
                blank = False
                yield member
                continue
            name = PurePosixPath(member.name)
            reader = self._find(member.name)
            if reader is None or any(part.startswith((".", "__MACOSX")) for part in name.parts):
                continue
            blank = False
            yield from _member(reader, member)
        if blank:
            raise SourceError(f"{source.place} holds no file that can be read; remove it", "no text")


def _member(reader: Reader, member: Source) -> Iterator[Read]:
    """Read one member; it costs itself alone."""
    try:
        for read in reader.read(member):
            yield _inside(read, member.name)
    except SourceError as error:
        yield Skip(error.fault, str(error))
    except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, ValueError, EOFError) as error:
        fault = "encrypted" if "encrypted" in str(error) else "damaged"
        yield Skip(fault, f"{member.place} cannot be unpacked ({error}); pack it anew")


def _inside(read: Read, name: str) -> Read:
    """Give a text that has no id its path inside the archive."""
    if isinstance(read, Skip) or read.id is not None:
        return read
    return replace(
        read, part="/".join(filter(None, (without_suffix(PurePosixPath(name)).as_posix(), read.part))), verbatim=False
    )


def _zip(source: Source) -> Iterator[Source | Skip]:
    """Yield the members of a zip file."""
    with source.open() as file, parsing(source.place, "zip file"), zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _refuse(source, sum(member.file_size for member in members))
        for member in sorted(members, key=lambda member: member.filename):
            place = f"{source.place}!{member.filename}"
            if member.file_size > max(SMALL, MAX_RATIO * member.compress_size):
                yield Skip(
                    "bomb", f"{place} unpacks to {member.file_size:,} bytes from {member.compress_size:,}; not read"
                )
            else:
                yield Source(member.filename, place, _opener(archive, member))


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        with archive.open(member) as file:
            return io.BytesIO(file.read(MAX_FILE + 1))

    return opened


def _tar(source: Source) -> Iterator[Source | Skip]:
    """Yield the members of a tar file, packed or not, as they come."""
    unpacked = 0
    with (
        source.open() as file,
        parsing(source.place, "tar file"),
        tarfile.open(fileobj=file, mode="r|*") as archive,
    ):
        for member in archive:
            unpacked += member.size
            _refuse(source, unpacked)
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                data = content.read(MAX_FILE + 1)
                yield Source(member.name, f"{source.place}!{member.name}", lambda data=data: io.BytesIO(data))  # type: ignore[misc]


def _refuse(source: Source, size: int) -> None:
    if size > MAX_UNPACKED:
        raise SourceError(f"{source.place} unpacks to more than {MAX_UNPACKED:,} bytes; not read, split it", "bomb")
