"""The list of commands; each loads its own module only when it is called."""

from __future__ import annotations

import argparse
import os
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TypeAlias

from omos import __version__
from omos.cli.speech import REFUSED, Refused, complain, say
from omos.environment import SettingRefused

INTRODUCTION = "OMOS (网络营销运营系统): from a month goal to a verified, closed day."
SETTINGS_NOTE = """\
Settings come from the environment only (OMOS_DATA, OMOS_BIND, ...); `omos doctor` lists them all.
First time:  omos init   then   omos up
"""


def run(arguments: Sequence[str]) -> int:
    """Parse and run; whatever the environment lacks becomes one line and exit code 2."""
    parsed = _parser().parse_args(arguments)
    if not getattr(parsed, "handler", None):
        _parser().print_help()
        return REFUSED
    try:
        return _handler(parsed.handler)(parsed)
    except (Refused, SettingRefused) as refusal:
        complain(str(refusal))
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (omos doctor | head); nobody is left to tell.
        os._exit(0)
    except Exception as error:
        return _unexpected(error)


def _handler(name: str) -> Callable[[argparse.Namespace], int]:
    module, _, function = name.partition(":")
    handler: Callable[[argparse.Namespace], int] = getattr(import_module(module), function)
    return handler


def _unexpected(error: Exception) -> int:
    """Disks fill up and databases stop: say what happened in one line; the places only for those who ask."""
    complain(
        f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else 'no reason given'}"
    )
    if os.environ.get("OMOS_LOG_LEVEL") == "DEBUG":
        traceback.print_exc()
    else:
        complain("OMOS_LOG_LEVEL=DEBUG shows where.")
    return REFUSED


class _Help(argparse.RawDescriptionHelpFormatter):
    """Wide enough for every command's name."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=16)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="omos",
        usage="omos COMMAND [--help]",
        description=INTRODUCTION,
        epilog=SETTINGS_NOTE,
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"omos {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="", prog="omos")
    _add_serving(commands)
    _add_people(commands)
    _add_asking(commands)
    _add_keeping(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add(commands: Commands, name: str, handler: str, summary: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    command.set_defaults(handler=handler)
    return command


def _add_serving(commands: Commands) -> None:
    init = _add(commands, "init", "omos.cli.init:init", "prepare the folder OMOS_DATA: key, records, defaults")
    init.add_argument("--admin", metavar="NAME", default="admin", help="login of the first administrator (admin)")
    _add(commands, "up", "omos.cli.up:up", "serve OMOS: pages, collector and background jobs")
    _add(commands, "worker", "omos.cli.children:worker", "run background jobs only, on a further host")
    child = commands.add_parser("child")
    child.add_argument("part", choices=["web", "worker", "collector"])
    child.set_defaults(handler="omos.cli.children:child")


def _add_people(commands: Commands) -> None:
    demo = _add(commands, "demo", "omos.cli.demo:demo", "load or remove the demo company")
    demo.add_argument("what", choices=["load", "remove"])
    user = _add(commands, "user", "omos.cli.users:user", "invite, reset or lock a user")
    user.add_argument("what", choices=["invite", "reset", "lock"])
    user.add_argument("name", metavar="NAME", help="login name")
    user.add_argument("--role", help="role of an invited user who is not on the staff list, for example ADMIN")


def _add_asking(commands: Commands) -> None:
    doctor = _add(commands, "doctor", "omos.cli.doctor:doctor", "check settings, stores, clock, fonts and disk")
    doctor.add_argument("--bundle", metavar="FILE", help="write the report as a zip file without personal data")
    calc = _add(commands, "calc", "omos.cli.calc:calc", "calculate a formula: JSON in, JSON out")
    calc.add_argument("name", metavar="NAME", nargs="?", help="formula; left out, the formulas are listed")
    calc.add_argument("file", metavar="CSV", nargs="?", help="CSV file, one input per row; otherwise JSON is read")
    calc.add_argument("--example", action="store_true", help="print a valid input")
    page = _add(commands, "check-page", "omos.cli.check_page:check_page", "check a page as handed-in work is checked")
    page.add_argument("url", metavar="URL")
    page.add_argument("--keyword", metavar="WORD", default="", help="word the page should be about")
    page.add_argument("--json", action="store_true", help="answer in JSON")
    ads = _add(commands, "ads", "omos.cli.ads:read", "read an export of an advertising platform; nothing is kept")
    ads.add_argument("what", choices=["read"])
    ads.add_argument("file", metavar="FILE", help="csv, tsv, xls or xlsx, as downloaded")
    ads.add_argument("--platform", metavar="P", default="", help="who wrote it, where it is not recognised")
    ads.add_argument("--day", metavar="DAY", default="", help="the day it is about, where it names none")
    ads.add_argument("--json", action="store_true", help="answer in JSON")
    serp = _add(commands, "serp", "omos.cli.serp:serp", "read a saved result page of a search engine")
    serp.add_argument("what", choices=["parse"])
    serp.add_argument("engine", choices=["baidu", "so360", "sogou", "shenma", "bing", "google"])
    serp.add_argument("file", metavar="FILE", help="HTML, also gzipped; - for standard input")
    serp.add_argument("--host", metavar="HOST", default="", help="name the rank of this host")
    serp.add_argument("--json", action="store_true", help="answer in JSON")
    logs = _add(commands, "logs", "omos.cli.logs:logs", "read crawlers' visits out of a website's access log")
    logs.add_argument("what", choices=["import"])
    logs.add_argument("file", metavar="FILE", help="access log, also gzip, bzip2 or xz")
    logs.add_argument("--website", metavar="W", required=True, help="domain, name or number of the website")
    logs.add_argument("--format", metavar="F", default="", help="read it as this format instead of recognising it")
    logs.add_argument("--json", action="store_true", help="answer in JSON")


def _add_keeping(commands: Commands) -> None:
    backup = _add(commands, "backup", "omos.cli.backup:backup", "save records, files and key in one archive")
    backup.add_argument("file", metavar="FILE", nargs="?", help="where to (OMOS_DATA/backups/omos-DATE.tar.gz)")
    verify = _add(commands, "verify-backup", "omos.cli.verify:verify_backup", "restore a backup on trial and report")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--into", metavar="FOLDER", help="where to unpack it meanwhile (the system's own)")
    verify.add_argument("--json", action="store_true", help="answer in JSON")
    restore = _add(commands, "restore", "omos.cli.restore:restore", "bring a backup back, up to this version")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--force", action="store_true", help="move what is in OMOS_DATA aside first")
    check = _add(
        commands, "check-data", "omos.cli.check_data:check_data", "check records, sums and files, or mend sums"
    )
    check.add_argument("--repair", action="store_true", help="build the sums anew from the facts")
    _add(commands, "upgrade", "omos.cli.upgrade:upgrade", "bring the records up to this version, or leave them as is")
    bring_up = commands.add_parser("bring-up")
    bring_up.add_argument("--with-defaults", action="store_true")
    bring_up.set_defaults(handler="omos.cli.bring_up:bring_up")
    _add(commands, "version", "omos.cli.commands:version", "print the version")


def version(arguments: argparse.Namespace) -> int:
    """Print the version."""
    say(f"omos {__version__}")
    return 0
