"""The shape of a backup: which members it has, how they are written with their digests, how they are read safely."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from omos.cli.speech import Refused

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE_RECORDS = "records.sqlite3"
POSTGRES_RECORDS = "records.pgdump"
KEY = "secret_key"
SINGLE_MEMBERS = {MANIFEST, SQLITE_RECORDS, POSTGRES_RECORDS, KEY}
# Files live under names the server made, events under days; nothing else may be written.
FOLDER_MEMBER = re.compile(r"(?:files|events)(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}){1,6}")
LARGEST_MANIFEST = 200 << 20
LONGEST_HEADER = 1 << 20
CHUNK = 1 << 20


@dataclass
class Manifest:
    """What a backup holds and which version made it."""

    version: str
    made_at: str
    records: str
    migrations: list[str]
    rows: dict[str, int]
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


class Digesting:
    """Reads a file on while its digest and size grow; a file that grows meanwhile is cut at the announced size."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        return chunk


def add_file(archive: tarfile.TarFile, path: Path, name: str, manifest: Manifest) -> None:
    """Write one file and note its digest; a file that was removed meanwhile is left out."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = os.fstat(file.fileno()).st_size, int(path.stat().st_mtime), 0o600
        reading = Digesting(file)
        archive.addfile(info, reading)
    manifest.members[name] = {"size": info.size, "sha256": reading.digest.hexdigest()}


def read_into(archive_path: Path, folder: Path, free_bytes: int) -> Manifest:
    """Unpack a backup into an empty folder and prove every member; nothing is ever written outside of it.

    :raises Refused: if it is no backup, damaged, larger than the disk, or holds anything that does not belong there
    """
    try:
        # Not tarfile's own gzip: it does not prove the checksum at the end.
        with gzip.open(archive_path) as plain:
            with tarfile.open(fileobj=plain, mode="r|", tarinfo=_ShortHeaders) as archive:
                found = dict(_unpack(archive, folder, free_bytes))
            _read_to_the_end(plain)
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused(f"{archive_path} is damaged or not a backup ({type(error).__name__}).") from error
    manifest = _read_manifest(archive_path, folder)
    expected = {name: (one["size"], one["sha256"]) for name, one in manifest.members.items()}
    found.pop(MANIFEST, None)
    if found != expected:
        wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        raise Refused(f"{archive_path} is damaged: {wrong[0]} is not what the manifest says.")
    return manifest


class _ShortHeaders(tarfile.TarInfo):
    """Members whose extended headers are short: the library reads them whole into memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type not in tarfile.REGULAR_TYPES and self.size > LONGEST_HEADER:
            raise Refused("the backup holds a header that is too long. Nothing was restored.")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]  # the one place all headers pass


def _read_to_the_end(plain: gzip.GzipFile) -> None:
    """Past the end marks of the archive, so that the checksum is proved; nothing more may follow."""
    if len(plain.read(LONGEST_HEADER)) == LONGEST_HEADER:
        raise ValueError("something follows the archive")


def _unpack(archive: tarfile.TarFile, folder: Path, free_bytes: int) -> Iterator[tuple[str, tuple[int, str]]]:
    """Write the members one by one; gives name, size and digest of each."""
    left = free_bytes
    seen: set[str] = set()
    for member in archive:
        _refuse_strange(member, seen)
        seen.add(member.name)
        left -= member.size
        if left < 0:
            raise Refused("the backup holds more than fits on this disk.")
        source = archive.extractfile(member)
        if source is None:
            raise Refused(f"the backup holds {member.name!r}, which is not a plain file.")
        yield member.name, _copy(source, folder / member.name)


def _refuse_strange(member: tarfile.TarInfo, seen: set[str]) -> None:
    """Only plain files, only under the names a backup has, each once: no links, no devices, no `..`, no absolute."""
    is_known = member.name in SINGLE_MEMBERS or (
        FOLDER_MEMBER.fullmatch(member.name) is not None and ".." not in member.name
    )
    if not member.isreg() or member.issparse() or not is_known or member.name in seen:
        raise Refused(f"the backup holds {member.name!r}, which does not belong there. Nothing was restored.")
    if member.name == MANIFEST and member.size > LARGEST_MANIFEST:
        raise Refused("the manifest is too large.")


def _copy(source: IO[bytes], target: Path) -> tuple[int, str]:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(number, "wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _read_manifest(archive_path: Path, folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        raise Refused(f"{archive_path} is cut off or not a backup: its manifest is missing.")
    try:
        manifest = Manifest(**json.loads(path.read_bytes()))
    except (ValueError, TypeError) as error:
        raise Refused(f"{archive_path} has a manifest this version cannot read.") from error
    if manifest.format != FORMAT:
        raise Refused(f"{archive_path} was made by OMOS {manifest.version}, in a form this version does not know.")
    path.unlink()
    return manifest
