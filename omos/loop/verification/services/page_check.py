"""Checking one page by hand (`omos check-page`): the same looks and checks as for handed-in work, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from omos.connectors.outbound import OutboundRules
from omos.loop.verification.checks import Asked, Finding, Place, run_checks
from omos.loop.verification.looks import look_at


@dataclass(frozen=True)
class CheckedPage:
    """What became of a link, and the ten findings."""

    url: str
    final_url: str
    status: int | None
    title: str
    findings: Mapping[str, Finding]

    def as_json(self) -> dict[str, Any]:
        """As the command prints it, reasons in the language of the moment."""
        return {
            "url": self.url,
            "final_url": self.final_url,
            "status": self.status,
            "title": self.title,
            "checks": {
                code: {"verdict": finding.verdict.value, "reason": finding.sentence}
                for code, finding in self.findings.items()
            },
        }


def check_page(
    url: str,
    *,
    rules: OutboundRules,
    today: date,
    keyword: str = "",
    expected_hosts: Sequence[str] = (),
    min_characters: int = 0,
) -> CheckedPage:
    """Look at one page; without expected hosts it should stand where the link says."""
    look = look_at(url, rules=rules)
    asked = Asked(
        url=url,
        place=Place.SAME,
        today=today,
        own_hosts=tuple(expected_hosts),
        keyword=keyword.strip(),
        min_characters=min_characters,
    )
    return CheckedPage(
        url=url,
        final_url=look.final_url,
        status=look.page.status if look.page else None,
        title=look.page.title if look.page else "",
        findings=run_checks(look, asked),
    )
