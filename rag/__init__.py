"""The read side: a question becomes verbatim quotes with the places they stand."""

from rag.answering import Answer, Quote, ask
from rag.retrieval import Passage, retrieve

__all__ = ["Answer", "Passage", "Quote", "ask", "retrieve"]
