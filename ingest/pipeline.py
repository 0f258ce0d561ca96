"""From files to a served library: what is new, changed or gone; read, split, embed, stage; build and switch.

Every file is committed by itself, so a killed ingest has lost nothing that it had said was stored, and the next one
goes on from there. Readers see the new library only when its indexes have been verified.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import generations
from corpus.catalogue import Catalogue
from corpus.encoder import Encoder
from corpus.recipe import Recipe
from corpus.rulings import RETIRED
from corpus.types import Document, Passage
from ingest.contents import content_of, embedded
from ingest.editors import STANDING, Rulings
from ingest.errors import SourceError
from ingest.report import FileReport, Report
from ingest.sources import Memory, Remembered, SourceFile, find, measured
from ingest.split import Lengths, split

PASSAGES_AT_ONCE = 512
"""How many passages are gathered before they are embedded together, sorted by length."""

ReadFile = Callable[[Path, str], Document]
Step = Callable[[str, str], None]
"""Told (step, what it is about) as the ingest goes on."""


@dataclass(frozen=True, slots=True)
class Options:
    """`prune` removes documents whose files are gone; `rebuild` makes the indexes anew even if nothing changed."""

    prune: bool = False
    rebuild: bool = False
    chroma_url: str = ""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A document that waits to be embedded; `instead_of` is the path that its file had before, if it moved."""

    document: Document
    source: Remembered | None
    passages: tuple[Passage, ...]
    contents: tuple[str, ...]
    instead_of: str = ""


