"""Documents retired and given other readers from the staff's pages: a real ingest, and the promises kept."""

import io
import shutil

import pytest
from rig import OURS, QUOLLS, Rig
from staff_desk import READERS, app_around, client_as

from corpus.database import Database
from corpus.edits import EditLog, Label
from corpus.types import Tier


def passage_of(rig: Rig, document_id: str) -> str:
    return str(rig.library.catalogue.document(document_id, Tier.STAFF)[2][0].id)


def test_for_others_there_is_nothing_to_edit(rig: Rig) -> None:
    brief = rig.id_of("c2bmc")
    before = rig.ids(Tier.STAFF)
    app = app_around(rig.desk, editor=rig.editor)
    for reader in READERS.values():
        client = client_as(app, reader)
        absent = client.post("/staffless/upload", headers=OURS)
        for address in ("/staff/upload", f"/staff/documents/{brief}/retire", "/staff/edits/1/again"):
            got = client.post(address, data={"confirmed": "yes", "tier": "public"}, headers=OURS)
            assert (got.status_code, got.content) == (absent.status_code, absent.content)
        for address in ("/staff/documents", f"/staff/documents/{brief}", "/staff/edits/1"):
            assert client.get(address).content == client.get("/staffless").content
    assert rig.ids(Tier.STAFF) == before
    assert rig.editor.newest(5) == []


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "null"}, {"origin": "https://portal.example"}, {"origin": "https://localhost"},
                {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_changes_are_taken_from_our_own_pages_alone(rig: Rig, headers: dict[str, str]) -> None:
    brief = rig.id_of("c2bmc")
    for address in ("/staff/upload", f"/staff/documents/{brief}/retire"):
        got = rig.staff.post(address, data={"confirmed": "yes", "meaning": "x"}, headers=headers)
        assert got.status_code == 403
    assert brief in rig.ids(Tier.PUBLIC)


def test_nothing_changes_by_being_opened_or_unconfirmed(rig: Rig) -> None:
    brief = rig.id_of("c2bmc")
    for query in ("retire?confirmed=yes", "retier?tier=staff&confirmed=yes", "restore?confirmed=yes"):
        assert rig.staff.get(f"/staff/documents/{brief}/{query}").status_code == 405
    asked = rig.staff.post(f"/staff/documents/{brief}/retire", headers=OURS)
    assert "From the moment you confirm, no reader finds" in asked.text
    stale = rig.staff.post(
        f"/staff/documents/{brief}/retire", data={"confirmed": "yes", "meaning": "something else"}, headers=OURS
    )
    assert stale.status_code == 409
    assert rig.staff.post(f"/staff/documents/{brief}/paint", headers=OURS).status_code == 404
    assert rig.staff.post(f"/staff/documents/{brief}/retier", data={"tier": "all"}, headers=OURS).status_code == 404
    assert brief in rig.ids(Tier.PUBLIC)
    assert rig.editor.newest(5) == []


def test_retiring_holds_before_the_answer_and_ever_after(rig: Rig) -> None:
    brief = rig.id_of("c2bmc")
    passage = passage_of(rig, brief)
    anybody = client_as(rig.app, READERS["nobody"])
    assert anybody.get(f"/documents/{brief}").status_code == 200
    rig.desk.examples()
    done = rig.change(brief, "retire")
    assert (done.status_code, done.headers["location"]) == (303, "/staff/edits/1")
    assert brief not in rig.ids(Tier.STAFF)
    assert anybody.get(f"/documents/{brief}").status_code == 404
    assert "taken out of the library" in anybody.get(f"/passages/{passage}").text
    assert brief not in {hit.passage.document_id for hit in rig.desk.search("command and control battle management")}
    assert "C2BMC" not in " ".join(rig.desk.examples())
    rig.work_off()
    assert rig.editor.edit(1).state == "done"
    assert rig.editor.edit(1).report["switched"]
    for _ in range(2):
        report = rig.ingest_again()
        assert report["counts"]["retired"] == 1
        assert brief not in rig.ids(Tier.STAFF)

    assert rig.change(brief, "restore").status_code == 303
    assert brief not in rig.ids(Tier.STAFF)
    rig.work_off()
    assert brief in rig.ids(Tier.PUBLIC)
    assert brief in {hit.passage.document_id for hit in rig.desk.search("command and control battle management")}
    assert "retired" not in rig.ingest_again()["counts"]
    assert brief in rig.ids(Tier.PUBLIC)


def test_tightening_holds_before_the_answer_and_loosening_with_the_next_index(rig: Rig) -> None:
    brief, words = rig.id_of("c2bmc"), "command and control battle management"
    passage = passage_of(rig, brief)
    anybody = client_as(rig.app, READERS["nobody"])
    assert rig.change(brief, "retier", tier="staff").status_code == 303
    assert brief not in rig.ids(Tier.MEMBER)
    for address in (
        f"/documents/{brief}",
        f"/passages/{passage}",
        f"/api/documents/{brief}",
        f"/api/passages/{passage}",
    ):
        assert anybody.get(address).status_code == 404
    assert brief not in {hit.passage.document_id for hit in rig.desk.search(words)}
    rig.work_off()
    rig.ingest_again()
    assert brief in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)

    asked = rig.staff.post(f"/staff/documents/{brief}/retier", data={"tier": "member"}, headers=OURS)
    assert "as soon as the indexes are built anew" in asked.text
    rig.change(brief, "retier", tier="member")
    assert brief not in rig.ids(Tier.MEMBER)
    rig.work_off()
    assert brief in rig.ids(Tier.MEMBER) - rig.ids(Tier.PUBLIC)
    assert brief in {hit.passage.document_id for hit in rig.desk.search(words, tier=Tier.MEMBER)}
    rig.ingest_again()
    assert brief in rig.ids(Tier.MEMBER) - rig.ids(Tier.PUBLIC)


