"""The shape of a backup: which members it has, how they are written with their digests, how they are read safely."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from omos.cli.sealing import MAGIC, OpeningReader, SealBroken, SealingWriter, is_sealed
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


@contextmanager
def written(path: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    """A new archive to add to, locked where there is a passphrase; on the disk when the block ends."""
    with path.open("xb") as file:
        sealed = SealingWriter(file, passphrase) if passphrase else None
        target = cast("IO[bytes]", sealed or file)
        with (
            gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=target, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
        ):
            yield archive
        if sealed:
            sealed.finish()
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _opened(path: Path, passphrase: str) -> Iterator[IO[bytes]]:
    """The archive as it was before it was locked."""
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
        file.seek(0)
        if not is_sealed(start):
            yield file
        elif passphrase:
            yield io.BufferedReader(OpeningReader(file, passphrase), CHUNK)
        else:
            raise Refused(f"{path} is locked; OMOS_BACKUP_KEY (or OMOS_BACKUP_KEY_FILE) must give its key.")


def read_into(archive_path: Path, folder: Path | None, free_bytes: int, passphrase: str = "") -> Manifest:
    """Unpack a backup into an empty folder and prove every member; without a folder it is only proved.

    Nothing is ever written outside of the folder.

    :raises Refused: if it is no backup, damaged, larger than the disk, or holds anything that does not belong there
    """
    unpacking = _Unpacking(folder, free_bytes)
    try:
        # Not tarfile's own gzip: it does not prove the checksum at the end.
        with _opened(archive_path, passphrase) as stream, gzip.open(stream) as plain:
            with tarfile.open(fileobj=plain, mode="r|", tarinfo=_ShortHeaders) as archive:
                for member in archive:
                    unpacking.take(archive, member)
            _read_to_the_end(plain)
    except SealBroken as error:
        raise Refused(f"{archive_path} cannot be opened: {error}.") from error
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused(f"{archive_path} is damaged or not a backup ({type(error).__name__}).") from error
    manifest = _read_manifest(archive_path, unpacking.manifest)
    expected = {name: (one["size"], one["sha256"]) for name, one in manifest.members.items()}
    _refuse_different(archive_path, unpacking.found, expected)
    return manifest


def _refuse_different(path: Path, found: dict[str, tuple[int, str]], expected: dict[str, tuple[int, str]]) -> None:
    wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    if wrong:
        raise Refused(f"{path} is damaged: {wrong[0]} is not what the manifest says.")


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


class _Unpacking:
    """One reading of an archive: what was found so far, and how much may still come."""

    def __init__(self, folder: Path | None, free_bytes: int) -> None:
        self.folder, self.left = folder, free_bytes
        self.found: dict[str, tuple[int, str]] = {}
        self.manifest = b""

    def take(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        """Write one member, or only prove it."""
        _refuse_strange(member)
        if member.name in self.found or (member.name == MANIFEST and self.manifest):
            raise Refused(f"the backup holds {member.name!r} twice. Nothing was restored.")
        self.left -= member.size
        if self.left < 0:
            raise Refused("the backup holds more than fits on this disk.")
        source = archive.extractfile(member)
        if source is None:
            raise Refused(f"the backup holds {member.name!r}, which is not a plain file.")
        if member.name == MANIFEST:
            self.manifest = source.read()
        else:
            self.found[member.name] = _copy(source, self.folder / member.name if self.folder else Path(os.devnull))


def _refuse_strange(member: tarfile.TarInfo) -> None:
    """Only plain files, only under the names a backup has: no links, no devices, no `..`, no absolute."""
    is_plain = member.isreg() and not member.issparse()
    if not is_plain or not _is_known(member.name):
        raise Refused(f"the backup holds {member.name!r}, which does not belong there. Nothing was restored.")
    if member.name == MANIFEST and member.size > LARGEST_MANIFEST:
        raise Refused("the manifest is too large.")


def _is_known(name: str) -> bool:
    return name in SINGLE_MEMBERS or (FOLDER_MEMBER.fullmatch(name) is not None and ".." not in name)


def _copy(source: IO[bytes], target: Path) -> tuple[int, str]:
    """Copy into a new file, or into the device that keeps nothing; gives size and digest."""
    digest, size = hashlib.sha256(), 0
    with _new_file(target) as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    if str(target) == os.devnull:
        with target.open("wb") as nothing:
            yield nothing
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(number, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _read_manifest(archive_path: Path, content: bytes) -> Manifest:
    if not content:
        raise Refused(f"{archive_path} is cut off or not a backup: its manifest is missing.")
    try:
        manifest = Manifest(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise Refused(f"{archive_path} has a manifest this version cannot read.") from error
    if manifest.format != FORMAT:
        raise Refused(f"{archive_path} was made by OMOS {manifest.version}, in a form this version does not know.")
    return manifest
