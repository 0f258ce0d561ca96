"""From settings to an open desk: what every entry point does first."""

from collections.abc import Callable

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.encoder import Encoder
from corpus.errors import IndexUnavailable
from corpus.glossary import Glossary
from corpus.live import LiveIndex
from corpus.recipe import Recipe
from corpus.settings import Settings
from qa.calibration import uncalibrated, weights_for
from qa.chat.open import open_chat
from qa.chat.types import Call, ChatModel
from qa.desk import Desk
from qa.generate import Writer, Writing
from qa.inquiry import Models
from qa.named import open_reader
from qa.read import AnswerReader, PassageReader
from qa.types import Answer

EVEN_ODDS = 0.5


def open_desk(
    settings: Settings,
    *,
    calibrated: bool = True,
    answered: Callable[[Answer], None] = lambda _answer: None,
    called: Callable[[Call], None] = lambda _call: None,
) -> Desk:
    """The desk over the library that `settings` name. Raises the corpus's errors, each saying what to do.

    Without `calibrated`, what a reader has been calibrated to is not looked at. `answered` hears of every answer,
    `called` of every request to the language model.
    """
    chat = open_chat(settings, called=called)
    database = Database(settings.catalogue_path, must_exist=True)
    if not (settings.model_path / "encoder.json").exists():
        raise IndexUnavailable(
            f"The library in {settings.data} has not been ingested with the embedding model "
            f"'{settings.embedding_model}'. Run `python -m ingest`."
        )
    encoder = Encoder(settings.model_path)
    catalogue = Catalogue(database)
    index = LiveIndex(catalogue, settings.data, Recipe.of(encoder.card), chroma_url=settings.chroma_url)
    reader = open_reader(settings.reader)
    weights = None
    if not isinstance(reader, AnswerReader):  # what `evidence.json` was not fitted to
        weights = weights_for(settings.data, reader.identity) if calibrated else uncalibrated()
    models = Models(encoder, reader, weights, chat)
    writer = open_writer(settings, chat, reader, encoder)
    return Desk(
        catalogue, index, models, writer, quotes_only=settings.quotes_only,
        log_questions=settings.log_questions, answered=answered,
    )  # fmt: skip


def open_writer(settings: Settings, chat: ChatModel | None, reader: PassageReader, encoder: Encoder) -> Writer | None:
    """What writes prose with `chat`; None where there is none or quotations only are given, and nothing is loaded then.

    Raises ModelError for a model to check prose with that cannot be used.
    """
    if chat is None or settings.quotes_only:
        return None
    from qa.verify.belonging import belonging_in
    from qa.verify.check import Verifier
    from qa.verify.forms import forms_in
    from qa.verify.support import fitted, open_support

    support = open_support(settings, reader)
    how = Writing(settings.chat_timeout_s, settings.chat_max_tokens, settings.unsupported)
    named = bool(settings.entailment_model)  # a model that somebody chose for this has a say in every sentence
    least = EVEN_ODDS if named else fitted().lenient

    def check(glossary: Glossary) -> Verifier:
        forms, owned = forms_in(glossary), belonging_in(glossary)
        return Verifier(support, forms, least, of_all=named, owned=owned, encode=encoder.questions)

    return Writer(chat, check, how)
