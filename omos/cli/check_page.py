"""`omos check-page URL`: the looks and checks of handed-in work, for one page; nothing is kept."""

from __future__ import annotations

import argparse
import json
from typing import Any

from omos.cli import house
from omos.cli.speech import say

MARKS = {"yes": "✓", "no": "✕", "unknown": "?"}


def check_page(arguments: argparse.Namespace) -> int:
    """Print what was found; a page that cannot be looked at is an answer too, so the exit code is 0."""
    house.make_django_ready()
    from django.conf import settings

    from omos.connectors.outbound import rules_from
    from omos.loop.verification import services
    from omos.people import clock

    checked = services.check_page(
        arguments.url, rules=rules_from(settings), today=clock.today(), keyword=arguments.keyword
    )
    answer = checked.as_json()
    if arguments.json:
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print_for_people(answer)
    return 0


def _print_for_people(answer: dict[str, Any]) -> None:
    say(f"{answer['url']}")
    if answer["final_url"] and answer["final_url"] != answer["url"]:
        say(f"→ {answer['final_url']}")
    say(f"{answer['status'] or '—'}  {answer['title']}".rstrip())
    for code, finding in answer["checks"].items():
        say(f"  {MARKS[finding['verdict']]} {code:<16} {finding['reason']}".rstrip())
