"""`omos calc NAME`: a formula from the shell, JSON or CSV in, JSON out; needs no data folder and loads no Django."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from omos.cli.speech import Refused, say

if TYPE_CHECKING:
    from omos.formulas.calc import Calculator

LARGEST_INPUT = 20 << 20


def calc(arguments: argparse.Namespace) -> int:
    """List the formulas, print an example, or calculate.

    :raises Refused: if there is no such formula or its input makes no sense
    """
    from omos.formulas.calc import CALCULATORS

    if not arguments.name:
        say("Formulas (omos calc NAME --example shows a valid input):")
        for one in CALCULATORS.values():
            say(f"  {one.name:<14} {one.label}")
        return 0
    if arguments.name not in CALCULATORS:
        raise Refused(f"there is no formula {arguments.name}; use one of {', '.join(CALCULATORS)}.")
    calculator = CALCULATORS[arguments.name]
    if arguments.example:
        _print_json(calculator.example)
    elif arguments.file:
        _print_json(_answers(calculator, _rows(Path(arguments.file))))
    else:
        _print_json(_answer(calculator, _standard_input()))
    return 0


def _answer(calculator: Calculator, data: object) -> dict[str, object]:
    from omos.formulas.calc import CalcError

    try:
        return calculator.run(data)
    except CalcError as error:
        raise Refused(f"{error.field}: {error.reason.replace('_', ' ')}") from error


def _answers(calculator: Calculator, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    from omos.formulas.calc import CalcError

    answers = []
    # The first row of a file holds the names, so people count the inputs from line 2.
    for line, row in enumerate(rows, start=2):
        try:
            answers.append(calculator.run(row))
        except CalcError as error:
            raise Refused(f"line {line}: {error.field}: {error.reason.replace('_', ' ')}") from error
    return answers


def _standard_input() -> object:
    if sys.stdin.isatty():
        raise Refused("give the input as JSON on standard input, for example: omos calc budget < input.json")
    text = _decoded(sys.stdin.buffer.read(LARGEST_INPUT + 1), "standard input")
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"standard input is not JSON: {error}") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _rows(path: Path) -> list[dict[str, object]]:
    """One input per row; empty cells are left out, as a field left out in JSON."""
    try:
        with path.open("rb") as file:
            text = _decoded(file.read(LARGEST_INPUT + 1), str(path))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise Refused(f"{path} is not a CSV file: {error}.") from error
    if len(lines) < 2:
        raise Refused(f"{path} has no rows below its first line of names.")
    names = [name.strip() for name in lines[0]]
    if not all(names) or len(set(names)) < len(names):
        raise Refused(f"{path}: the first line must name every column once.")
    return [_row(names, cells, line) for line, cells in enumerate(lines[1:], start=2) if any(cells)]


def _row(names: list[str], cells: list[str], line: int) -> dict[str, object]:
    if len(cells) > len(names):
        raise Refused(f"line {line} has more cells than the first line has names.")
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}


def _decoded(content: bytes, place: str) -> str:
    """UTF-8, or what Excel writes in China."""
    if len(content) > LARGEST_INPUT:
        raise Refused(f"{place} is larger than {LARGEST_INPUT >> 20} MB.")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{place} is not text.")


def _print_json(value: object) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    """What the formulas hand out beside JSON's own types: frozen mappings and exact numbers."""
    if isinstance(value, Decimal):
        return str(value)
    return dict(value)  # type: ignore[call-overload]  # a mapping proxy; anything else is a fault of the formula
