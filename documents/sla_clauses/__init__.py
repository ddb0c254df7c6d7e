"""The words of the SLA: fifteen articles written from the terms; our own text, for which the decree gives no model."""

from collections.abc import Callable

from documents.sla_clauses import general, service
from documents.sla_clauses.texts import DECREE, FORM_NAMES, Texts
from documents.sla_terms import Article, Clause, Item, SlaTerms

__all__ = ["DECREE", "FORM_NAMES", "sla_articles"]

_ARTICLES: tuple[tuple[str, Callable[[SlaTerms], Texts]], ...] = (
    ("Para Pihak", service.parties),
    ("Definisi", service.definitions),
    ("Tujuan", service.purpose),
    ("Masa Berlaku", service.validity),
    ("Jenis dan Ruang Lingkup Layanan", service.scope),
    ("Hak dan Kewajiban", service.rights_and_duties),
    ("Ruang Lingkup Dukungan Pengguna", service.support),
    ("Pelaporan", service.reporting),
    ("Lingkungan Operasi Pengguna Akhir (End-User Operating Environment)", general.user_environment),
    ("Keadaan Darurat", general.emergency),
    ("Evaluasi dan Revisi", general.revision),
    ("Biaya", general.costs),
    ("Kerahasiaan", general.confidentiality),
    ("Penyelesaian Perselisihan", general.disputes),
    ("Daftar Jenis Layanan (Service Catalog)", general.catalogue),
)
"""The fifteen headings of the agreements that LKPP concluded with units in 2016, in their order."""


def sla_articles(terms: SlaTerms) -> tuple[Article, ...]:
    """The fifteen articles for these terms.

    *Raises*: `ValueError` where `terms.availability` is not a number with a decimal comma.
    *Source*: II.2.1.a.3 (the agreement), II.2.2.d (breach), II.2.3 (objection); all other contents are house rules.
    """
    return tuple(
        Article(number=number, heading=heading, clauses=_clauses(write(terms), numbered=write is service.definitions))
        for number, (heading, write) in enumerate(_ARTICLES, start=1)
    )


def _clauses(texts: Texts, *, numbered: bool) -> tuple[Clause, ...]:
    labels = [f"({index})" for index in range(1, len(texts) + 1)] if len(texts) > 1 else [""]
    return tuple(_clause(label, text, numbered=numbered) for label, text in zip(labels, texts, strict=True))


def _clause(label: str, text: str | tuple[str, list[str]], *, numbered: bool) -> Clause:
    opening, lines = (text, []) if isinstance(text, str) else text
    marks = [f"{index}." if numbered else f"{chr(96 + index)}." for index in range(1, len(lines) + 1)]
    items = tuple(Item(label=mark, text=line) for mark, line in zip(marks, lines, strict=True))
    return Clause(label=label, text=opening, items=items)
