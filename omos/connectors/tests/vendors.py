"""The chat services on loopback, answering as they do: keys, signatures, keywords, sizes, and limits by the clock."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from omos.connectors.outbound import OutboundRules

WECOM_KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
DINGTALK_TOKEN = "a0b1c2d3e4f5a0b1c2d3e4f5"
FEISHU_TOKEN = "0aa11bb2-cc33-dd44-ee55-ff6677889900"
OK = {"errcode": 0, "errmsg": "ok"}
FEISHU_OK = {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes
    at: float

    @property
    def body(self) -> dict[str, Any]:
        return dict(json.loads(self.raw))


@dataclass
class Vendors:
    """What the services remember: who asked, what was accepted, when, and who is blocked until when."""

    clock: Callable[[], float] = time.time
    secret: str = ""
    keyword: str = ""
    port: int = 0
    asked: list[Received] = field(default_factory=list)
    accepted: list[Received] = field(default_factory=list)
    blocked_until: float = 0.0
    # Answers given instead of the right ones, in order; "hang up" hangs up after reading.
    instead: list[Answer | str] = field(default_factory=list)
    on_ask: Callable[[], None] = lambda: None

    @property
    def rules(self) -> OutboundRules:
        return OutboundRules(allow=frozenset({f"127.0.0.1:{self.port}"}))

    @property
    def wecom(self) -> str:
        return self.url(f"/cgi-bin/webhook/send?key={WECOM_KEY}")

    @property
    def dingtalk(self) -> str:
        return self.url(f"/robot/send?access_token={DINGTALK_TOKEN}")

    @property
    def feishu(self) -> str:
        return self.url(f"/open-apis/bot/v2/hook/{FEISHU_TOKEN}")

    @property
    def webhook(self) -> str:
        return self.url("/hooks/omos")

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def most_in(self, seconds: float) -> int:
        """The most requests, accepted or not, that any stretch of so many seconds saw."""
        times = sorted(one.at for one in self.asked)
        first, most = 0, 0
        for last, moment in enumerate(times):
            while times[first] <= moment - seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def answer(self, request: Received) -> Answer | str:
        """The right answer, or the one told instead."""
        self.asked.append(request)
        self.on_ask()
        if self.instead:
            return self.instead.pop(0)
        services = {"/cgi-bin/": self._wecom, "/robot/": self._dingtalk, "/open-apis/": self._feishu}
        found = next((one for start, one in services.items() if request.path.startswith(start)), self._listener)
        status, body = found(request)
        if body in (OK, FEISHU_OK, {}):
            self.accepted.append(request)
        return status, body

    def _wecom(self, request: Received) -> Answer:
        body, kind = request.body, request.body.get("msgtype")
        if request.query.get("key") != WECOM_KEY:
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1755605200], from ip: 127.0.0.1"}
        if self._recent(60) >= 20:
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit, hint: [177364364], from ip: 127.0.0.1"}
        if kind == "image":
            content = base64.b64decode(body["image"]["base64"])
            is_right = hashlib.md5(content).hexdigest() == body["image"]["md5"]
            return (200, OK) if is_right else (200, {"errcode": 301019, "errmsg": "media file md5 not match"})
        if kind != "markdown":
            return 200, {"errcode": 40008, "errmsg": "invalid message type"}
        if len(body["markdown"]["content"].encode()) > 4096:
            return 200, {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}
        return 200, OK

    def _dingtalk(self, request: Received) -> Answer:
        if request.query.get("access_token") != DINGTALK_TOKEN:
            return 200, {"errcode": 300001, "errmsg": "token is not exist"}
        if self.clock() < self.blocked_until or self._recent(60) >= 20:
            self.blocked_until = max(self.blocked_until, self.clock() + 600)
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        if self.secret and not self._is_signed_for_dingtalk(request.query):
            return 200, {"errcode": 310000, "errmsg": "description:机器人发送签名不匹配;sign not match"}
        if self.keyword not in request.raw.decode():
            return 200, {"errcode": 310000, "errmsg": "description:关键词不匹配;keywords not in content"}
        if len(request.raw) > 20_000:
            return 200, {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}
        return 200, OK

    def _is_signed_for_dingtalk(self, query: dict[str, str]) -> bool:
        told = f"{query.get('timestamp')}\n{self.secret}".encode()
        digest = hmac.new(self.secret.encode(), told, hashlib.sha256).digest()
        is_recent = abs(self.clock() * 1000 - int(query.get("timestamp", 0))) < 3_600_000
        return is_recent and query.get("sign") == base64.b64encode(digest).decode()

    def _feishu(self, request: Received) -> Answer:
        if not request.path.endswith(FEISHU_TOKEN):
            return 200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid", "data": {}}
        if self._recent(1) >= 5 or self._recent(60) >= 100:
            return 200, {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform]appID[1500]", "data": {}}
        if self.secret and not self._is_signed_for_feishu(request.body):
            return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour", "data": {}}
        if self.keyword not in request.raw.decode():
            return 200, {"code": 19024, "msg": "Key Words Not Found", "data": {}}
        if len(request.raw) > 20 * 1024:
            return 400, {"code": 9499, "msg": "Bad Request", "data": {}}
        return 200, FEISHU_OK

    def _is_signed_for_feishu(self, body: dict[str, Any]) -> bool:
        key = f"{body.get('timestamp')}\n{self.secret}".encode()
        digest = hmac.new(key, digestmod=hashlib.sha256).digest()
        is_recent = abs(self.clock() - int(body.get("timestamp", 0))) < 3600
        return is_recent and body.get("sign") == base64.b64encode(digest).decode()

    def _listener(self, request: Received) -> Answer:
        told = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.raw
        digest = base64.b64encode(hmac.new(self.secret.encode(), told, hashlib.sha256).digest()).decode()
        is_signed = not self.secret or request.headers.get("webhook-signature") == f"v1,{digest}"
        return (204, {}) if is_signed else (401, {"error": "signature"})

    def _recent(self, seconds: float) -> int:
        return sum(one.at > self.clock() - seconds for one in self.accepted)


@contextmanager
def vendors(**settings: Any) -> Iterator[Vendors]:
    """All services on one free loopback port."""
    memory = Vendors(**settings)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(memory))
    server.daemon_threads, server.block_on_close = True, False
    memory.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_of(memory: Vendors) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = memory.answer(Received(parts.path, query, headers, raw, memory.clock()))
            if isinstance(answer, str):
                self.close_connection = True
                return
            status, body = answer
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(0 if status == 204 else len(text)))
            self.end_headers()
            self.wfile.write(b"" if status == 204 else text)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
