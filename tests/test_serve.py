"""Tests of the editor in the browser: who has access, what it reads and saves, and its answers."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import ROOT, environment, prfaq

pytest.importorskip("starlette", reason="needs the extra “serve”")
pytest.importorskip("httpx", reason="needs httpx")

import httpx
from starlette.testclient import TestClient

from prfaq_lint.assessment import LABELS
from prfaq_lint.configuration.files import Configs
from prfaq_lint.configuration.settings import Options
from prfaq_lint.serve.answers import Job, Worker
from prfaq_lint.serve.app import HEADERS, Site
from prfaq_lint.serve.checker import Checker
from prfaq_lint.serve.drafts import Conflict, Drafts, Refused

HOST = "http://127.0.0.1:8000"
OWN = {"X-Prfaq-Lint": "1", "Sec-Fetch-Site": "same-origin"}
DRAFT = (ROOT / "examples" / "party-planner.md").read_text(encoding="utf-8")


class Direct:
    """A checker that runs in this process."""

    def __init__(self) -> None:
        self.worker = Worker(Options(), Configs("", True))

    async def ask(self, tab: str, job: Job) -> dict[str, Any]:
        return self.worker.do(job)

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def direct() -> Direct:
    return Direct()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "drafts"
    (inside / "sub").mkdir(parents=True)
    (inside / "party.md").write_text(DRAFT, encoding="utf-8")
    (inside / "sub" / "other.markdown").write_text("# Other\n", encoding="utf-8")
    (inside / "notes.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "outside.md").write_text("secret", encoding="utf-8")
    return inside


@pytest.fixture
def site(folder: Path, direct: Direct) -> Site:
    return Site(Drafts(str(folder)), direct, Configs("", True), Options(max_bytes=2_000_000))  # type: ignore[arg-type]


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(site.app(), base_url=HOST) as opened:
        opened.get("/open", params={"token": site.token})
        yield opened


def api(client: TestClient, site: Site, name: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    address = f"/{site.below}/api/{name}"
    merged = {**OWN, **headers}
    if body is None:
        return client.get(address, headers=merged)
    return client.post(address, content=json.dumps(body), headers={"Content-Type": "application/json", **merged})


# Access.


def test_token_opens_the_page(client: TestClient, site: Site) -> None:
    page = client.get(f"/{site.below}/")
    assert page.status_code == 200 and "<title>prfaq-lint</title>" in page.text
    for name, value in HEADERS.items():
        assert page.headers[name] == value


def test_cookie_is_for_this_page_alone(site: Site) -> None:
    with TestClient(site.app(), base_url=HOST) as client:
        entered = client.get("/open", params={"token": site.token}, follow_redirects=False)
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and f"path=/{site.below}/" in cookie
    assert site.token.lower() not in cookie


@pytest.mark.parametrize("token", ["", "wrong", "\u00e9"])
def test_wrong_token_opens_nothing(site: Site, token: str) -> None:
    with TestClient(site.app(), base_url=HOST) as client:
        assert client.get("/open", params={"token": token}).status_code == 403
        assert client.get(f"/{site.below}/").status_code == 403
        assert client.get(f"/{site.below}/app.js").status_code == 403
        assert api(client, site, "drafts").status_code == 403
        assert client.get("/").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "127.0.0.1@evil"])
def test_other_hosts_are_refused(client: TestClient, site: Site, host: str) -> None:
    """Check a host name that a stranger points at this machine (DNS rebinding)."""
    assert api(client, site, "drafts", Host=host).status_code == 421
    assert client.get("/open", params={"token": site.token}, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:9"])
def test_names_of_this_machine_are_taken(site: Site, host: str) -> None:
    with TestClient(site.app(), base_url=HOST) as client:
        answer = client.get("/open", params={"token": site.token}, headers={"Host": host}, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Prfaq-Lint": ""},
    ],
)
def test_other_pages_are_refused(client: TestClient, site: Site, headers: dict[str, str]) -> None:
    body = {"path": "new.md", "text": "x", "version": ""}
    assert api(client, site, "save", body, **headers).status_code == 403
    assert not Path(site.drafts.folder, "new.md").exists()


def test_form_data_and_invalid_json_are_refused(client: TestClient, site: Site) -> None:
    address = f"/{site.below}/api/save"
    assert client.post(address, data={"path": "a.md"}, headers=OWN).status_code == 415
    for content in ("[]", "nonsense", '{"path": 1}', "[" * 100_000):
        answer = client.post(address, content=content, headers={**OWN, "Content-Type": "application/json"})
        assert answer.status_code == 400, content[:20]


# Files.


def test_drafts_of_the_folder_are_listed(client: TestClient, site: Site) -> None:
    listed = api(client, site, "drafts").json()
    assert [one["path"] for one in listed["drafts"]] == ["party.md", "sub/other.markdown"]


@pytest.mark.parametrize(
    "name",
    [
        "../outside.md", "sub/../../outside.md", "/etc/passwd", "notes.txt", "", ".", "..", "sub", ".hidden.md", ".git/a.md",
        "a\0.md", "a\n.md", "..\\outside.md", "C:\\a.md", "sub//a.md", "%2e%2e/outside.md", "a" * 500 + ".md", "party.md/",
    ],
)  # fmt: skip
def test_nothing_outside_is_read_or_written(client: TestClient, site: Site, name: str) -> None:
    before = sorted(Path(site.drafts.folder).parent.rglob("*"))
    answer = client.get(f"/{site.below}/api/draft", params={"path": name}, headers=OWN)
    assert answer.status_code == 400 and "secret" not in answer.text
    for version in ("", "0" * 32):
        saved = api(client, site, "save", {"path": name, "text": "mine", "version": version})
        assert saved.status_code in (400, 409)
    assert sorted(Path(site.drafts.folder).parent.rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_links_out_of_the_folder_are_refused(folder: Path) -> None:
    (folder / "link.md").symlink_to(folder.parent / "outside.md")
    (folder / "way").symlink_to(folder.parent)
    (folder / "text.md").symlink_to(folder / "notes.txt")
    drafts = Drafts(str(folder))
    for name in ("link.md", "way/outside.md", "way/new.md", "text.md"):
        with pytest.raises(Refused):
            drafts.read(name, 1000)
        with pytest.raises(Refused):
            drafts.save(name, "mine", "", 1000)
    assert (folder.parent / "outside.md").read_text() == "secret"
    assert [path for path, _ in drafts.all()] == ["party.md", "sub/other.markdown"]


def test_save_and_read_again(client: TestClient, site: Site, folder: Path) -> None:
    opened = client.get(f"/{site.below}/api/draft", params={"path": "party.md"}, headers=OWN).json()
    assert opened["text"] == DRAFT
    saved = api(client, site, "save", {**opened, "text": "# Mine\n"})
    assert saved.status_code == 200 and (folder / "party.md").read_text(encoding="utf-8") == "# Mine\n"
    again = api(client, site, "save", {"path": "party.md", "text": "# More\n", "version": saved.json()["version"]})
    assert again.status_code == 200
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_changed_meanwhile_is_left_alone(client: TestClient, site: Site, folder: Path) -> None:
    opened = client.get(f"/{site.below}/api/draft", params={"path": "party.md"}, headers=OWN).json()
    (folder / "party.md").write_text("# Somebody else\n", encoding="utf-8")
    answer = api(client, site, "save", {**opened, "text": "# Mine\n"})
    assert answer.status_code == 409 and answer.json()["conflict"] and "changed on disk" in answer.json()["error"]
    assert (folder / "party.md").read_text(encoding="utf-8") == "# Somebody else\n"
    (folder / "party.md").unlink()
    assert api(client, site, "save", {**opened, "text": "# Mine\n"}).status_code == 409
    assert not (folder / "party.md").exists()


def test_new_file_does_not_overwrite_another(folder: Path) -> None:
    drafts = Drafts(str(folder))
    with pytest.raises(Conflict, match=r"party\.md is there already"):
        drafts.save("party.md", "mine", "", 1000)
    with pytest.raises(Refused, match="no folder"):
        drafts.save("nowhere/new.md", "mine", "", 1000)
    version = drafts.save("sub/new.md", "mine", "", 1000)
    assert drafts.read("sub/new.md", 1000) == ("sub/new.md", "mine", version)


def test_line_ends_and_byte_order_mark_stay(folder: Path) -> None:
    (folder / "crlf.md").write_bytes(b"\xef\xbb\xbf# A\r\n\r\nText\r\n")
    drafts = Drafts(str(folder))
    read = drafts.read("crlf.md", 1000)
    assert read.text == "# A\n\nText\n"
    drafts.save("crlf.md", read.text + "More\n", read.version, 1000)
    assert (folder / "crlf.md").read_bytes() == b"\xef\xbb\xbf# A\r\n\r\nText\r\nMore\r\n"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00" * 50, b"caf\xe9"])
def test_files_that_are_not_text_are_refused(folder: Path, data: bytes) -> None:
    (folder / "odd.md").write_bytes(data)
    with pytest.raises(Refused):
        Drafts(str(folder)).read("odd.md", 1000)


def test_no_draft_is_larger_than_check_reads(client: TestClient, site: Site, folder: Path) -> None:
    large = "x" * 2_000_001
    assert api(client, site, "check", {"tab": "a", "text": large, "path": ""}).status_code == 413
    assert api(client, site, "save", {"path": "large.md", "text": large, "version": ""}).status_code == 413
    assert api(client, site, "check", {"tab": "a", "text": "x" * 6_000_000}).status_code == 413
    assert not (folder / "large.md").exists()


# Answers.


def test_check_says_what_the_program_says(client: TestClient, site: Site) -> None:
    answer = api(client, site, "check", {"tab": "a", "text": DRAFT, "path": "party.md"}).json()
    shown = prfaq("check", "examples/party-planner.md", "--format", "concise", "--no-config").out
    assert [(one["line"], one["severity"], one["rule"]) for one in answer["findings"]] == [
        (int(row.split(":")[1]), *row.split(": ")[1].split()[:2]) for row in shown.splitlines() if ":" in row
    ][: len(answer["findings"])]
    assert answer["next"]["what"] and {one["facet"] for one in answer["facets"]} <= {*LABELS.values()}
    assert len(answer["customer"]) == 5 and len(answer["plan"]) == 3


def test_groups_go_by_the_names_that_check_gives_them(client: TestClient, site: Site) -> None:
    answer = api(client, site, "check", {"tab": "a", "text": DRAFT, "path": "party.md"}).json()
    printed = prfaq("check", "examples/party-planner.md", "--verbose", "--no-config").out.splitlines()
    assert [one for one in printed if one in answer["sections"]] == [
        one for one in answer["sections"] if any(one == found["section"] for found in answer["findings"])
    ]


def test_lines_are_those_of_the_file(folder: Path, direct: Direct) -> None:
    """Check a file with front matter, and the lines of findings, quotations and the next step."""
    text = f"---\ntitle: Party\nowner: Ada\n---\n{DRAFT}"
    (folder / "front.md").write_bytes(text.replace("\n", "\r\n").encode())
    read = Drafts(str(folder)).read("front.md", 1_000_000).text
    answer, plain = (direct.worker.do(Job("check", one)) for one in (read, DRAFT))
    assert [one["line"] - 4 for one in answer["findings"]] == [one["line"] for one in plain["findings"]]
    assert answer["next"]["line"] - 4 == plain["next"]["line"]
    assert all(answer["lines"][one["line"] - 1] <= one["start"] for one in answer["findings"])
    quoted = [one for one in (*answer["customer"], *answer["plan"]) if one["quote"]]
    assert quoted and all(
        one["quote"][:10] in text.splitlines()[one["quoted_line"] - 1].replace("*", "") for one in quoted
    )


def test_offsets_are_those_of_a_browser(client: TestClient, site: Site) -> None:
    text = "# PR/FAQ: 🚀🚀 Tillgo\n\nTODO: 🚀 say it.\n\n## FAQ\n\n### What does 🚀 it cost?\n\nTBD\n"
    answer = api(client, site, "check", {"tab": "a", "text": text, "path": ""}).json()
    units = text.encode("utf-16-le")
    marked = [units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") for one in answer["findings"]]
    assert any(words.startswith("TODO") for words in marked)
    assert answer["lines"][2] == len(text[: text.index("TODO")].encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    "text",
    [
        "", "\0" * 100, "\ud800", "<script>alert(1)</script>", "---\nprfaq: {stage: nonsense}\n---\n# A\n", "---\n: [\n---\n",
        "[" * 5000, "> " * 3000, "# A\n" * 3000, "\u202e\u2028\ufeff", "| a |\n| - |\n" * 500,
    ],
)  # fmt: skip
def test_hostile_drafts_get_an_answer(client: TestClient, site: Site, text: str) -> None:
    answer = api(client, site, "check", {"tab": "a", "text": text, "path": ""})
    assert answer.status_code == 200
    assert "findings" in answer.json() or answer.json()["error"]


def test_page_is_the_review_page(client: TestClient, site: Site) -> None:
    made = api(client, site, "page", {"tab": "a", "text": "# <script>x</script>\n", "path": "<b>.md"})
    assert made.status_code == 400
    made = api(client, site, "page", {"tab": "a", "text": DRAFT + "\n<script>x</script>\n", "path": "party.md"}).json()
    assert made["html"].startswith("<!DOCTYPE html>") and "<script>x" not in made["html"]


def test_new_draft_from_answers(client: TestClient, site: Site) -> None:
    known = api(client, site, "templates").json()
    assert "classic" in [one["name"] for one in known["templates"]]
    assert known["templates"][0]["questions"][0]["key"] == "customer"
    body = {
        "title": "Ferry alerts",
        "template": "classic",
        "answers": {"customer": "Islanders who commute", "pain": ""},
    }
    made = api(client, site, "new", body).json()
    assert made["path"] == "ferry-alerts.md" and "Islanders who commute" in made["text"]
    for wrong in (
        {"template": "../x"},
        {"template": "classic", "title": "!!!"},
        {"template": "classic", "answers": {"a": 1}},
    ):
        assert api(client, site, "new", wrong).status_code == 400


def test_template_with_a_mistake_does_not_hide_the_others(client: TestClient, site: Site, tmp_path: Path) -> None:
    folder = Path(site.drafts.folder)
    (folder / "house").mkdir()
    (folder / "house/broken.md.j2").write_text("{# Ours. #}{% for one in answers %}", encoding="utf-8")
    (folder / "prfaq-lint.toml").write_text('templates = ["house"]\n', encoding="utf-8")
    site.configs = Configs()
    known = api(client, site, "templates").json()
    keys = {one["name"]: [asked["key"] for asked in one["questions"]] for one in known["templates"]}
    assert keys["broken"] == keys["classic"]


def test_advice_on_an_answer(client: TestClient, site: Site) -> None:
    body = {"tab": "a", "question": "customer", "template": "classic", "answers": {"customer": "everyone"}}
    assert api(client, site, "advice", body).json()["advice"]
    assert api(client, site, "advice", {**body, "question": "nonsense"}).json()["error"]
    assert api(client, site, "advice", {**body, "answers": {}}).json()["advice"] == ""


# The worker process.


def test_only_the_newest_text_of_a_tab_is_checked() -> None:
    async def go() -> None:
        checker = Checker(Options(), Configs("", True), patience=0.2)
        try:
            first = await checker.ask("a", Job("check", "# A\n"))
            assert first and "findings" in first
            long = asyncio.create_task(checker.ask("a", Job("check", DRAFT * 300)))
            await asyncio.sleep(0.1)
            waiting = asyncio.create_task(checker.ask("a", Job("check", "# B\n")))
            other = asyncio.create_task(checker.ask("b", Job("check", "# C\n")))
            await asyncio.sleep(0)
            last = await checker.ask("a", Job("check", "# D\n"))
            assert last and "findings" in last
            assert await long is None and await waiting is None
            answered = await other
            assert answered and "findings" in answered
        finally:
            checker.close()

    asyncio.run(go())


def test_worker_that_ends_is_reported_and_replaced() -> None:
    async def go() -> None:
        checker = Checker(Options(), Configs("", True))
        try:
            assert await checker.ask("a", Job("check", "# A\n"))
            assert checker._process
            checker._process.kill()
            checker._process.join()
            again = await checker.ask("a", Job("check", "# A\n"))
            assert again and "findings" in again
        finally:
            checker.close()

    asyncio.run(go())


def never_ready(connection: Connection, options: Options, configs: Configs) -> None:
    time.sleep(60)


def never_reads(connection: Connection, options: Options, configs: Configs) -> None:
    connection.send({})
    time.sleep(60)


def fails(connection: Connection, options: Options, configs: Configs) -> None:
    connection.send({"error": "ImportError: no model"})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "why"),
    [
        (never_ready, "no answer for 1 seconds"),
        (never_reads, "no answer for 1 seconds"),
        (fails, "ImportError: no model"),
    ],
)
def test_worker_that_does_not_work_is_reported_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, target: Any, why: str
) -> None:
    async def go() -> None:
        checker = Checker(Options(), Configs("", True), starting=1 if target is never_ready else 30)
        try:
            with monkeypatch.context() as broken:
                broken.setattr("prfaq_lint.serve.checker.work", target)
                broken.setattr("prfaq_lint.serve.checker.ANSWERING", 1)
                broken.setattr("prfaq_lint.serve.checker.SLOWEST", 1_000_000)
                answer = await checker.ask("a", Job("check", "word " * 60_000))  # more than a pipe holds
            assert answer and why in answer["error"] and "could not be read" in answer["error"]
            checker._starting = 30
            again = await checker.ask("a", Job("check", "# A\n"))
            assert again and "findings" in again
        finally:
            checker.close()

    asyncio.run(go())


# The command.


class Served:
    """A server in a process of its own, and a browser's requests to it."""

    def __init__(self, folder: Path, *command: str, path: str = "") -> None:
        self.out = folder.parent / "out.txt"
        arguments = [*command, "serve", path or str(folder), "--no-open"]
        with self.out.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [sys.executable, *arguments], stdout=out, stderr=subprocess.PIPE, text=True, env=environment()
            )

    def __enter__(self) -> Served:
        for _ in range(600):
            if self.out.read_text(encoding="utf-8").endswith("\n"):
                break
            time.sleep(0.1)
        self.address = self.out.read_text(encoding="utf-8").strip()
        return self

    def check(self, text: str) -> dict[str, Any]:
        with httpx.Client(timeout=120, follow_redirects=True) as browser:
            page = browser.get(self.address)
            body = {"tab": "a", "text": text, "path": ""}
            return dict(browser.post(page.url.join("api/check"), json=body, headers=OWN).json())

    def interrupt(self) -> tuple[int, str]:
        """Send Ctrl-C; return the exit status and what is on standard error."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60), self.process.stderr.read() if self.process.stderr else ""

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.mark.slow
def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text("raise ImportError", encoding="utf-8")
    run = prfaq("serve", env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    assert run.status == 2 and "prfaq-lint[serve]" in run.err and run.err.count("\n") == 1


SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")


@pytest.mark.slow
@SIGNALS
def test_address_is_printed_to_a_file_at_once_and_ctrl_c_ends(folder: Path) -> None:
    with Served(folder, "-m", "prfaq_lint") as served:
        assert served.address.startswith("http://127.0.0.1:")
        assert httpx.get(served.address.partition("?")[0], timeout=60).status_code == 403
        assert served.interrupt() == (0, "prfaq-lint: Ctrl-C ends it\nprfaq-lint: ended\n")


@pytest.mark.slow
@SIGNALS
@pytest.mark.parametrize("delay", [0.2, 4])
def test_ctrl_c_during_a_check_prints_no_traceback(folder: Path, delay: float) -> None:
    with Served(folder, "-m", "prfaq_lint") as served:
        checking = Thread(target=served.check, args=[DRAFT * 300])
        checking.start()
        time.sleep(delay)
        assert served.interrupt() == (0, "prfaq-lint: Ctrl-C ends it\nprfaq-lint: ended\n")
        checking.join()


@pytest.mark.slow
@SIGNALS
def test_launcher_without_a_guard_starts_one_server(folder: Path, tmp_path: Path) -> None:
    launcher = tmp_path / "launch.py"
    launcher.write_text("from prfaq_lint.__main__ import main\nmain()\n", encoding="utf-8")
    with Served(folder, str(launcher)) as served:
        assert "findings" in served.check("# A\n")
        assert served.out.read_text(encoding="utf-8").count("http:") == 1
        assert served.interrupt()[0] == 0


@pytest.mark.slow
def test_draft_is_opened_in_its_folder(folder: Path) -> None:
    with Served(folder, "-m", "prfaq_lint", path=str(folder / "party.md")) as served:
        assert served.address.endswith("#draft=party.md")
        assert "findings" in served.check("# A\n")


@pytest.mark.parametrize(("name", "why"), [("none.md", "no such folder or draft"), ("notes.txt", "ends with .md or")])
def test_what_is_no_draft_is_refused(folder: Path, name: str, why: str) -> None:
    run = prfaq("serve", str(folder / name), "--no-open")
    assert run.status == 2 and why in run.err and run.err.count("\n") == 1


def test_a_changed_configuration_is_used_at_once(tmp_path: Path) -> None:
    worker = Worker(Options(), Configs())
    job = Job("check", DRAFT, str(tmp_path / "draft.md"))
    assert len({one["rule"] for one in worker.do(job)["findings"]}) > 1
    settings = tmp_path / "prfaq-lint.toml"
    settings.write_text('select = ["retrofit"]\n', encoding="utf-8")
    assert {one["rule"] for one in worker.do(job)["findings"]} == {"retrofit"}
    settings.write_text('select = ["retro', encoding="utf-8")
    assert "prfaq-lint.toml" in worker.do(job)["error"]


def test_an_invalid_configuration_does_not_keep_drafts_from_being_saved(tmp_path: Path) -> None:
    settings = tmp_path / "prfaq-lint.toml"
    settings.write_text('max_size = "1 kB"\n', encoding="utf-8")
    site = Site(Drafts(str(tmp_path)), Checker(Options(), Configs()), Configs(), Options())
    place = str(tmp_path / "draft.md")
    assert site._max_bytes(place) == 1000
    settings.write_text('max_size = "2 kB"\n', encoding="utf-8")
    assert site._max_bytes(place) == 2000
    settings.write_text("max_size =", encoding="utf-8")
    assert site._max_bytes(place) == 2000
