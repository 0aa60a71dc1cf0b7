"""The product's own source as syntax trees, with every import in it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paths import ROOT

FILES = sorted([ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("turbine/**/*.py")])


def module_name(path: Path) -> str:
    """``turbine/ui/main.py`` → ``turbine.ui.main``; a package is named without ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {
    module_name(path): ast.parse(path.read_text(encoding="utf-8"), path)
    for path in FILES
    if path.exists()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import statement's target, wherever it stands: also inside a function."""

    importer: str
    imported: str
    line: int
    at_load: bool
    """It runs when the module is imported: not inside a function, not only for type checkers."""


def imports_of(importer: str) -> Iterator[Import]:
    for node, at_load in walk(TREES[importer], at_load=True):
        for imported in targets(node):
            yield Import(importer=importer, imported=imported, line=node.lineno, at_load=at_load)


def walk(node: ast.AST, *, at_load: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or (
            isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        )
        yield child, at_load
        yield from walk(child, at_load=at_load and not inside)


def targets(node: ast.AST) -> list[str]:
    """The modules that a statement imports; ``from turbine.model import frame``
    imports turbine.model.frame."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    assert node.level == 0, f"line {node.lineno}: imports here are absolute"
    assert node.module is not None
    names = [f"{node.module}.{alias.name}" for alias in node.names]
    modules = [name for name in names if name in TREES]
    return modules if len(modules) == len(names) else [node.module, *modules]


IMPORTS = [found for importer in TREES for found in imports_of(importer)]


def within(module: str, *names: str) -> bool:
    """``module`` is one of the names or lies beneath one."""
    return any(module == name or module.startswith(f"{name}.") for name in names)
