"""A harvest from a publisher on loopback: everything is found, whatever goes wrong nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kg.errors import KgError, StoreError, UsageError
from kg.harvest import documents
from kg.harvest.harvest import Report
from kg.harvest.inventory import fault_of_pdf
from kg.harvest.local_lists import from_folder
from kg.harvest.site import load_site
from kg.harvest.state import FILE, State
from kg.harvest.wanted import Wanted
from kg.period import Period
from publisher import Answer, Clock, Council, Listed, Publisher, Run, invented, pdf, served

HTML = b"<!DOCTYPE html><html><title>Sorry</title></html>"


def files(folder: Path) -> dict[str, str]:
    """The reports that are there, with their hashes; each is a whole PDF."""
    found = sorted(path for path in folder.rglob("[!.]*.pdf*") if path.is_file())
    for path in found:
        assert fault_of_pdf(path.read_bytes()) is None, path
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
    }


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


# --- all of it ---


def test_a_listing_of_the_whole_country(tmp_path: Path, run: Run) -> None:
    """497 full reports and 371 focused visits of 154 councils, three of them closed."""
    with served(invented(154, 497, 371)) as publisher:
        report = run(publisher)
        assert (report.listed, report.councils, report.here) == (868, 154, 868)
        assert len(report.new) == 868
        assert report.complete
        assert len(publisher.bodies()) == 868
        asked = [path for path, _, _ in publisher.seen]
        assert len(asked) == len(set(asked)) == 1 + 3 + 154 + 868  # robots.txt, pages, files
        publisher.seen.clear()
        again = run(publisher)
        assert (again.here, again.new, again.changed, again.complete) == (868, (), (), True)
        assert publisher.bodies("") == [], "a second run fetches no body, not of a page either"
    here = files(tmp_path / "reports")
    rows = manifest(tmp_path / "reports")
    assert len(here) == 868
    assert {name: row["sha256"] for name, row in rows.items()} == here
    kinds = [row["type"] for row in rows.values()]
    assert (kinds.count("ilacs"), kinds.count("focused-visit")) == (497, 371)
    listed = {
        (one.file_id, str(one.published)) for some in publisher.documents.values() for one in some
    }
    assert {(row["url"][-8:], row["published"]) for row in rows.values()} == listed
    assert rows["ashford-vale-0/2014-01-06-ilacs-50000000.pdf"] == {
        "file": "ashford-vale-0/2014-01-06-ilacs-50000000.pdf",
        "url": f"{publisher.url}/v1/file/50000000",
        "published": "2014-01-06",
        "title": "Ashford Vale 0: Children's services inspection",
        "publisher": "Ofsted",
        "provider": "Ashford Vale 0",
        "type": "ilacs",
        "sha256": hashlib.sha256(pdf("50000000")).hexdigest(),
        "fetched": rows["ashford-vale-0/2014-01-06-ilacs-50000000.pdf"]["fetched"],
        "delisted": "",
    }
    assert publisher.agents == {"kg/0.1.0 (kg harvest)"}


# --- cuts ---


def until_done(run: Callable[[], Report], clock: Clock) -> int:
    """Harvest with a cut after every tenth request; how many runs that took."""
    for runs in range(1, 1000):
        clock.cut = clock.slept + 10
        try:
            run()
        except KeyboardInterrupt:
            continue
        return runs
    raise AssertionError


def cut_after_every_tenth(publisher: Publisher, run: Run, clock: Clock, folder: Path) -> int:
    with served(publisher):
        runs = until_done(lambda: run(publisher), clock)
        asked = [path for path, _, _ in publisher.seen]
    assert len(asked) == len(set(asked)), "nothing is asked for twice"
    here = files(folder)
    assert len(here) == sum(map(len, publisher.documents.values())), "nothing is lost"
    assert manifest(folder).keys() == here.keys()
    return runs


def test_cut_after_every_tenth_request(tmp_path: Path, run: Run, clock: Clock) -> None:
    runs = cut_after_every_tenth(invented(30, 40, 30), run, clock, tmp_path / "reports")
    assert runs == 11


@pytest.mark.slow
def test_the_whole_country_cut_after_every_tenth_request(
    tmp_path: Path, run: Run, clock: Clock
) -> None:
    runs = cut_after_every_tenth(invented(154, 497, 371), run, clock, tmp_path / "reports")
    assert runs == 103


def test_cut_between_a_file_and_its_record(
    tmp_path: Path, run: Run, small: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is there whole, under its name, is not fetched again."""
    with monkeypatch.context() as patched:

        def write_and_die(path: Path, data: bytes) -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            raise KeyboardInterrupt

        patched.setattr(documents, "write_atomically", write_and_die)
        with pytest.raises(KeyboardInterrupt):
            run(small)
    assert run(small).complete
    assert len(small.bodies()) == len(set(small.bodies())) == len(files(tmp_path / "reports")) == 10


