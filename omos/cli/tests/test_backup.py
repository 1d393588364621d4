from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from omos.cli.archive import read_into
from omos.cli.backup import count_rows
from omos.cli.speech import Refused
from omos.cli.tests.factories import make_older, omos

PLENTY = 1 << 40


@pytest.fixture(scope="module")
def archive_once(prepared_once, tmp_path_factory):
    """A backup of a house with two files, made once."""
    base = tmp_path_factory.mktemp("backup")
    folder = shutil.copytree(prepared_once, base / "data")
    inner = folder / "files" / "2026" / "11"
    inner.mkdir(parents=True)
    (inner / "aa01").write_bytes(b"proof" * 1000)
    (inner / "aa02").write_bytes(b"\x00\xff")
    done = omos("backup", str(base / "backup.tar.gz"), folder=folder)
    assert done.returncode == 0, done.stderr
    return base / "backup.tar.gz"


@pytest.fixture
def archive(archive_once, tmp_path):
    return Path(shutil.copy(archive_once, tmp_path / "backup.tar.gz"))


@pytest.fixture
def saved(archive_once):
    """The house the backup was made of."""
    return archive_once.parent / "data"


class TestRoundTrip:
    def test_brings_everything_back_equal(self, saved, archive, tmp_path):
        other = tmp_path / "other"

        done = omos("restore", str(archive), folder=other)

        assert done.returncode == 0, done.stderr
        assert _contents(other / "omos.sqlite3") == _contents(saved / "omos.sqlite3")
        assert _files(other / "files") == _files(saved / "files")
        assert (other / "secret_key").read_text() == (saved / "secret_key").read_text()

    def test_keeps_everything_private_and_leaves_nothing_unfinished(self, archive_once, archive, tmp_path):
        other = tmp_path / "other"
        omos("restore", str(archive), folder=other)

        modes = {path.stat().st_mode & 0o077 for path in other.rglob("*")}
        assert modes == {0}
        assert archive_once.stat().st_mode & 0o777 == 0o600
        assert [path.name for folder in (archive_once.parent, other) for path in folder.glob(".*")] == []

    def test_is_one_moment_although_somebody_writes(self, folder, tmp_path):
        stop = threading.Event()
        writer = threading.Thread(target=_write_pairs, args=(folder / "omos.sqlite3", stop))
        writer.start()
        try:
            done = [omos("backup", str(tmp_path / f"{number}.tar.gz"), folder=folder) for number in range(3)]
        finally:
            stop.set()
            writer.join()

        restored = omos("restore", str(tmp_path / "2.tar.gz"), folder=tmp_path / "other")
        assert [one.returncode for one in [*done, restored]] == [0, 0, 0, 0]
        with closing(sqlite3.connect(tmp_path / "other" / "omos.sqlite3")) as records:
            first, second = records.execute("SELECT sum(side = 'a'), sum(side = 'b') FROM test_pairs").fetchone()
        assert first == second > 0

    def test_goes_into_the_folder_of_backups_when_no_name_is_given(self, folder):
        omos("backup", folder=folder)

        (made,) = (folder / "backups").iterdir()
        assert made.name.startswith("omos-")
        assert made.name.endswith(".tar.gz")

    def test_does_not_put_old_backups_into_new_ones(self, folder, tmp_path):
        omos("backup", folder=folder)
        omos("backup", str(tmp_path / "b.tar.gz"), folder=folder)

        with tarfile.open(tmp_path / "b.tar.gz") as made:
            assert [name for name in made.getnames() if "backups" in name] == []

    def test_never_writes_over_an_older_backup(self, folder, archive):
        done = omos("backup", str(archive), folder=folder)

        assert done.returncode == 2
        assert "exists already" in done.stderr


