"""Plug-ins: extensions that installed distributions provide as entry points.

    prfaq_lint.checks    a kind of check: a function of keyword-only, annotated parameters that returns a `Check`
    prfaq_lint.rules     a package of rule pages, as GROUP/NAME.md
    prfaq_lint.formats   a reporter: a function from results and a `Style` to text

Only installed distributions count: neither a configuration nor a rule page can name code, and the current folder is
ignored even if `python -m` puts it on the path. Any error of a plug-in becomes a `PluginError` that names its
distribution.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostic import SEVERITIES
from ..outline.model import Outline
from ..reports import Reporter, Style
from ..result import FileResult
from .pages import RuleError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from ..checks import Check, Kind, Problem

CHECKS, RULES, FORMATS = "prfaq_lint.checks", "prfaq_lint.rules", "prfaq_lint.formats"


class PluginError(RuleError):
    """A plug-in that cannot be used; the message names its distribution and the cause in one line."""


class Plugin(NamedTuple):
    """One entry point of one installed distribution."""

    group: str
    name: str
    distribution: str
    """The name and version."""
    point: EntryPoint

    def error(self, why: str) -> PluginError:
        """Return the exception to raise when the plug-in fails."""
        return PluginError(f"plug-in {self.distribution}: {self.group} “{self.name}” {why}")

    @contextmanager
    def blamed(self, what: str = "failed") -> Iterator[None]:
        """Turn any error inside a `with` statement into one that names the plug-in."""
        try:
            yield
        except PluginError:
            raise
        except (Exception, SystemExit) as error:
            raise self.error(f"{what} ({_cause(error)})") from None

    def load(self) -> Any:
        """Import the code and return the object that the entry point names."""
        with self.blamed("cannot be loaded"):
            return self.point.load()


def _cause(error: BaseException) -> str:
    """Return an error as one short line."""
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def installed(group: str) -> list[Plugin]:
    """Return the plug-ins of a group, by distribution and name, without importing anything."""
    return [plugin for plugin in _scan(tuple(sys.path), os.getcwd()) if plugin.group == group]


@cache
def _scan(path: tuple[str, ...], here: str) -> tuple[Plugin, ...]:
    """Return all plug-ins on a path, without the current folder.

    `importlib.metadata.entry_points` would read as much, and importing it takes longer than the search, so it is
    imported only if there is a plug-in.
    """
    found: dict[str, list[Plugin]] = {}
    for place in path:
        if place and os.path.realpath(place) != os.path.realpath(here):
            for folder in _with_entry_points(place):
                name, plugins = _of(folder)
                found.setdefault(name, plugins)  # the first on the path is the one that is imported
    everything = sorted(
        (plugin for plugins in found.values() for plugin in plugins), key=lambda one: (one.distribution, one.name)
    )
    _refuse_clashes(everything)
    return tuple(everything)


def _with_entry_points(place: str) -> Iterator[str]:
    """Yield the metadata folders below a folder of the path whose entry points mention this program."""
    try:
        names = sorted(name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))
    except OSError:
        return
    for name in names:
        folder = os.path.join(place, name)
        try:
            with open(os.path.join(folder, "entry_points.txt"), "rb") as file:
                if b"[prfaq_lint." in file.read():
                    yield folder
        except OSError:
            continue


def _of(folder: str) -> tuple[str, list[Plugin]]:
    """Return the normalised name of the distribution in a metadata folder, and its plug-ins."""
    from importlib.metadata import Distribution

    shown = os.path.basename(folder)
    try:
        distribution = Distribution.at(folder)
        name, version = distribution.metadata["Name"] or shown, distribution.metadata["Version"] or ""
        points = [point for point in distribution.entry_points if point.group in (CHECKS, RULES, FORMATS)]
    except Exception as error:
        raise PluginError(f"plug-in {shown}: its entry points cannot be read ({_cause(error)})") from None
    title = f"{name} {version}".strip()
    normal = name.lower().replace("_", "-").replace(".", "-")
    return normal, [Plugin(point.group, point.name, title, point) for point in points]


def _refuse_clashes(plugins: Iterable[Plugin]) -> None:
    """Reject two plug-ins that provide a kind or a format with the same name; packages of rules can share one.

    Raises:
        PluginError: If there are two such plug-ins.
    """
    seen: dict[tuple[str, str], Plugin] = {}
    for plugin in plugins:
        other = seen.setdefault((plugin.group, plugin.name), plugin)
        if other is not plugin and plugin.group != RULES:
            raise plugin.error(f"is also provided by {other.distribution}; uninstall one of them")


def kinds(built_in: Mapping[str, Kind]) -> dict[str, Kind]:
    """Return the built-in kinds of check and those of plug-ins, by name.

    Raises:
        PluginError: If a plug-in cannot be used.
    """
    table = dict(built_in)
    for plugin in installed(CHECKS):
        if plugin.name in built_in:
            raise plugin.error("has the same name as a built-in kind")
        table[plugin.name] = _guarded(plugin)
    return table


def _guarded(plugin: Plugin) -> Kind:
    """Wrap a plug-in's kind so that its errors and invalid results name it."""
    kind = _kind(plugin)

    @functools.wraps(kind)
    def make(**parameters: Any) -> Check:
        from ..checks.base import Check

        try:
            check = kind(**parameters)
        except ValueError:
            raise  # a parameter has a wrong value, which is the page's fault
        except Exception as error:
            raise plugin.error(f"failed ({_cause(error)})") from None
        if not isinstance(check, Check):
            raise plugin.error(f"must return a Check, not {type(check).__name__}")
        return replace(check, run=_run(plugin, check.run), applies=_applies(plugin, check.applies))

    return make


