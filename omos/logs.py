"""JSON logs without personal data: no names, addresses, query strings or bodies; a request id leads to the trail."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest, HttpResponse

from omos.office.jobs import traffic

logger = logging.getLogger("omos.request")

EXTRA_FIELDS = ("request_id", "route", "method", "status", "milliseconds", "job", "rows", "kind", "status_code")


class JsonFormatter(logging.Formatter):
    """One JSON object per line; only fields known to be harmless are taken over.

    Arguments are never filled into messages and errors never quoted: both carry paths, names and what people typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        line.update({name: getattr(record, name) for name in EXTRA_FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """The message as it stands in the code; Django hands some over ready-made, with hosts and paths in them."""
    if record.name.startswith("django") and not record.args:
        return record.name.rpartition(".")[2]
    return str(record.msg)


def _places(trace: TracebackType | None) -> list[str]:
    """Where the error passed, innermost last, without the lines themselves."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class RequestLogMiddleware:
    """Log and count every answered request by route name, never by path: paths carry ids and words people typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        route = match.view_name if match else ""
        traffic.count(route=route, status=response.status_code, seconds=seconds)
        logger.info(
            "answered",
            extra={
                "route": route,
                "method": request.method if request.method in _METHODS else "other",
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
                "request_id": response.headers.get("X-Request-Id", ""),
            },
        )
        return response


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