class TestRestore:
    def test_refuses_a_folder_that_holds_something(self, folder, archive):
        before = _contents(folder / "omos.sqlite3")

        done = omos("restore", str(archive), folder=folder)

        assert done.returncode == 2
        assert "--force" in done.stderr
        assert _contents(folder / "omos.sqlite3") == before

    def test_moves_what_is_there_aside_when_forced(self, folder, archive):
        (folder / "files" / "later").write_text("made after the backup")

        done = omos("restore", str(archive), "--force", folder=folder)

        assert done.returncode == 0, done.stderr
        (aside,) = folder.glob("before-restore-*")
        assert (aside / "files" / "later").read_text() == "made after the backup"
        assert not (folder / "files" / "later").exists()

    def test_brings_older_records_up_to_date(self, folder, tmp_path):
        make_older(folder / "omos.sqlite3")
        omos("backup", str(tmp_path / "b.tar.gz"), folder=folder)

        done = omos("restore", str(tmp_path / "b.tar.gz"), folder=tmp_path / "other")

        assert done.returncode == 0, done.stderr
        assert "notices_notice" in _contents(tmp_path / "other" / "omos.sqlite3")

    def test_refuses_records_of_a_later_version(self, folder, tmp_path):
        with closing(sqlite3.connect(folder / "omos.sqlite3")) as records, records:
            records.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('work', '0099_later', '2027-01-01')"
            )
        omos("backup", str(tmp_path / "b.tar.gz"), folder=folder)

        done = omos("restore", str(tmp_path / "b.tar.gz"), folder=tmp_path / "other")

        assert done.returncode == 2
        assert "later version" in done.stderr
        assert not (tmp_path / "other" / "omos.sqlite3").exists()

    def test_refuses_records_of_another_kind_of_database(self, archive, tmp_path):
        done = omos(
            "restore", str(archive), folder=tmp_path / "o", OMOS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/x"
        )

        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("name", ["nothing.tar.gz", "."])
    def test_refuses_what_is_not_there(self, tmp_path, name):
        done = omos("restore", str(tmp_path / name), folder=tmp_path / "other")

        assert done.returncode == 2
        assert "there is no file" in done.stderr


class TestDamage:
    @pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.95, 0.999])
    def test_is_noticed_when_the_archive_is_cut_off(self, archive, tmp_path, share):
        content = archive.read_bytes()
        archive.write_bytes(content[: int(len(content) * share)])

        with pytest.raises(Refused):
            read_into(archive, _empty(tmp_path), PLENTY)

    def test_is_noticed_wherever_a_bit_flips(self, archive, tmp_path):
        content = archive.read_bytes()
        noticed = [
            _is_refused(_flipped(content, place), tmp_path) for place in range(64, len(content), len(content) // 40)
        ]

        # The first bytes hold the archive's own name and time, which mean nothing.
        assert len(noticed) >= 40
        assert all(noticed)

    def test_is_noticed_when_a_member_was_exchanged(self, archive, tmp_path):
        forged = _repacked(archive, tmp_path, {"files/2026/11/aa02": b"other"})

        with pytest.raises(Refused, match="aa02 is not what the manifest says"):
            read_into(forged, _empty(tmp_path), PLENTY)

    def test_is_noticed_when_a_member_is_missing(self, archive, tmp_path):
        forged = _repacked(archive, tmp_path, {"files/2026/11/aa02": None})

        with pytest.raises(Refused, match="aa02"):
            read_into(forged, _empty(tmp_path), PLENTY)

    @pytest.mark.parametrize(
        "content",
        [b"", b"not gzip", gzip.compress(b"not a tar"), gzip.compress(b"\0" * 99999)],
        ids=["empty", "text", "no tar", "zeros"],  # packed bytes hold the time, and would be another name each run
    )
    def test_is_noticed_when_it_is_no_backup_at_all(self, tmp_path, content):
        path = tmp_path / "x.tar.gz"
        path.write_bytes(content)

        with pytest.raises(Refused):
            read_into(path, _empty(tmp_path), PLENTY)

    @pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"format": 9}', b"\xff"])
    def test_is_noticed_when_the_manifest_makes_no_sense(self, archive, tmp_path, manifest):
        forged = _repacked(archive, tmp_path, {"manifest.json": manifest})

        with pytest.raises(Refused):
            read_into(forged, _empty(tmp_path), PLENTY)