def test_an_ingest_that_began_before_does_not_undo_an_edit(rig: Rig) -> None:
    """An ingest from the command line has read the files; then editors retire one document and tighten another."""
    brief, paper = rig.id_of("c2bmc"), rig.id_of("russian")
    changed = shutil.copytree(rig.papers, rig.data.parent / "changed")
    for path in changed.rglob("*.md"):
        path.write_text(path.read_text() + "\n\nOne more sentence is here now.\n")

    def step(name: str, _: str) -> None:
        if name == "before-switch":
            rig.change(brief, "retire")
            rig.change(paper, "retier", tier="staff")

    shutil.rmtree(changed / "talking-points")
    shutil.rmtree(changed / "editorial-note")
    target = rig.papers
    kept = {path: path.read_text() for path in target.rglob("*.md")}
    try:
        for path in target.rglob("*.md"):
            path.write_text(path.read_text() + "\n\nOne more sentence is here now.\n")
        rig.library.ingest(target, step=step)
    finally:
        for path, text in kept.items():
            path.write_text(text)
    assert brief not in rig.ids(Tier.STAFF)
    assert paper in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)
    rig.work_off()
    assert brief not in rig.ids(Tier.STAFF)
    assert paper in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)


def test_an_edit_that_always_breaks_fails_and_may_be_tried_again(rig: Rig) -> None:
    number = rig.editor.upload(io.BytesIO(QUOLLS.encode()), Label("quolls.md", Tier.PUBLIC), "somebody")
    log = EditLog(Database(rig.data / "catalogue.sqlite3"))
    for _ in range(3):
        assert log.take() is not None  # and its process ends
        log.recover()
    edit = rig.editor.edit(number)
    assert (edit.state, edit.reason) == ("failed", "The process that worked on it ended 3 times before it was done.")
    assert log.take() is None
    assert rig.staff.post(f"/staff/edits/{number}/again", headers=OURS, follow_redirects=False).status_code == 303
    assert rig.editor.edit(number).state == "waiting"
    assert rig.staff.post(f"/staff/edits/{number}/again", headers=OURS).status_code == 404
    assert rig.staff.get("/staff/edits/99").status_code == 404
    assert rig.staff.get("/staff/edits/x").status_code == 404
