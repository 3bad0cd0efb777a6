"""A web page saved as text comes in; its parts and what it says of itself go out."""

from vectorstore.page.facts import Facts, date_number
from vectorstore.page.parts import Section, SectionKind, parse_page

__all__ = ["Facts", "Section", "SectionKind", "date_number", "parse_page"]
