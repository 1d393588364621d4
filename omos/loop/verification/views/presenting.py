"""The desk and a piece in the plain values of templates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omos.loop.verification import queries
from omos.loop.verification.checks import CODES
from omos.loop.verification.forms import DecisionForm
from omos.loop.verification.reasons import RETURN_REASONS
from omos.people.viewer import Viewer
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


@dataclass(frozen=True)
class DeskPage:
    """Everything the desk shows."""

    tab: str
    tabs: tuple[parts.Place, ...]
    items: tuple[queries.QueueItem, ...]
    summary: queries.DaySummary
    eyes: int
    minutes: int
    spot_percent: int
    at: int | None
    # On a phone the piece covers the queue once it was opened.
    is_opened: bool
    place: int
    address: str
    previous_url: str
    next_url: str
    next_id: int | None
    piece: Mapping[str, Any] | None
    form: DecisionForm
    reasons: tuple[tuple[str, str, bool], ...]
    undo_url: str
    undo_words: str


def desk_page(
    *,
    viewer: Viewer,
    today: date,
    at: int | None,
    tab: str,
    show: str,
    form: DecisionForm | None = None,
    done: tuple[int, str] | None = None,
    is_opened: bool | None = None,
) -> DeskPage:
    """The desk with one piece opened: the asked one, else the first of the queue."""
    tab = tab if tab in queries.TABS else "eyes"
    summary = queries.day_summary(viewer=viewer, today=today)
    counts = queries.tab_counts(viewer=viewer, summary=summary)
    items = queries.queue(viewer=viewer, tab=tab, today=today)
    ids = [item.evidence_id for item in items]
    opened = at if at is not None else next(iter(ids), None)
    piece = _piece(viewer, opened, tab, show, today)
    place = ids.index(opened) if opened in ids else -1
    around = (ids[place - 1] if place > 0 else None, ids[place + 1] if 0 <= place < len(ids) - 1 else None)
    undo_url = reverse("verification:undo", args=[done[0]]) if done else ""
    return DeskPage(
        tab=tab,
        tabs=_tabs(tab, counts),
        items=items,
        summary=summary,
        eyes=counts.eyes,
        minutes=math.ceil(counts.eyes * queries.SECONDS_EACH / 60),
        spot_percent=round(queries.SPOT_SHARE * 100),
        at=opened if piece else None,
        is_opened=at is not None if is_opened is None else is_opened,
        place=place + 1,
        address=address_of(tab, opened),
        previous_url=address_of(tab, around[0]) if around[0] else "",
        next_url=address_of(tab, around[1]) if around[1] else "",
        next_id=around[1] or around[0],
        piece=piece,
        form=form or DecisionForm(),
        reasons=_reasons(piece, form),
        undo_url=undo_url,
        undo_words=_done_words(done[1]) if done else "",
    )


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
    keyword = piece.check.keyword if piece.check else ""
    if proof is not None and show == "page":
        context["snapshot"] = queries.snapshot_of(proof, keyword=keyword, earlier=queries.earlier_text(piece.partner))
    if proof is not None and show == "words":
        context["places"] = queries.places_of(proof, keyword)
    if proof is not None and show == "text":
        context["headings"] = queries.headings_of(proof, keyword)
    return context


def check_cells(piece: queries.Detail) -> tuple[CheckCell, ...]:
    """The ten checks for the grid; none before the machine has looked."""
    return tuple(
        CheckCell(str(LABELS[code]), finding.verdict, str(_WORDS[finding.verdict]), finding.sentence)
        for code in CODES
        if (finding := piece.view.verdicts.get(code)) is not None
    )


def address_of(tab: str, at: int | None) -> str:
    """The desk's address with one piece opened."""
    wanted = {"tab": tab, **({"at": at} if at else {})}
    return f"{reverse('verification:desk')}?{urlencode(wanted)}"


def _piece(viewer: Viewer, at: int | None, tab: str, show: str, today: date) -> dict[str, Any] | None:
    if at is None:
        return None
    piece = queries.detail(viewer=viewer, evidence_id=at, verb="verification.decide")
    if piece is None:
        return None
    return piece_context(piece, show=show, address=address_of(tab, at), today=today)


def _tabs(tab: str, counts: queries.TabCounts) -> tuple[parts.Place, ...]:
    labels = {"eyes": _("For my eyes"), "failed": _("Not passed"), "spot": _("Spot checks"), "all": _("All today")}
    return tuple(
        parts.Place(label, address_of(code, None), code == tab, getattr(counts, code)) for code, label in labels.items()
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


def _reasons(piece: Mapping[str, Any] | None, form: DecisionForm | None) -> tuple[tuple[str, str, bool], ...]:
    """Why a piece may go back; what the machine found is chosen beforehand."""
    if piece is None:
        return ()
    noes = set(piece["piece"].noes)
    chosen = set(form.data.getlist("reasons")) if form is not None else noes  # type: ignore[attr-defined]  # a QueryDict
    return tuple((code, str(label), code in chosen) for code, label in RETURN_REASONS.items())


def _done_words(answer: str) -> str:
    return {
        "PASS": _("Passed."),
        "RETURN": _("Returned, and the person told."),
        "DOUBT": _("Left in doubt: passed for now, the machine looks again tomorrow."),
    }[answer]