KILLED = """
import sys
from pathlib import Path
from kg.harvest.fetch import Pace
from kg.harvest.harvest import harvest
from kg.harvest.wanted import Wanted
harvest(Path(sys.argv[1]), Wanted(), base=sys.argv[2], pace=Pace(interval=0.02))
"""


def test_killed_and_run_again(
    tmp_path: Path, small: Publisher, environment: dict[str, str]
) -> None:
    folder = tmp_path / "reports"
    arguments = [sys.executable, "-c", KILLED, str(folder), small.url]
    first = subprocess.Popen(arguments, env=environment)
    while len(small.seen) < 12 and first.poll() is None:
        time.sleep(0.005)
    first.kill()
    first.wait()
    assert len(files(folder)) < 10, "it was killed in the middle"
    subprocess.run(arguments, env=environment, check=True)
    asked = [path for path, _, _ in small.seen]
    assert len(asked) - len(set(asked)) <= 1, "at most the one that was on its way"
    assert len(files(folder)) == len(manifest(folder)) == 10
    assert [path.name for path in folder.rglob(".*")] == [FILE], "no part of a file is left"


# --- what goes wrong ---

Trouble = Callable[[Publisher], None]


def always(part: str, answer: Answer) -> Trouble:
    """The same answer for all addresses with a part in them."""
    return times(part, answer, 10**6)


def times(part: str, answer: Answer, number: int) -> Trouble:
    """The same answer, a number of times."""

    def apply(publisher: Publisher) -> None:
        left = [number]

        def script(_: Publisher, path: str) -> Answer:
            if part not in path or not left[0]:
                return None
            left[0] -= 1
            return answer

        publisher.script = script

    return apply


def first_page_again(publisher: Publisher, number: int = 1) -> None:
    """The second page of results is the first once more."""
    publisher.cap = 3
    times("start=3", (200, {}, publisher.answer("/search?q=&start=0&rows=100")[2]), number)(
        publisher
    )


def page_lost(publisher: Publisher) -> None:
    """The second page of results is never the second."""
    first_page_again(publisher, 10**6)


def redesigned(old: bytes) -> Trouble:
    """A class is called otherwise on all pages."""

    def apply(publisher: Publisher) -> None:
        def script(site: Publisher, path: str) -> Answer:
            site.script = lambda *_: None
            status, headers, body = site.answer(path)
            site.script = script
            return status, headers, body.replace(old, b"redesigned")

        publisher.script = script

    return apply


def slow(publisher: Publisher) -> None:
    def script(_: Publisher, path: str) -> Answer:
        if path.endswith("50000003"):
            time.sleep(0.4)
        return None

    publisher.script = script


def stranger(publisher: Publisher) -> None:
    """A page is that of another council."""
    body = publisher.provider("90001")
    always("/provider/44/90002", (200, {}, body))(publisher)


def capped(publisher: Publisher) -> None:
    publisher.cap = 1


def no_total(publisher: Publisher) -> None:
    publisher.states_total = False
    publisher.cap = 3


def forbids(publisher: Publisher) -> None:
    publisher.robots = "User-agent: *\nDisallow: /search\n"


@dataclass(frozen=True)
class Case:
    why: str
    trouble: Trouble
    #: What is said, in an error, a failure or a note; empty if nothing needs to be.
    says: str
    #: How many documents are there after it, and whether that is an error.
    here: int = 10
    fails: bool = True