def _kind(plugin: Plugin) -> Callable[..., Any]:
    kind = plugin.load()
    try:
        parameters = inspect.signature(kind).parameters.values()
    except (TypeError, ValueError):
        raise plugin.error("must be a function") from None
    for parameter in parameters:
        if parameter.kind is not parameter.KEYWORD_ONLY or parameter.annotation is parameter.empty:
            raise plugin.error(f"must take keyword-only parameters with annotations; “{parameter.name}” is not one")
    return kind  # type: ignore[no-any-return]


def _run(plugin: Plugin, run: Callable[[Outline], Iterable[Problem]]) -> Callable[[Outline], Iterator[Problem]]:
    def guarded(outline: Outline) -> Iterator[Problem]:
        with plugin.blamed(f"failed on {outline.document.path}"):
            for problem in run(outline):
                wrong = _misfit(problem, outline)
                if wrong:
                    raise plugin.error(f"{wrong}, in {outline.document.path}")
                yield problem

    return guarded


def _applies(plugin: Plugin, applies: Callable[[Outline], bool] | None) -> Callable[[Outline], bool] | None:
    if applies is None:
        return None

    def guarded(outline: Outline) -> bool:
        with plugin.blamed(f"failed on {outline.document.path}"):
            return bool(applies(outline))

    return guarded


def _misfit(problem: Any, outline: Outline) -> str:
    """Return an error message for an invalid problem from a plug-in, or ""."""
    from ..checks.base import Problem

    if not isinstance(problem, Problem):
        return f"must yield Problems, not {type(problem).__name__}"
    end = len(outline.document.prose)
    if problem.span is None and not 0 <= problem.start <= problem.end <= end:
        return f"returned the range {problem.start} to {problem.end}, but the prose has only {end} characters"
    if problem.severity and problem.severity not in SEVERITIES:
        return f"returned the severity “{problem.severity}” (known: {', '.join(SEVERITIES)})"
    for name, value in problem.values.items():
        if not isinstance(value, str):
            return f"returned a value “{name}” that is not text"
    return ""


@cache
def _folder(plugin: Plugin) -> Path:
    """Return the folder of a package of rule pages, importing only the packages around it."""
    from importlib.util import find_spec

    if ":" in plugin.point.value:
        raise plugin.error(f"must name a package of pages, not “{plugin.point.value}”")
    with plugin.blamed("cannot be loaded"):
        spec = find_spec(plugin.point.value)
    places = [Path(place) for place in spec.submodule_search_locations or ()] if spec else []
    if not places or not places[0].is_dir():
        raise plugin.error(f"does not name a package of pages (“{plugin.point.value}”)")
    return places[0]


def folders() -> list[tuple[str, Path]]:
    """Return each plug-in's folder of rule pages, with its display name.

    Raises:
        PluginError: If a plug-in cannot be used.
    """
    return [(f"plug-in {plugin.distribution}", _folder(plugin)) for plugin in installed(RULES)]


def formats(built_in: Iterable[str]) -> list[str]:
    """Return the names of plug-ins' formats.

    Raises:
        PluginError: If one has the name of a built-in format.
    """
    known = set(built_in)
    for plugin in installed(FORMATS):
        if plugin.name in known or not plugin.name or ":" in plugin.name:
            why = "has the same name as a built-in format" if plugin.name in known else "is not a valid name"
            raise plugin.error(why)
    return [plugin.name for plugin in installed(FORMATS)]


def reporter(name: str) -> Reporter:
    """Return a plug-in's reporter, wrapped so that its errors name it.

    Raises:
        KeyError: If no plug-in provides that format.
    """
    found = [plugin for plugin in installed(FORMATS) if plugin.name == name]
    if not found:
        raise KeyError(name)
    plugin = found[0]

    def report(results: Sequence[FileResult], style: Style) -> str:
        function = plugin.load()
        with plugin.blamed():
            text = function(results, style)
        if not isinstance(text, str):
            raise plugin.error(f"must return text, not {type(text).__name__}")
        return text

    return report


@cache
def digest() -> str:
    """Return a digest of everything in plug-ins that affects findings, including their files; "" if there are none."""
    plugins = [*installed(CHECKS), *installed(RULES)]
    if not plugins:
        return ""
    said = hashlib.blake2b(digest_size=16)
    for plugin in plugins:
        said.update(repr((plugin.group, plugin.name, plugin.distribution, plugin.point.value)).encode())
    for package in sorted({plugin.point.value.partition(":")[0].partition(".")[0].strip() for plugin in plugins}):
        for file in _files(package):
            try:
                said.update(repr(str(file)).encode() + file.read_bytes())
            except OSError:
                said.update(b"unreadable")
    return said.hexdigest()


def _files(package: str) -> Iterator[Path]:
    """Yield the files of a top-level package or module without importing it."""
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return
    if spec is None:
        return
    if spec.submodule_search_locations is None:
        yield from [Path(spec.origin)] if spec.origin else []
        return
    for place in spec.submodule_search_locations:
        yield from sorted(path for path in Path(place).rglob("*") if path.is_file() and path.suffix != ".pyc")
