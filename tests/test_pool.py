"""Tests of parallel tasks: their order, reports of lost workers, and no worker left at the end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, environment, prfaq

from prfaq_lint.runner import pool
from prfaq_lint.runner.pool import Known, Task, ordered


def work(number: int) -> str:
    """Do the work that represents linting a draft."""
    if number == 13:
        raise ValueError("13 is no number")
    if number == 99 and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02 if number % 7 == 1 else 0)
    return f"{number} {'x' * number * 1000}"


def prepare() -> Callable[[int], str]:
    """Return the function that a worker uses for its tasks."""
    return work


def lost(number: int, why: str) -> str:
    """Return the result of a task whose worker died."""
    return f"{number} {why}"


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return each method of starting workers."""
    if request.param == "fork" and sys.platform != "linux":
        pytest.skip("forked on Linux only")
    monkeypatch.setattr(pool, "_start_method", lambda: request.param)
    return str(request.param)


def test_results_keep_their_order(method: str) -> None:
    items = [Known(f"known {n}") if n % 5 == 2 else Task(n, 1) for n in range(60) if n != 13]
    expected = [(item.what, work(item.what)) if isinstance(item, Task) else (None, item.result) for item in items]
    assert list(ordered(items, prepare, lost, jobs=3)) == expected


def test_error_is_raised_in_its_place_in_the_order(method: str) -> None:
    outcomes = ordered([Task(n, 1) for n in range(20)], prepare, lost, jobs=2)
    with pytest.raises(ValueError, match="13 is no number"):
        for at, (task, _) in enumerate(outcomes):
            assert at == task != 13
    assert at == 12


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_dead_worker_is_reported_and_replaced(method: str) -> None:
    outcomes = list(ordered([Task(n, 1) for n in (1, 2, 99, 3, 99, 4, 5, 99, 6)], prepare, lost, jobs=2))
    assert [task for task, _ in outcomes] == [1, 2, 99, 3, 99, 4, 5, 99, 6]
    assert {result for task, result in outcomes if task == 99} == {"99 its process ended unexpectedly"}
    assert all(result == work(task) for task, result in outcomes if task is not None and task != 99)


@pytest.mark.slow
def test_launcher_without_a_guard_runs_once(tmp_path: Path) -> None:
    launcher = tmp_path / "launch.py"
    launcher.write_text(
        "from test_pool import lost, pool, prepare\n"
        "print('run', flush=True)\n"
        "pool._start_method = lambda: 'spawn'\n"
        "print(len(list(pool.ordered([pool.Task(n, 1) for n in range(9)], prepare, lost, jobs=2))))\n",
        encoding="utf-8",
    )
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    run = subprocess.run(
        [sys.executable, str(launcher)], capture_output=True, text=True, env=environment(PYTHONPATH=path), timeout=120
    )
    assert (run.stdout, run.stderr) == ("run\n9\n", "")


def test_little_work_and_one_job_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_Start", None)
    monkeypatch.setattr(pool, "cores", lambda: 8)
    few = [Task(n, 100) for n in range(10)]
    assert [task for task, _ in ordered(few, prepare, lost)] == list(range(10))
    many = [Task(n, 10_000_000) for n in range(10)]
    assert [task for task, _ in ordered(many, prepare, lost, jobs=1)] == list(range(10))
    with pytest.raises(TypeError):
        list(ordered(many, prepare, lost))  # the pool does not exist


def test_workers_are_gone_when_the_iterator_is_closed(method: str) -> None:
    outcomes = ordered([Task(n, 1) for n in range(14, 60)], prepare, lost, jobs=2)
    for _ in range(4):
        next(outcomes)
    assert multiprocessing.active_children()
    outcomes.close()
    assert not multiprocessing.active_children()


def drafts(folder: Path, count: int) -> None:
    """Write this number of drafts below a folder."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.md"))]
    for number in range(count):
        (folder / f"{number:03}.md").write_text(texts[number % len(texts)] + f"\nNumber {number}\n", encoding="utf-8")


@pytest.mark.slow
def test_a_run_says_the_same_with_many_processes(tmp_path: Path) -> None:
    drafts(tmp_path, 12)
    (tmp_path / "003.md").write_bytes(b"\xff")
    one, two = (prfaq("check", "--format", "json", f"--jobs={n}", ".", "--statistics", cwd=tmp_path) for n in (1, 2))
    assert one == two and one.status == 2 and len(one.out) > 1000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_ctrl_c_ends_quietly_and_leaves_no_process(tmp_path: Path) -> None:
    drafts(tmp_path, 300)
    run = subprocess.Popen(
        [sys.executable, "-m", "prfaq_lint", "check", "--jobs=2", "-q", "--no-cache", str(tmp_path)],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        children: list[str] = []
        until = time.monotonic() + 60
        while len(children) < 2 and time.monotonic() < until and run.poll() is None:
            time.sleep(0.02)
            children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        assert len(children) == 2
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=30)
        assert (run.returncode, out, err.strip()) == (130, b"", b"")  # click ends the line
        assert not any(Path("/proc", child).exists() for child in children)
    finally:
        run.kill()