FILE_3 = "/v1/file/50000003"
CASES = [
    Case("rows capped at one", capped, "", fails=False),
    Case("no total stated", no_total, "read 2 times", fails=False),
    Case("a page twice", first_page_again, "read 2 times until its pages added up", fails=False),
    Case("a page missing", page_lost, "states 4 councils, 3 seen in 3 readings", 0),
    Case("a page not found", always("/provider/44/90001", (404, {}, b"")), "404 Not Found", 0),
    Case("a page of another council", stranger, "shows the page of another council (90001)", 0),
    Case("429, then well", times("/file/", (429, {"Retry-After": "7"}, b""), 2), "", fails=False),
    Case(
        "429 for an hour",
        always("/search", (429, {"Retry-After": "3600"}, b"")),
        "asks to wait 3,600 s",
        0,
    ),
    Case("503, then well", times("", (503, {}, b""), 4), "", fails=False),
    Case(
        "503 for one file",
        always(FILE_3, (503, {}, b"")),
        "503 Service Unavailable (tried 5 times)",
        9,
    ),
    Case("503 for all files", always("/file/", (503, {}, b"")), "503 Service Unavailable", 0),
    Case("503 for the listing", always("/search", (503, {}, b"")), "503 Service Unavailable", 0),
    Case("no file there", always(FILE_3, (404, {}, b"")), "404 Not Found", 9),
    Case("slow", slow, "no answer in time (tried 5 times)", 9),
    Case(
        "truncated",
        always(FILE_3, (200, {"Content-Length": "229"}, pdf("50000003")[:99])),
        "the answer was cut off (tried 5 times)",
        9,
    ),
    Case(
        "truncated, unsaid",
        always(FILE_3, (200, {}, pdf("50000003")[:99])),
        "a PDF without its end",
        9,
    ),
    Case("HTML for a PDF", always(FILE_3, (200, {}, HTML)), "an HTML page, not a PDF", 9),
    Case("an empty file", always(FILE_3, (200, {}, b"")), "empty", 9),
    Case(
        "results redesigned",
        redesigned(b"search-result"),
        "0 seen in 3 readings. Nothing was changed; (li.search-result) if the site was redesigned",
        0,
    ),
    Case("names redesigned", redesigned(b"search-result__title"), "results without a council", 0),
    Case(
        "items redesigned",
        redesigned(b"timeline__day"),
        "no document found on the pages of 4 councils",
        0,
    ),
    Case("links redesigned", redesigned(b"publication-link"), "items without a document", 0),
    Case(
        "redirected elsewhere",
        always(FILE_3, (302, {"Location": "https://kg.example/a.pdf"}, b"")),
        "redirects to another place: kg.example: not a host",
        9,
    ),
    Case(
        "redirected in a circle",
        always(FILE_3, (302, {"Location": FILE_3}, b"")),
        "redirects more than",
        9,
    ),
    Case("robots.txt forbids", forbids, "asks kg not to read this", 0),
    Case(
        "robots.txt can't be had",
        always("/robots.txt", (503, {}, b"")),
        "503 Service Unavailable",
        0,
    ),
]


