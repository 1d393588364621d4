"""One piece in the plain values of templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omos.loop.verification import queries
from omos.loop.verification.checks import CODES
from omos.ui import parts

LABELS: dict[str, str | Promise] = {
    "reachable": gettext_lazy("Opens"),
    "host": gettext_lazy("Right website"),
    "keyword_title": gettext_lazy("Word in title"),
    "keyword_heading": gettext_lazy("Word in headings"),
    "keyword_text": gettext_lazy("Word in text"),
    "canonical": gettext_lazy("Canonical link"),
    "indexable": gettext_lazy("May be indexed"),
    "length": gettext_lazy("Length"),
    "published": gettext_lazy("Published on"),
    "original": gettext_lazy("Originality"),
}
SHOWS = ("page", "text", "way", "words")
_WORDS: dict[str, str | Promise] = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "unknown": gettext_lazy("Unknown"),
}


@dataclass(frozen=True)
class CheckCell:
    """One of the ten checks as the grid shows it."""

    label: str
    tone: str
    word: str
    note: str


def piece_context(piece: queries.Detail, *, show: str, address: str, today: date) -> dict[str, Any]:
    """One piece with the part of its proof that was asked for."""
    show = show if show in SHOWS else "page"
    proof = piece.check.proof if piece.check else None
    context: dict[str, Any] = {
        "piece": piece,
        "cells": check_cells(piece),
        "show": show,
        "shows": _shows(show, address),
        "proof": proof,
        "month": queries.last_month(staff_id=piece.card.staff_id, today=today),
        "limit": queries.COPIED_SHARE,
    }
    return context | _part_of_proof(piece, show)


def _part_of_proof(piece: queries.Detail, show: str) -> dict[str, Any]:
    check = piece.check
    if check is None or check.proof is None:
        return {}
    if show == "page":
        earlier = piece.partner.text if piece.partner else ""
        return {"snapshot": queries.snapshot_of(check.proof, keyword=check.keyword, earlier=earlier)}
    if show == "words":
        return {"places": queries.places_of(check.proof, check.keyword)}
    if show == "text":
        return {"headings": queries.headings_of(check.proof, check.keyword)}
    return {}


def check_cells(piece: queries.Detail) -> tuple[CheckCell, ...]:
    """The ten checks for the grid; none before the machine has looked."""
    return tuple(
        CheckCell(str(LABELS[code]), finding.verdict, str(_WORDS[finding.verdict]), finding.sentence)
        for code in CODES
        if (finding := piece.view.verdicts.get(code)) is not None
    )


def _shows(show: str, address: str) -> tuple[parts.Place, ...]:
    labels = {
        "page": _("Page as seen"),
        "text": _("Title and text"),
        "way": _("Redirects and answer"),
        "words": _("Places of the word"),
    }
    joint = "&" if "?" in address else "?"
    return tuple(parts.Place(label, f"{address}{joint}show={code}", code == show) for code, label in labels.items())
