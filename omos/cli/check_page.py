"""`omos check-page URL`: look at one page as handed-in work is looked at; needs no data folder, keeps nothing."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from omos.cli import house
from omos.cli.speech import say

if TYPE_CHECKING:
    from omos.loop.verification.services.page_check import CheckedPage

MARKS = {"yes": "yes    ", "no": "NO     ", "unknown": "unknown"}


def check_page(arguments: argparse.Namespace) -> int:
    """Print the ten verdicts; an address the guard refuses is unknown with the reason, and never connected to."""
    house.make_django_ready()
    from django.conf import settings

    from omos.connectors.outbound import rules_from
    from omos.loop.verification import services
    from omos.people.clock import today

    checked = services.check_page(
        arguments.url, rules=rules_from(settings), today=today(), keyword=arguments.keyword or ""
    )
    if arguments.json:
        say(json.dumps(checked.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(checked)
    return 0


def _print(checked: CheckedPage) -> None:
    say(f"{checked.url}\n{checked.status or '—'}  {checked.title or '—'}  {checked.final_url}")
    for code, finding in checked.findings.items():
        say(f"  {MARKS[finding.verdict.value]}  {code:<16} {finding.sentence}")