def attempt(run: Run, publisher: Publisher) -> tuple[Report | None, str]:
    """The report, if any, and everything that is said."""
    try:
        report = run(publisher)
    except KgError as error:
        assert "\n" not in str(error)
        assert error.exit_code == 1
        return None, str(error)
    return report, "\n".join([*report.notes, *(reason for _, reason in report.failed)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_trouble_is_said_and_loses_nothing(
    tmp_path: Path, run: Run, small: Publisher, case: Case
) -> None:
    case.trouble(small)
    report, said = attempt(run, small)
    assert case.says in said
    assert (report is None or not report.complete) == case.fails
    assert len(files(tmp_path / "reports")) == case.here
    small.script, small.robots, small.cap, small.states_total = lambda *_: None, None, 100, True
    healed = run(small)
    assert healed.complete
    assert (
        healed.here == len(files(tmp_path / "reports")) == len(manifest(tmp_path / "reports")) == 10
    )


LISTING = [case for case in CASES if case.here == 0 and "files" not in case.why]


@pytest.mark.parametrize("case", LISTING, ids=lambda case: case.why)
def test_trouble_with_the_listing_leaves_what_is_there(
    tmp_path: Path, run: Run, small: Publisher, case: Case
) -> None:
    run(small)
    here, rows = files(tmp_path / "reports"), manifest(tmp_path / "reports")
    case.trouble(small)
    report, said = attempt(run, small)
    assert report is None
    assert case.says in said
    assert (files(tmp_path / "reports"), manifest(tmp_path / "reports")) == (here, rows)


def test_a_server_that_stops_answering_is_left_alone(run: Run, small: Publisher) -> None:
    always("/file/", (503, {}, b""))(small)
    report = run(small)
    assert (len(report.failed), report.left) == (3, 7)
    assert sum("/file/" in path for path, _, _ in small.seen) == 3 * 5


def test_links_to_other_hosts_are_not_followed(run: Run, small: Publisher) -> None:
    """A page can name any address."""
    page = small.provider("90001").replace(
        small.url.encode() + b"/v1/file/50000001", b"file:///etc/passwd"
    )
    always("/provider/44/90001", (200, {}, page))(small)
    (failed,) = run(small).failed
    host = small.url.removeprefix("http://")
    said = f"file:///etc/passwd: not a host of the publisher ({host}); nothing was sent"
    assert failed[1] == said


# --- less than last time ---


def test_fewer_documents_fail_until_that_is_accepted(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    run(small)
    here = files(tmp_path / "reports")
    del small.documents["90001"][0]
    for _ in range(2):
        report = run(small)
        assert report.fewer == ("Beckwick on Sea 1: 2 of 3",)
        assert len(report.gone) == 1
        assert not report.complete
    (name,) = report.gone
    assert files(tmp_path / "reports") == here, "nothing is deleted"
    assert [row["file"] for row in manifest(tmp_path / "reports").values() if row["delisted"]] == [
        name
    ]
    assert run(small, accept_fewer=True).complete
    assert run(small).complete
    assert manifest(tmp_path / "reports")[name]["delisted"], "the mark stays"


def test_a_document_that_comes_back_is_not_marked(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    run(small)
    lost = small.documents["90001"].pop(0)
    assert not run(small).complete
    small.documents["90001"].append(lost)
    small.seen.clear()
    assert run(small).complete
    assert small.bodies() == []
    assert not any(row["delisted"] for row in manifest(tmp_path / "reports").values())


def test_a_council_that_is_gone_is_said(run: Run, small: Publisher) -> None:
    run(small)
    council = small.councils.pop(0)
    small.documents["90001"] += [Listed(f"6000000{n}", "Letter", None) for n in range(9)]
    report = run(small)
    assert report.fewer == (f"{council.name}: 0 of 3",), "more elsewhere does not hide it"


def test_a_council_that_lists_nothing_any_more_is_said(run: Run, small: Publisher) -> None:
    run(small)
    small.documents["90002"].clear()
    report = run(small)
    assert report.fewer == ("Coleham & Moor 2: 0 of 2",)
    assert report.notes == ("councils without a document: Coleham & Moor 2",)


def test_one_document_for_another_is_no_loss(run: Run, small: Publisher) -> None:
    """A report that was replaced under a new address."""
    run(small)
    old = small.documents["90003"][0]
    small.documents["90003"][0] = replace(old, file_id="60000000")
    report = run(small)
    assert (len(report.gone), len(report.new), report.complete) == (1, 1, True)
    assert run(small).gone == ()


# --- what has changed ---


def test_a_document_that_is_described_otherwise_is_asked_for(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    first = run(small)
    old = small.documents["90003"][0]
    small.documents["90003"][0] = replace(old, words="Children's services monitoring visit")
    small.seen.clear()
    report = run(small)
    assert report.changed == tuple(name for name in first.new if old.file_id in name)
    assert small.bodies() == [], "its bytes are the same"
    assert manifest(tmp_path / "reports")[report.changed[0]]["type"] == "monitoring-visit"
    assert run(small).changed == ()


def test_recheck_asks_for_everything_and_fetches_what_changed(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    run(small)
    always(FILE_3, (200, {}, pdf("second edition")))(small)
    assert run(small).changed == ()
    small.seen.clear()
    report = run(small, recheck=True)
    assert [name[-12:] for name in report.changed] == ["50000003.pdf"]
    assert len(small.bodies()) == 1
    assert sum("/file/" in path for path, _, _ in small.seen) == 10
    assert b"second edition" in (tmp_path / "reports" / report.changed[0]).read_bytes()


def test_a_file_that_was_damaged_here_is_fetched_again(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    report = run(small)
    (tmp_path / "reports" / report.new[0]).write_bytes(b"%PDF-")
    (tmp_path / "reports" / report.new[1]).unlink()
    small.seen.clear()
    assert run(small).complete
    assert len(small.bodies()) == 2
    assert len(files(tmp_path / "reports")) == 10


def test_without_its_state_a_harvest_goes_on_with_the_manifest(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    run(small)
    (tmp_path / "reports" / FILE).unlink()
    before = manifest(tmp_path / "reports")
    small.seen.clear()
    report = run(small)
    assert (report.new, report.changed, small.bodies()) == ((), (), [])
    assert manifest(tmp_path / "reports") == before


def test_rows_of_other_files_stay_in_the_manifest(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "manifest.csv").write_text("file,title\nown.pdf,Mine\n", "utf-8")
    run(small)
    rows = manifest(tmp_path / "reports")
    assert len(rows) == 11
    assert rows["own.pdf"]["title"] == "Mine"


# --- what is wanted ---


@pytest.mark.parametrize(
    ("wanted", "here", "pages", "why"),
    [
        (Wanted(kind="focused-visit"), 4, 4, "one kind"),
        (Wanted(councils=("Coleham & Moor 2",)), 2, 1, "one council, whose page alone is read"),
        (Wanted(councils=("90000", "90001")), 6, 2, "two, by their numbers"),
        (Wanted(period=Period.read("2014-02", None)), 4, 4, "from a month on"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wanted(
    run: Run, small: Publisher, wanted: Wanted, here: int, pages: int, why: str
) -> None:
    report = run(small, wanted)
    assert (report.here, len(report.new), report.complete) == (here, here, True), why
    assert sum("/provider/" in path for path, _, _ in small.seen) == pages
    everything = run(small)
    assert (everything.here, everything.fewer) == (10, ()), "a smaller harvest is no loss"


def test_an_unknown_council_is_an_error(run: Run, small: Publisher) -> None:
    with pytest.raises(UsageError, match=r"Unknown council 'Atlantis' of the listing"):
        run(small, Wanted(councils=("Atlantis",)))


def test_documents_without_date_or_kind_are_fetched_and_named(run: Run, small: Publisher) -> None:
    small.documents["90000"].append(Listed("60000001", "Annual letter", None, "{words}"))
    report = run(small, Wanted(period=Period.read("2030", None)))
    assert [name.rpartition("/")[2] for name in report.new] == ["undated-other-60000001.pdf"]
    assert report.notes == ("Ashford Vale 0: 1 documents without a date or a known kind",)


def test_a_dry_run_writes_nothing(tmp_path: Path, run: Run, small: Publisher) -> None:
    report = run(small, dry_run=True)
    assert (len(report.new), small.bodies()) == (10, [])
    assert not (tmp_path / "reports").exists()
    run(small)
    assert run(small, dry_run=True).new == ()


def test_two_harvests_at_once(tmp_path: Path, run: Run, small: Publisher) -> None:
    with State(tmp_path / "reports"), pytest.raises(StoreError, match="another kg harvest"):
        run(small)


def test_a_damaged_state_says_what_to_do(tmp_path: Path, run: Run, small: Publisher) -> None:
    run(small)
    (tmp_path / "reports" / FILE).write_bytes(b"not a database, but long enough" * 99)
    with pytest.raises(StoreError, match="delete it, kg harvest goes on with manifest"):
        run(small)


def test_a_harvest_that_was_cut_long_ago_reads_the_listing_anew(
    run: Run, small: Publisher, clock: Clock
) -> None:
    clock.cut = 6
    with pytest.raises(KeyboardInterrupt):
        run(small)
    clock.time += 2 * 86400
    small.seen.clear()
    assert run(small).complete
    assert sum("/search" in path for path, _, _ in small.seen) == 2


def test_same_names_of_councils_and_files_stay_apart(
    tmp_path: Path, run: Run, small: Publisher
) -> None:
    """Two councils of one name, the one closed, with files of one number in different places."""
    small.councils += [Council("91000", "Coleham and Moor 2", closed=True), Council("91001", "CON")]
    old = small.documents["90002"][0]
    small.documents["91000"] = [replace(old, file_id=f"{old.file_id}?old=1")]
    small.documents["91001"] = [Listed("aux", "Children's services inspection", old.published)]
    assert run(small).complete
    names = files(tmp_path / "reports")
    assert len(names) == 12
    assert f"con-/{old.published}-ilacs-aux-.pdf" in names


# --- with the names, dates and numbers of the real listing, where they are at hand ---


def day_of(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%y").replace(tzinfo=dt.UTC).date()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_listing(corpus: Path) -> Publisher:
    """497 full reports with their numbers, and 371 focused visits; their bodies are generated."""
    councils: dict[str, Council] = {}
    documents: dict[str, list[Listed]] = {}
    for row in rows_of(corpus / "peer-ilacs-history.csv"):
        council = Council(row["urn"], html.escape(row["local_authority"].title()))
        councils[row["urn"]] = council
        number = row["inspection_link"].rpartition("/")[2]
        full = Listed(number, "Children's services inspection", day_of(row["publication_date"]))
        documents.setdefault(row["urn"], []).append(full)
    names = [path.stem for path in (corpus / "reports-more").glob("focused-visit-*.pdf")]
    visits = [(name.split("-")[2], dt.date.fromisoformat(name[-10:])) for name in sorted(names)]
    more = [(urn, dt.date(2020, 1, 6)) for urn in sorted(councils)] + [
        (urn, dt.date(2021, 1, 6)) for urn in sorted(councils)
    ]
    for n, (urn, day) in enumerate([*visits, *more][:371]):
        words = "Children's services focused visit"
        documents.setdefault(urn, []).append(Listed(f"{60000000 + n}", words, day))
        councils.setdefault(urn, Council(urn, f"Council {urn}"))
    return Publisher(list(councils.values()), documents)


def test_the_listing_as_others_have_recorded_it(tmp_path: Path, run: Run, shared: Path) -> None:
    with served(known_listing(shared / "corpus")) as publisher:
        report = run(publisher)
        assert (report.listed, report.here, report.complete) == (868, 868, True)
        publisher.seen.clear()
        assert run(publisher).complete
        assert publisher.bodies("") == []
    found = {row["url"]: row["published"] for row in manifest(tmp_path / "reports").values()}
    for row in rows_of(shared / "corpus" / "peer-ilacs-history.csv"):
        number = row["inspection_link"].rpartition("/")[2]
        day = str(day_of(row["publication_date"]))
        assert found[f"{publisher.url}/v1/file/{number}"] == day


def test_the_manifest_of_the_real_reports_has_their_dates(shared: Path) -> None:
    corpus = shared / "corpus"
    entries = [
        entry
        for name in ("reports", "reports-more")
        for entry in from_folder(corpus / name, load_site()).entries
    ]
    assert len(entries) == 390
    assert all(entry.published and entry.provider.name for entry in entries)
    dates = {entry.url.rpartition("/")[2]: entry.published for entry in entries}
    for row in rows_of(corpus / "peer-ilacs-summary.csv"):
        assert dates[row["document"]] == str(day_of(row["publication_date"]))
    history = rows_of(corpus / "peer-ilacs-history.csv")
    known = {(row["urn"], str(day_of(row["publication_date"]))) for row in history}
    full = [entry for entry in entries if entry.type == "ilacs"]
    assert {(entry.provider.urn, entry.published) for entry in full} <= known
