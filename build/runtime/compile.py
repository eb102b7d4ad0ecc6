"""Runs inside the published runtime: writes the archive of bytecode that a page's Python imports from.

Two things are done here so that a page need not: dataclasses write their methods as text and compile it, so what they
write is kept compiled, by that text; and `inspect`, which they name but hardly use, is loaded when it is.

What is needed is found by importing the door itself. Docstrings and line tables go, nothing else: assertions stay,
so that the same code runs as in CPython. A class keeps a docstring of one character, because dataclasses would
otherwise work out a signature for each. Hash-based pycs are not checked against a source that is not there.

`LAZY` names the imports inside functions that are left out, each with why it is never reached; any other import
of the kept modules that the archive does not hold ends the build.
"""

import dataclasses
import os
import sys

sys.path += [f"/src/{wheel}" for wheel in sorted(os.listdir("/src"))]
WRITTEN = {}  # what dataclasses wrote while the door was imported: text → code


def record(text, names, into):
    WRITTEN[text] = compile(text, "", "exec", dont_inherit=True)
    exec(WRITTEN[text], names, into)  # noqa: S102 - what dataclasses do themselves


dataclasses.exec = record
DOOR = "edgepersona.browser.bridge"
EXTRA = ("contextlib", "heapq")  # imported inside functions of the library that may be called
for name in (DOOR, *EXTRA):
    __import__(name)
NAMES = frozenset(sys.modules)  # before this script imports anything for itself

import ast  # noqa: E402
import importlib.util  # noqa: E402
import marshal  # noqa: E402
import zipfile  # noqa: E402
from types import CodeType  # noqa: E402

ARCHIVE = "/modules.zip"
LATER = """def __getattr__(name):
    import {whole}
    return getattr({whole}, name)
"""
COMPILED = """from builtins import exec as run
CODE = dict("WRITTEN")
def exec(text, names, into):
    run(CODE.get(text, text), names, into)
"""
LAZY = {
    "_hashlib": "OpenSSL, whose absence hashlib expects",
    "_ast_unparse": "turning syntax trees back into source",
    "_py_abc": "the accelerated one is there",
    "_pydatetime": "the accelerated one is there",
    "_winapi": "Windows",
    "nt": "Windows",
    "winreg": "Windows",
    "__pypy__": "PyPy",
    "__pypy__.builders": "PyPy",
    "msgpack._cmsgpack": "the pure Python one is chosen",
    "argparse": "modules run as commands",
    "doctest": "modules run as commands",
    "getopt": "modules run as commands",
    "py_compile": "modules run as commands",
    "grp": "users and groups",
    "pwd": "users and groups",
    "subprocess": "there are no processes",
    "logging": "only where a built-in hash is missing",
    "traceback": "warnings are not shown",
    "tracemalloc": "warnings are not shown",
    "importlib.metadata": "no distributions are looked up",
    "importlib.readers": "no resources are read",
    "importlib.resources": "no resources are read",
}


def main() -> None:
    sources = {}
    for name in sorted(needed(NAMES)):
        spec = sys.modules[name].__spec__
        sources[name] = spec.loader.get_data(spec.origin)
    sources["_inspect"], sources["inspect"] = sources["inspect"], LATER.format(whole="_inspect").encode()
    sources["dataclasses"] = b"from _written import exec\n" + sources["dataclasses"]
    sources["_written"] = COMPILED.encode()
    missing = {
        f"{name} imports {wanted}"
        for name, source in sources.items()
        for wanted in imports(source)
        if wanted not in sources and wanted not in LAZY and not built_in(wanted)
    }
    if missing:
        raise SystemExit("modules that the archive lacks: " + "; ".join(sorted(missing)))
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_STORED) as archive:
        for name, source in sources.items():
            package = hasattr(sys.modules.get(name), "__path__")
            path = name.replace(".", "/") + ("/__init__.pyc" if package else ".pyc")
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), bytecode(source))


def needed(names: frozenset[str]) -> list[str]:
    """Of the imported modules those that come from a file: not built in, not frozen, not another's second name."""
    specs = {name: getattr(sys.modules[name], "__spec__", None) for name in names}
    return [name for name, spec in specs.items() if spec and spec.name == name and spec.has_location]


def built_in(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin in ("built-in", "frozen")


def imports(source: bytes) -> set[str]:
    """The modules a source names in its import statements, wherever they stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def bytecode(source: bytes) -> bytes:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            undocument(node)
    code = compile(ast.fix_missing_locations(tree), "", "exec", dont_inherit=True, optimize=0)
    unchecked = (1).to_bytes(4, "little") + bytes(8)
    return importlib.util.MAGIC_NUMBER + unchecked + marshal.dumps(bare(code))


def undocument(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    if ast.get_docstring(node, clean=False) is None:
        return
    if isinstance(node, ast.ClassDef):
        node.body[0] = ast.Expr(ast.Constant("."))
    else:
        node.body[:1] = [] if len(node.body) > 1 else [ast.Pass()]


def bare(code: CodeType) -> CodeType:
    """Without the tables that only a traceback reads."""
    constants = tuple(map(constant, code.co_consts))
    return code.replace(co_linetable=b"", co_filename="", co_consts=constants)


def constant(value: object) -> object:
    if value == "WRITTEN":
        return tuple((text, bare(method)) for text, method in WRITTEN.items())
    return bare(value) if isinstance(value, CodeType) else value


main()
