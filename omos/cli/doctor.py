"""`omos doctor`: every setting with its source, every store, clock, fonts, disk; what is unsafe is said in red."""

from __future__ import annotations

import argparse
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

from omos import __version__
from omos.cli.findings import BAD, GOOD, WARNING, Finding, all_findings
from omos.cli.speech import RED, YELLOW, Refused, coloured, say
from omos.environment import SETTINGS, Address, Reading, SettingRefused, read_environment, read_leniently

MARKS = {GOOD: "ok     ", WARNING: "warning", BAD: "BAD    "}
COLOURS = {WARNING: YELLOW, BAD: RED}
# Values that say nothing about people, hosts or folders; of all others a report only says whether they are set.
HARMLESS = {
    "OMOS_MODE",
    "OMOS_LANGUAGE",
    "OMOS_TIME_ZONE",
    "OMOS_WEB_THREADS",
    "OMOS_LOG_LEVEL",
    "OMOS_INSECURE_HTTP",
    "OMOS_TRUSTED_PROXIES",
}


def doctor(arguments: argparse.Namespace) -> int:
    """Print what was found; 1 when something is bad.

    :raises Refused: if the report cannot be written
    """
    rows = [_row(reading, fault, place) for place, (reading, fault) in enumerate(read_leniently())]
    findings = [*_findings_of_settings(), *all_findings()]
    if arguments.bundle:
        _write_bundle(Path(arguments.bundle), rows, findings)
        say(f"{arguments.bundle} holds the report; it names no person, host or folder.")
    else:
        _print_settings(rows)
        _print_findings(findings)
    return 1 if any(finding.level == BAD for finding in findings) else 0


class Row:
    """One setting as shown: value (secrets hidden), source, remark."""

    def __init__(self, name: str, value: str, source: str, remark: str) -> None:
        self.name, self.value, self.source, self.remark = name, value, source, remark


def _row(reading: Reading | None, fault: str, place: int) -> Row:
    setting = SETTINGS[place]
    if reading is None:
        return Row(setting.name, "?", "environment", fault)
    return Row(setting.name, _shown(reading), reading.source, _unsafe(reading))


def _shown(reading: Reading) -> str:
    if reading.setting.is_secret:
        return "(hidden)" if reading.value else "(empty)"
    return _text(reading.value) or "(empty)"


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case Address():
            return f"{value.host}:{value.port}"
        case frozenset():
            return ",".join(sorted(value))
        case tuple():
            return ",".join(map(str, value))
    return str(value)


def _unsafe(reading: Reading) -> str:
    """Why this value is unsafe, or nothing."""
    remarks = {
        "OMOS_OUTBOUND_ALLOW": "UNSAFE: these addresses pass the outbound guard",
        "OMOS_INSECURE_HTTP": "UNSAFE: passwords travel readable beyond this machine",
        "OMOS_NOW": "UNSAFE: the clock stands still",
    }
    if reading.setting.name in remarks and reading.value:
        return remarks[reading.setting.name]
    if reading.setting.name == "OMOS_MODE" and reading.value != "production":
        return "not for real work"
    if reading.setting.name == "OMOS_LOG_LEVEL" and reading.value == "DEBUG":
        return "DEBUG shows more than it should"
    return ""


def _findings_of_settings() -> list[Finding]:
    try:
        read_environment()
    except SettingRefused as refusal:
        return [Finding("settings", BAD, str(refusal))]
    return [Finding("settings", GOOD, "all make sense")]


def _print_settings(rows: list[Row]) -> None:
    say(f"OMOS {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    say()
    say("Settings (from the environment only; NAME_FILE names a file instead)")
    for row in rows:
        line = f"  {row.name:<22} {row.value:<34} {row.source:<12} {row.remark}".rstrip()
        say(coloured(line, RED) if row.remark else line)
    say()


def _print_findings(findings: list[Finding]) -> None:
    say("Checks")
    for finding in findings:
        line = f"  {MARKS[finding.level]}  {finding.name:<16} {finding.text}"
        say(coloured(line, COLOURS[finding.level]) if finding.level in COLOURS else line)
    bad = sum(finding.level == BAD for finding in findings)
    say()
    say(f"{bad} of {len(findings)} checks are bad." if bad else "Nothing bad found.")


def _write_bundle(path: Path, rows: list[Row], findings: list[Finding]) -> None:
    report = {
        "omos": __version__,
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "settings": {row.name: _without_people(row) for row in rows},
        "checks": [{"name": one.name, "level": one.level, "text": one.plain_text} for one in findings],
    }
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("report.json", json.dumps(report, indent=2, ensure_ascii=False))
            bundle.writestr("packages.txt", _packages())
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error


def _without_people(row: Row) -> dict[str, str]:
    is_set = "(set)" if row.source != "default" else "(default)"
    return {"value": row.value if row.name in HARMLESS else is_set, "source": row.source}


def _packages() -> str:
    from importlib.metadata import distributions

    return "\n".join(sorted({f"{one.name}=={one.version}" for one in distributions()})) + "\n"
