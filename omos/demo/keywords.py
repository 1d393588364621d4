"""The keyword library, and the words planned week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from omos.demo.people import Cast
from omos.demo.stage import Stage
from omos.demo.words import Word, library
from omos.loop.keywords import queries, services
from omos.office.sheets.declare import CheckedRow, find_importer

_WRITERS: Final = ("陈思远", "苏晴")
_WORDS_PER_WRITER: Final = 20
_WORDS_FOR_POSTS: Final = 6
_USUAL_WORKDAYS: Final = 5
NEXT_WEEK: Final = 42
NEXT_WEEK_WITHOUT_PAGE: Final = 6


class Library:
    """The words with the ids the keyword room gave them, and whose turn it is."""

    def __init__(self, stage: Stage, cast: Cast) -> None:
        self.stage, self.cast = stage, cast
        self.words = library()
        self.ids: dict[str, int] = {}
        self._turns: dict[str, int] = {}

    def fill(self) -> None:
        """Bring every word into the library, as somebody does who imports a table."""
        importer = find_importer("keywords")
        assert importer is not None
        rows = [
            CheckedRow(number=number, values=self._values(word), existing=None)
            for number, word in enumerate(self.words, start=1)
        ]
        importer.write(rows=rows, actor=self.cast.lead, now=self.stage.now)
        self.ids = queries.ids_of([word.text for word in self.words])

    def _values(self, word: Word) -> dict[str, str | int]:
        return {
            "text": word.text,
            "group": word.group,
            "intent": word.intent,
            "landing_page": word.page,
            "owner": self.cast.ids[word.owner],
            "priority": word.priority,
            "target_rank": word.target_rank,
            "month_searches": word.searches,
        }

    def plan_week(self, monday: date) -> None:
        """Words for a week that is past or present, published on the Friday before."""
        share = len(self.stage.workdays(monday, monday + timedelta(days=6))) / _USUAL_WORKDAYS
        chosen = [word for writer in _WRITERS for word in self._next(writer, round(_WORDS_PER_WRITER * share))]
        chosen += self._next("赵一鸣", round(_WORDS_FOR_POSTS * share))
        at = min(self.stage.at(monday - timedelta(days=3), 16.5), self.stage.now)
        services.plan_words(monday=monday, keyword_ids=self._ids(chosen), actor=self.cast.lead, now=at)
        services.publish_week(monday=monday, actor=self.cast.lead, now=at)

    def prepare_next_week(self) -> None:
        """Next week's words lie ready as a draft; some still lack their page."""
        bare = [word for word in self.words if not word.page and word.owner in _WRITERS][:NEXT_WEEK_WITHOUT_PAGE]
        each = (NEXT_WEEK - len(bare) - _WORDS_FOR_POSTS) // len(_WRITERS)
        chosen = [word for writer in _WRITERS for word in self._next(writer, each, has_page=True)]
        chosen += bare
        chosen += self._next("赵一鸣", NEXT_WEEK - len(chosen), has_page=True)
        services.plan_words(
            monday=self.stage.monday + timedelta(days=7),
            keyword_ids=self._ids(chosen),
            actor=self.cast.lead,
            now=self.stage.now,
        )

    def _next(self, owner: str, count: int, *, has_page: bool = False) -> list[Word]:
        """The next words of an owner, round and round."""
        own = [word for word in self.words if word.owner == owner and (word.page or not has_page)]
        start = self._turns.get(owner, 0)
        self._turns[owner] = start + count
        return [own[(start + place) % len(own)] for place in range(count)]

    def _ids(self, chosen: Sequence[Word]) -> list[int]:
        return [self.ids[word.text] for word in chosen]