class Ingest:
    """One run over `paths`. The caller holds the ingest lock of the data folder."""

    def __init__(
        self, catalogue: Catalogue, data: Path, encoder: Encoder, read_file: ReadFile, step: Step = lambda *_: None
    ) -> None:
        self._catalogue = catalogue
        self._data = data
        self._encoder = encoder
        self._read_file = read_file
        self._step = step
        self._recipe = Recipe.of(encoder.card)
        self._mark = f"{self._recipe.model} {self._recipe.splitter}"
        self._memory = Memory(catalogue.database)
        self._known = self._memory.all()
        self._rulings = Rulings(catalogue)
        self._pending: list[_Pending] = []
        self._report = Report()

    def run(self, paths: Sequence[Path], options: Options = Options()) -> Report:
        """Ingests `paths` and returns what became of every source.

        Raises FileNotFoundError for a path that is not there, and the errors of the catalogue and the indexes.
        """
        began = time.perf_counter()
        files = list(find(paths))
        self._step("found", str(len(files)))
        for file in files:
            self._take(file)
        self._embed_pending()
        self._hold_to_rulings()
        self._refresh_others()
        self._missing(paths, {str(file.path) for file in files}, options.prune)
        self._drop_abandoned()
        if options.rebuild or not generations.is_current(self._catalogue, self._data, self._recipe):
            self._report.generation = generations.build(
                self._catalogue,
                self._data,
                self._recipe,
                chroma_url=options.chroma_url,
                step=lambda name: self._step(name, ""),
            )
            self._report.switched = True
        else:
            generations.tidy(self._catalogue, self._data, options.chroma_url)
            self._report.generation = generations.active(self._catalogue)
        self._report.seconds = time.perf_counter() - began
        self._report.files.sort(key=lambda file: file.path)
        return self._report

    def _take(self, file: SourceFile) -> None:
        path = str(file.path)
        known = self._known.get(path)
        source = Remembered(path, file.name, None, None, None, None, "", "")
        try:
            source = measured(source)
            if (
                known
                and (known.size, known.modified_ns) == (source.size, source.modified_ns)
                and self._is_settled(known)
            ):
                state = known.state if known.state in ("duplicate", "retired") else "unchanged"
                self._note(known, state, known.reason)
                return
            document = self._read_file(file.path, file.name)
            self._step("read", path)
            self._judge(document, source, known)
        except SourceError as error:
            reason = error.reason
            if known and known.document_id and self._catalogue.known_version(known.document_id):
                reason += "; the version read before stays in the library"
                source = replace(source, document_id=known.document_id, checksum=known.checksum)
            self._remember(replace(source, state=error.state, reason=reason))

    def _is_settled(self, known: Remembered) -> bool:
        """Whether the file as remembered needs no reading: its document stands, by today's rules, or is retired."""
        if self._rulings.is_retired(known.document_id):
            return known.state == "retired"
        if known.state == "duplicate":
            twin = self._twin(known.checksum, known.path)
            return twin is not None
        if known.state not in STANDING or known.document_id is None:
            return False
        return self._catalogue.known_version(known.document_id) == (known.checksum, self._mark)

    def _judge(self, document: Document, source: Remembered, known: Remembered | None) -> None:
        """What the bytes just read mean: a duplicate, nothing new, a clash, or a document to stage."""
        twin = self._twin(document.checksum, source.path)
        if twin is not None:
            self._repeat(replace(source, checksum=document.checksum), twin)
            return
        document, instead_of = self._named(document, source, known)
        source = replace(source, document_id=document.id, checksum=document.checksum)
        if self._rulings.is_retired(document.id):
            self._remember(replace(source, state="retired", reason=RETIRED))
            return
        document = self._rulings.applied(document)
        version = self._catalogue.known_version(document.id)
        if version == (document.checksum, self._mark):
            self._remember(replace(source, state="unchanged"))
            return
        passages = tuple(split(document, self._encoder.count_tokens, self._lengths()))
        if not passages:
            raise SourceError(
                "empty", "there are headings in this file but no words under them; add some or leave it out"
            )
        contents = tuple(content_of(document, passage) for passage in passages)
        source = replace(source, state="updated" if version else "indexed")
        self._pending.append(_Pending(document, source, passages, contents, instead_of))
        self._known[source.path] = source
        if sum(len(pending.passages) for pending in self._pending) >= PASSAGES_AT_ONCE:
            self._embed_pending()

    def _named(self, document: Document, source: Remembered, known: Remembered | None) -> tuple[Document, str]:
        """The document under the id that it is known by, and the path that its file had before if it moved.

        Raises SourceError if another file that is there has the same id or source address, with other words.
        """
        if known and known.document_id and known.state != "duplicate" and not document.meta.source_url:
            return replace(document, id=known.document_id), ""
        for other in self._known.values():
            if other.path == source.path or other.state == "duplicate" or other.checksum is None:
                continue
            if other.document_id is None or _origin(other.document_id) != _origin(document.id):
                continue
            if os.path.lexists(other.path):
                raise SourceError(
                    "unreadable",
                    f"claims the same id or source address as {other.path}, with other words; give one of them its own",
                )
            return replace(document, id=other.document_id), other.path
        return document, ""

    def _repeat(self, source: Remembered, twin: Remembered) -> None:
        """A file with the bytes of another: that one moved here, if it is no longer there; else a duplicate."""
        moved = not os.path.lexists(twin.path)
        state, reason = ("unchanged", f"moved here from {twin.path}") if moved else ("duplicate", f"of {twin.path}")
        self._remember(replace(source, document_id=twin.document_id, state=state, reason=reason))
        if moved:
            self._forget(twin.path)

    def _twin(self, checksum: str | None, path: str) -> Remembered | None:
        """Another file with the same bytes, whose document stands."""
        for other in self._known.values():
            if other.path != path and other.checksum == checksum and other.state in STANDING:
                return other
        return None

    def _hold_to_rulings(self) -> None:
        """What editors have decided since the files were read."""
        for source in list(self._rulings.retired(self._known.values())):
            self._keep(source)
        for document, source in list(self._rulings.put_back(self._known.values())):
            self._stage_again(document)
            self._keep(source)
        for document in list(self._rulings.moved()):
            self._stage_again(document)
        self._embed_pending()

    def _stage_again(self, document: Document) -> None:
        passages = tuple(split(document, self._encoder.count_tokens, self._lengths()))
        contents = tuple(content_of(document, passage) for passage in passages)
        self._pending.append(_Pending(document, None, passages, contents))

    def _lengths(self) -> Lengths:
        return Lengths(limit=self._encoder.card.max_tokens)

    def _embed_pending(self) -> None:
        """Embeds what is new among the pending passages, length-sorted, then stages each document by itself."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        contents = [content for item in pending for content in item.contents]
        vectors = self._catalogue.vectors(contents, self._recipe.model)
        every = [(item.document, p, c) for item in pending for p, c in zip(item.passages, item.contents, strict=True)]
        new = embedded(self._encoder, every, set(contents) - vectors.keys())
        self._report.embedded += len(new)
        vectors |= new
        self._step("embedded", str(len(contents)))
        for item in pending:
            own = {content: vectors[content] for content in item.contents}
            self._catalogue.stage(
                item.document, list(zip(item.passages, item.contents, strict=True)), self._mark, self._recipe.model, own
            )
            self._step("staged", item.document.id)
            if item.source is not None:
                self._remember(item.source, len(item.passages))
            if item.instead_of:
                self._forget(item.instead_of)

    def _refresh_others(self) -> None:
        """Splits and embeds anew, from the stored words, documents of other files that older rules had made."""
        for document_id, number in self._catalogue.target_versions():
            version = self._catalogue.known_version(document_id)
            if version is None or version[1] == self._mark:
                continue
            self._stage_again(self._catalogue.version_document(number))
        self._embed_pending()

    def _missing(self, paths: Sequence[Path], found: set[str], prune: bool) -> None:
        """Files that were here before: removed with `--prune`, reported otherwise."""
        roots = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - resolve() would follow a link
        for path, known in list(self._known.items()):
            within = any(root == Path(path) or root in Path(path).parents for root in roots)
            if path in found or not within:
                continue
            if not prune:
                self._note(known, "missing", "no longer in the folder; still in the library until --prune")
                continue
            shared = [o for o in self._known.values() if o.document_id == known.document_id and o.path != path]
            self._forget(path)  # first: a document that no file stands for is taken out by the next run in any case
            self._step("forgotten", path)
            if known.document_id and not shared:
                self._catalogue.remove(known.document_id)
            elif known.state != "duplicate" and shared[0].state == "duplicate":
                self._keep(replace(shared[0], state="unchanged", reason=""))
            self._step("removed", path)
            self._note(known, "removed", "" if not shared else f"still in the library from {shared[0].path}")

    def _drop_abandoned(self) -> None:
        """Takes out documents that no file stands for any more: theirs now has another id or source address."""
        claimed = {known.document_id for known in self._known.values()}
        for document_id, _ in self._catalogue.target_versions():
            if document_id not in claimed:
                self._catalogue.remove(document_id)

    def _forget(self, path: str) -> None:
        self._memory.forget(path)
        del self._known[path]

    def _keep(self, source: Remembered) -> None:
        self._memory.keep(source)
        self._known[source.path] = source

    def _remember(self, source: Remembered, passages: int = 0) -> None:
        self._keep(source)
        self._note(source, source.state, source.reason, passages)

    def _note(self, source: Remembered, state: str, reason: str, passages: int = 0) -> None:
        self._report.files.append(FileReport(source.path, state, reason, source.document_id, passages))  # type: ignore[arg-type]


def _origin(document_id: str) -> str:
    """The part of an id that its own id or address alone decides (`ingest.read.identity`)."""
    return document_id.rpartition("-")[2]