class TestHostileArchive:
    @pytest.mark.parametrize(
        "name",
        [
            "../evil",
            "files/../../evil",
            "/tmp/omos-evil",
            "files//evil",
            "files/./evil",
            "files/..",
            "files/a/../../../evil",
            "C:\\evil",
            "files\\..\\evil",
            "files/.bashrc",
            "omos.sqlite3",
            "static/x.js",
            "files/" + "a/" * 30 + "b",
            "files/空",
            "",
        ],
    )
    def test_writes_nothing_outside(self, tmp_path, name):
        path = _archive(tmp_path, [_member(name, b"evil")])

        assert _is_refused_at(path, tmp_path)

        assert [found for found in tmp_path.rglob("*") if "evil" in found.name and found.is_file()] == []

    @pytest.mark.parametrize(
        "kind",
        [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE],
    )
    def test_follows_no_links_and_makes_no_devices(self, tmp_path, kind):
        info, _ = _member("files/link", b"")
        info.type, info.linkname = kind, "/etc/passwd"
        path = _archive(tmp_path, [(info, b""), _member("files/link/evil", b"evil")])

        assert _is_refused_at(path, tmp_path)

        assert [found for found in tmp_path.rglob("link")] == []

    def test_takes_each_name_once(self, tmp_path):
        path = _archive(tmp_path, [_member("files/a", b"1"), _member("files/a", b"2")])

        assert _is_refused_at(path, tmp_path)

    def test_does_not_fill_the_disk(self, tmp_path):
        path = _archive(tmp_path, [_member("files/a", b"\0" * 5_000_000)])

        with pytest.raises(Refused, match="more than fits"):
            read_into(path, _empty(tmp_path), 1_000_000)

    def test_does_not_read_endless_headers_into_memory(self, tmp_path):
        info, _ = _member("files/a", b"1")
        info.pax_headers = {"comment": "x" * 3_000_000}
        path = _archive(tmp_path, [(info, b"1")])

        with pytest.raises(Refused, match="too long"):
            read_into(path, _empty(tmp_path), PLENTY)

    def test_lets_nothing_follow_the_archive(self, archive, tmp_path):
        longer = tmp_path / "longer.tar.gz"
        longer.write_bytes(gzip.compress(gzip.decompress(archive.read_bytes()) + b"\0" * 9_000_000))

        assert _is_refused_at(longer, tmp_path)

    def test_leaves_the_data_folder_alone(self, folder, tmp_path):
        before = _files(folder)
        path = _archive(tmp_path, [_member("../evil", b"evil")])

        done = omos("restore", str(path), "--force", folder=folder)

        assert done.returncode == 2
        assert "does not belong there" in done.stderr
        assert _files(folder) == before


def _contents(path):
    """Every row of every table, as text."""
    with closing(sqlite3.connect(path)) as records:
        tables = count_rows(records)[0]
        return {name: sorted(map(repr, records.execute(f'SELECT * FROM "{name}"'))) for name in tables}


def _files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _write_pairs(path, stop):
    """Two rows per transaction, again and again: half a pair in a backup would be a torn moment."""
    with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as records:
        records.execute("CREATE TABLE test_pairs (side TEXT)")
        while not stop.is_set():
            records.execute("BEGIN IMMEDIATE")
            records.execute("INSERT INTO test_pairs VALUES ('a')")
            records.execute("INSERT INTO test_pairs VALUES ('b')")
            records.execute("COMMIT")


def _empty(tmp_path):
    folder = tmp_path / "staging"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _flipped(content, place):
    changed = bytearray(content)
    changed[place] ^= 0x10
    return bytes(changed)


def _is_refused(content, tmp_path):
    path = tmp_path / "flipped.tar.gz"
    path.write_bytes(content)
    return _is_refused_at(path, tmp_path)


def _is_refused_at(path, tmp_path):
    try:
        read_into(path, _empty(tmp_path), PLENTY)
    except Refused:
        return True
    return False


def _member(name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def _archive(tmp_path, members):
    path = tmp_path / "hostile.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))
    return path


def _repacked(path, tmp_path, changes):
    """The same archive with members exchanged (or left out where None)."""
    with tarfile.open(path) as archive:
        members = {one.name: archive.extractfile(one).read() for one in archive}
    merged = {**members, **changes}
    forged = tmp_path / "forged.tar.gz"
    with tarfile.open(forged, "w:gz") as archive:
        for name, content in merged.items():
            if content is not None:
                archive.addfile(*_opened(name, content))
    return forged


def _opened(name, content):
    info, content = _member(name, content)
    return info, io.BytesIO(content)


def test_the_manifest_tells_version_rows_and_digests(archive):
    with tarfile.open(archive) as made:
        manifest = json.load(made.extractfile("manifest.json"))

    assert manifest["records"] == "sqlite"
    assert manifest["rows"]["people_user"] == 1
    assert len(manifest["members"]["files/2026/11/aa01"]["sha256"]) == 64


def test_records_of_postgresql_are_refused_here_in_words_and_nothing_changes(archive, tmp_path):
    with tarfile.open(archive) as made:
        manifest = json.load(made.extractfile("manifest.json"))
    told = json.dumps(manifest | {"records": "postgresql"}).encode()
    forged = _repacked(archive, tmp_path, {"manifest.json": told})

    done = omos("restore", str(forged), folder=tmp_path / "here")

    assert done.returncode == 2
    assert "the backup holds PostgreSQL records; OMOS_DATABASE_URL must name a PostgreSQL database" in done.stderr
    assert not (tmp_path / "here" / "omos.sqlite3").exists()
