"""Refdesk for LangChain users: the library as a retriever, and the desk as a Runnable.

retriever = CorpusRetriever(desk=desk, k=5)
retriever.invoke("What does Russia demand?")             # LangChain documents

chain = desk_runnable(desk)
chain.invoke("What does Russia demand?")["text"]         # the cited answer, as the HTTP contract has it
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from corpus.types import Tier
from qa.desk import Desk
from qa.render import answer_json, metadata_json
from qa.types import Filters


class CorpusRetriever(BaseRetriever):
    """Gives the `k` best passages of the library as LangChain documents.

    Each document's text is the passage, word for word; its metadata names document, section, page, speaker, offsets and
    permalink. Nothing above `tier` is found.
    """

    desk: Any
    k: int = 5
    tier: Tier = Tier.PUBLIC
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        desk: Desk = self.desk
        return [
            LangChainDocument(
                id=found.passage.id,
                page_content=found.passage.text,
                metadata={
                    **metadata_json(found.passage.document_id, found.meta),
                    "section": list(found.passage.section),
                    "page": found.passage.page,
                    "speaker": found.passage.speaker,
                    "start": found.passage.start,
                    "end": found.passage.end,
                    "url": f"/passages/{found.passage.id}",
                    "score": found.score,
                },
            )
            for found in desk.search(query, k=self.k, filters=self.filters, tier=self.tier)
        ]


def desk_runnable(desk: Desk, *, tier: Tier = Tier.PUBLIC) -> Runnable[str, dict[str, Any]]:
    """The desk as a Runnable: a question in, the answer as JSON values out."""
    return RunnableLambda(lambda question: answer_json(desk.ask(question, tier=tier)), name="refdesk")
