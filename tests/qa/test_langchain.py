"""The library for LangChain users."""

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from corpus.types import Tier
from qa.desk import Desk
from qa.langchain import CorpusRetriever, desk_runnable
from qa.render import answer_json
from qa.types import Filters

QUESTION = "When was the agreement signed?"


def test_the_library_is_a_retriever(canary_desk: Desk) -> None:
    retriever = CorpusRetriever(desk=canary_desk, k=3)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(QUESTION)
    assert len(documents) == 3
    assert all(isinstance(document, Document) for document in documents)
    for document, found in zip(documents, canary_desk.search(QUESTION, k=3), strict=True):
        assert document.id == found.passage.id
        assert document.page_content == found.passage.text
        assert document.metadata["title"] == found.meta.title
        assert document.metadata["section"] == list(found.passage.section)
        assert document.metadata["url"] == f"/passages/{found.passage.id}"
        text = canary_desk.document(found.passage.document_id).document.text
        assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_a_retriever_keeps_to_its_tier_and_filters(canary_desk: Desk) -> None:
    def kinds(**options: object) -> set[str]:
        retriever = CorpusRetriever(desk=canary_desk, k=50, **options)  # type: ignore[arg-type]
        return {document.metadata["access"] for document in retriever.invoke("canary radar Russia")}

    assert kinds() == {"public"}
    assert kinds(tier=Tier.STAFF) == {"public", "member", "staff"}
    only = CorpusRetriever(desk=canary_desk, filters=Filters(kinds=("white-paper",)))
    assert {document.metadata["kind"] for document in only.invoke("Russia")} == {"white-paper"}


def test_the_desk_is_a_runnable(canary_desk: Desk) -> None:
    chain = desk_runnable(canary_desk)
    assert isinstance(chain, Runnable)
    answer = chain.invoke('Who said "a unilateral project"?')
    assert answer.keys() == answer_json(canary_desk.ask(QUESTION)).keys()
    assert answer["answerable"]
    assert "a unilateral project" in answer["text"]


def test_a_runnable_desk_stands_in_a_pipe(canary_desk: Desk) -> None:
    chain = RunnableLambda(str.strip) | desk_runnable(canary_desk) | (lambda answer: answer["question"])
    assert chain.invoke(f"  {QUESTION} ") == QUESTION
    assert chain.batch([QUESTION, "Who refused it?"]) == [QUESTION, "Who refused it?"]


def test_a_runnable_desk_keeps_to_its_tier(canary_desk: Desk) -> None:
    question = 'Who said "staff canary"?'
    assert not desk_runnable(canary_desk).invoke(question)["answerable"]
    assert desk_runnable(canary_desk, tier=Tier.STAFF).invoke(question)["answerable"]
