"""Translations without gettext's tools: the parts `omos/locale/zh_Hans/<room>.po` make one catalogue.

    python scripts/translations.py check      every text used is translated once, nothing else is
    python scripts/translations.py extract    print what is missing, room by room, ready to paste
    python scripts/translations.py compile    write LC_MESSAGES/django.mo
    python scripts/translations.py tidy       drop what nothing uses and what stands twice

English is the language of the message ids themselves, so it needs no catalogue.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "omos"
PARTS = SOURCES / "locale" / "zh_Hans"
COMPILED = PARTS / "LC_MESSAGES" / "django.mo"
SKIPPED_FOLDERS = {"tests", "migrations", "locale", "static", "__pycache__"}

# Arguments of each gettext function that are texts: (context, singular, plural), by position.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(
    r"""(?<!\w)(?:_|n?p?gettext)\((?:[^"'()]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\)""",
    re.DOTALL,
)
PLACEHOLDER = re.compile(r"%\([^)]+\)[sdif]|(?<!%)%[sdif]|\{\w*\}")
HAN = r"[\u4e00-\u9fff]"
# The house's Chinese: no shouting, and a space between 中文 and Latin letters or digits.
COPY_RULES = (
    (re.compile(r"！|请注意"), "no ！ and no 请注意"),
    (re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"), "a space between 中文 and Latin or digits"),
    (re.compile(rf"{HAN}%\(|%\([^)]+\)[sd]{HAN}"), "a space between 中文 and a figure"),
)

Key = tuple[str, str]


@dataclass(frozen=True)
class Text:
    """One translatable text as the code uses it."""

    context: str
    singular: str
    plural: str
    place: str

    @property
    def key(self) -> Key:
        return (self.context, self.singular)

    @property
    def placeholders(self) -> set[str]:
        return set(PLACEHOLDER.findall(self.singular)) | set(PLACEHOLDER.findall(self.plural))


@dataclass
class Used:
    """All texts of the tree, and the calls that no catalogue can serve."""

    texts: dict[Key, Text] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, text: Text) -> None:
        known = self.texts.setdefault(text.key, text)
        if text.plural and not known.plural:
            self.texts[text.key] = text
        elif text.plural and text.plural != known.plural:
            self.faults.append(f"{text.place}: {text.singular!r} has another plural in {known.place}")


# --- what the code uses ----------------------------------------------------------------------


def used_texts(root: Path = SOURCES) -> Used:
    """Every translatable text below `root`, in modules and templates."""
    used = Used()
    for path in sorted(root.rglob("*")):
        if SKIPPED_FOLDERS & set(path.relative_to(root).parts):
            continue
        if path.suffix == ".py":
            _read_module(path, used)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            _read_template(path, used)
        elif path.suffix == ".json":
            _read_data(path, used)
    return used


def _read_data(path: Path, used: Used) -> None:
    """Rows whose columns named under "translated" hold texts, one or a list of them."""
    data = json.loads(path.read_text("utf-8"))
    for row in data["rows"] if isinstance(data, dict) and "translated" in data else ():
        held = [row.get(name, []) for name in data["translated"]]
        for text in chain.from_iterable([one] if isinstance(one, str) else one for one in held):
            used.add(Text("", text, "", _shown(path)))


def _read_module(path: Path, used: Used) -> None:
    source = path.read_text("utf-8")
    if "gettext" in source:
        tree = ast.parse(source)
        _collect(tree, _imported_names(tree), _shown(path), 0, used)


def _imported_names(tree: ast.AST) -> dict[str, str]:
    """Which local name stands for which gettext function, `_` for `gettext_lazy` for example."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                function = alias.name.removesuffix("_lazy").removesuffix("_noop")
                if function in FUNCTIONS:
                    names[alias.asname or alias.name] = function
    return names


def _read_template(path: Path, used: Used) -> None:
    source = path.read_text("utf-8")
    if "translate" not in source and "_(" not in source:
        return
    names = {name: name for name in FUNCTIONS} | {"_": "gettext"}
    plain = templatize(source, origin=str(path))
    for found in TEMPLATE_CALL.finditer(plain):
        line = plain.count("\n", 0, found.start())
        _collect(ast.parse(found[0]), names, _shown(path), line, used)


def _collect(tree: ast.AST, names: dict[str, str], place: str, line: int, used: Used) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in names:
            continue
        context, singular, plural = FUNCTIONS[names[node.func.id]]
        where = f"{place}:{node.lineno + line}"
        if _is_built(node.args[singular]):
            used.faults.append(f"{where}: the text is put together before it is translated; use a placeholder")
        elif isinstance(node.args[singular], ast.Constant):
            used.add(Text(_literal(node, context), _literal(node, singular), _literal(node, plural), where))


def _is_built(node: ast.expr) -> bool:
    """Is this a text glued together, which no catalogue can hold? A plain variable is a text marked elsewhere."""
    return isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )


def _literal(call: ast.Call, position: int | None) -> str:
    if position is None:
        return ""
    argument = call.args[position]
    return str(argument.value) if isinstance(argument, ast.Constant) else ""


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def room_of(place: str) -> str:
    """The room a source file stands in: `omos/loop/work/views.py:12` gives `work`."""
    parts = place.split("/")[1:-1]
    if not parts:
        return "omos"
    return parts[1] if parts[0] in {"loop", "office", "centres"} and len(parts) > 1 else parts[0]


# --- what the parts say ----------------------------------------------------------------------


def entries(folder: Path = PARTS, *, is_strict: bool = True) -> Iterator[tuple[Path, Entry]]:
    """Every entry of every part, with the file it stands in; a part that cannot be read stops a strict reader."""
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale="zh_Hans", abort_invalid=is_strict)
        yield from ((path, entry) for entry in part if entry.id)


def key_of(entry: Entry) -> Key:
    """Context and singular: what gettext looks an entry up by."""
    return (str(entry.context or ""), entry.id if isinstance(entry.id, str) else entry.id[0])


def translation_of(entry: Entry) -> str:
    """The Chinese text; Chinese has one form for any number."""
    return entry.string if isinstance(entry.string, str) else (entry.string or ("",))[0]


def faults(used: Used, folder: Path = PARTS) -> list[str]:
    """What keeps the catalogue from being whole, one sentence each."""
    found = list(used.faults)
    seen: dict[Key, Path] = {}
    for path, entry in entries(folder):
        key = key_of(entry)
        where = f"{path.name}:{entry.lineno}"
        if key in seen:
            found.append(f"{where}: {key[1]!r} stands in {seen[key].name} already")
        elif key not in used.texts:
            found.append(f"{where}: {key[1]!r} is used nowhere")
        else:
            found.extend(f"{where}: {key[1]!r} {fault}" for fault in _faults_of(entry, used.texts[key]))
        seen.setdefault(key, path)
    missing = [text for key, text in used.texts.items() if key not in seen]
    return found + [f"{text.place}: {text.singular!r} is not translated" for text in missing]


def _faults_of(entry: Entry, text: Text) -> Iterator[str]:
    translation = translation_of(entry)
    if not translation.strip():
        yield "is empty"
        return
    if entry.fuzzy:
        yield "is marked fuzzy"
    if text.plural and isinstance(entry.id, str):
        yield "lacks its msgid_plural"
    if set(PLACEHOLDER.findall(translation)) != text.placeholders:
        yield f"has other placeholders than {translation!r}"
    for rule, wish in COPY_RULES:
        if rule.search(translation):
            yield f"→ {translation!r}: {wish}"


# --- commands --------------------------------------------------------------------------------


def check() -> int:
    """Print every fault; the exit code says whether there was one."""
    used = used_texts()
    found = faults(used)
    for fault in found:
        print(fault)
    print(f"translations: {len(used.texts)} texts, {len(found)} faults")
    return 1 if found else 0


def extract() -> int:
    """Print the untranslated texts by room, as entries to fill in."""
    used = used_texts()
    known = {key_of(entry) for _path, entry in entries()}
    missing = sorted((text for key, text in used.texts.items() if key not in known), key=lambda text: text.place)
    for room in sorted({room_of(text.place) for text in missing}):
        print(f"# ---- {room}.po\n")
        print("\n".join(_blank_entry(text) for text in missing if room_of(text.place) == room))
    return 0


def _blank_entry(text: Text) -> str:
    lines = [f"#: {text.place}"]
    if text.context:
        lines.append(f"msgctxt {_quoted(text.context)}")
    lines.append(f"msgid {_quoted(text.singular)}")
    if text.plural:
        lines.append(f"msgid_plural {_quoted(text.plural)}")
    return "\n".join([*lines, 'msgstr[0] ""' if text.plural else 'msgstr ""', ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compile_catalogue(folder: Path = PARTS, target: Path = COMPILED) -> int:
    """Merge the parts into the file Django reads; returns the number of entries. Tests call it in process."""
    catalogue = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for _path, entry in entries(folder, is_strict=False):
        catalogue.add(entry.id, entry.string, context=entry.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    if not target.exists() or target.read_bytes() != buffer.getvalue():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        fresh.write_bytes(buffer.getvalue())
        fresh.replace(target)
    return len(catalogue)


def compile_() -> int:
    """Write the catalogue and say how large it is."""
    print(f"translations: {compile_catalogue()} entries in {_shown(COMPILED)}")
    return 0


def tidy() -> int:
    """Remove entries that nothing uses or that an earlier part holds with the same words."""
    used = used_texts().texts
    seen: dict[Key, str] = {}
    for path in sorted(PARTS.glob("*.po")):
        blocks = path.read_text("utf-8").strip("\n").split("\n\n")
        kept = [block for block in blocks if _is_wanted(block, used, seen)]
        if kept != blocks:
            path.write_text("\n\n".join(kept) + "\n", "utf-8")
            print(f"{path.name}: {len(blocks) - len(kept)} entries removed")
    return 0


def _is_wanted(block: str, used: dict[Key, Text], seen: dict[Key, str]) -> bool:
    """Keep notes, first entries, and second ones that say something else: a person must choose between those."""
    found = [entry for entry in read_po(io.BytesIO(block.encode()), locale="zh_Hans") if entry.id]
    if len(found) != 1:
        return True
    key, translation = key_of(found[0]), translation_of(found[0])
    is_repeated = seen.get(key) == translation
    seen.setdefault(key, translation)
    return key in used and not is_repeated


COMMANDS = {"check": check, "extract": extract, "compile": compile_, "tidy": tidy}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]]())
