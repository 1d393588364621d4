"""`omos verify-backup`: restore a backup into a folder of its own and say whether it would come back whole."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

from omos.cli.archive import Manifest
from omos.cli.restore import stage
from omos.cli.sealing import MAGIC, is_sealed
from omos.cli.speech import Refused, say, size


def verify_backup(arguments: argparse.Namespace) -> int:
    """Unpack, prove every digest, count rows, and bring the records up to this version, all in a temporary folder.

    :raises Refused: with the first thing that is wrong; nothing outside of the temporary folder is touched
    """
    os.umask(0o077)
    path = Path(arguments.file).absolute()
    if not path.is_file():
        raise Refused(f"there is no file {path}.")
    place = Path(arguments.into).absolute() if arguments.into else None
    with tempfile.TemporaryDirectory(dir=place, prefix="omos-verify-") as staging:
        manifest = stage(path, Path(staging))
    answer = _answer(path, manifest)
    say(json.dumps(answer, ensure_ascii=False) if arguments.json else _words(path, answer))
    return 0


def _answer(path: Path, manifest: Manifest) -> dict[str, object]:
    with path.open("rb") as file:
        is_locked = is_sealed(file.read(len(MAGIC)))
    return {
        "whole": True,
        "locked": is_locked,
        "made_at": manifest.made_at,
        "version": manifest.version,
        "records": manifest.records,
        "tables": len(manifest.rows),
        "rows": sum(manifest.rows.values()),
        "files": sum(name.startswith(("files/", "events/")) for name in manifest.members),
        "bytes": path.stat().st_size,
    }


def _words(path: Path, answer: dict[str, object]) -> str:
    locked = "locked" if answer["locked"] else "not locked"
    return (
        f"{path} is whole ({size(path.stat().st_size)}, {locked}): made on {answer['made_at']} by OMOS "
        f"{answer['version']}, {answer['records']}, {answer['rows']} rows in {answer['tables']} tables, "
        f"{answer['files']} files. It was restored into a temporary folder and brought up to this version."
    )
