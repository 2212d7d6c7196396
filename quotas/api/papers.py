"""Ranked papers of an election: what is on the pile, a line more or less, a whole file."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from communes.api.asking import Ask, chosen, found, require, require_seen
from communes.api.papers import language_of, printed
from communes.api.reaching import entered, item_of, readable
from communes.api.resources import acts, reads
from communes.models import AgendaItem
from communes.permissions import may_run
from communes.serializers.papers import PaperAskSerializer, PaperSerializer
from communes.typesetting import pdf
from quotas.domain import nominating, piling, reaching
from quotas.domain.piling import Pile
from quotas.models import Candidacy, Election, ElectionMethod, RankedPapers
from quotas.papers import certificates
from quotas.serializers.electing import PapersFileSerializer, PapersSerializer, PileSerializer


@reads(PapersSerializer, lists=True)
def papers(ask: Ask, item: UUID) -> Sequence[RankedPapers]:
    """The lines typed so far; for everyone who may read the meeting."""
    return list(_ranked(item_of(ask, item)).papers.all())


@acts(PapersSerializer, takes=PapersSerializer, status=201)
def add_papers(ask: Ask, item: UUID) -> RankedPapers:
    """Put papers of one ranking on the pile."""
    row = _ranked(entered(ask, item, "election"))
    ids = ask.told["ranking"]
    if len(set(ids)) < len(ids):
        twice = ErrorDetail(_("A candidate stands here twice."), "twice")
        raise ValidationError({"ranking": [twice]})
    ranking = chosen(row.candidacies.standing(), ids, "ranking")
    return piling.add(row, ranking=ranking, papers=ask.told["papers"], by=ask.by, at=ask.at)


@acts(PileSerializer, takes=PapersFileSerializer, status=201)
def read_papers(ask: Ask, item: UUID) -> Pile:
    """Put the papers of a BLT file on the empty pile; answers how many lie there."""
    row = _ranked(entered(ask, item, "election"))
    piling.read_file(row, data=ask.told["text"].encode(), by=ask.by, at=ask.at)
    return piling.pile(row, ask.at)


@acts(PileSerializer)
def take_papers_back(ask: Ask, papers: UUID) -> Pile:
    """Take a line back; answers how many papers are left."""
    rows = RankedPapers.objects.filter(election__item__meeting__in=readable(ask))
    row = found(rows.select_related("election__item__meeting__body"), papers)
    require(may_run(ask.me, row.election.item.meeting, ask.at))
    piling.take_back(row, by=ask.by, at=ask.at)
    return piling.pile(row.election, ask.at)


@reads(PaperSerializer, asks=PaperAskSerializer)
def certificate(ask: Ask, candidacy: UUID) -> Mapping[str, Any]:
    """The certificate of someone elected as a paper, for everyone who may read the minutes."""
    rows = Candidacy.objects.filter(election__item__meeting__in=readable(ask), seat__isnull=False)
    row = found(rows.select_related("person", "election"), candidacy)
    mandate = reaching.granted(row)
    require_seen(mandate is not None)
    assert mandate is not None
    assert mandate.resolution is not None
    paper = certificates.certificate(row, mandate, mandate.resolution, language_of(ask))
    return printed(paper, pdf(paper))


def _ranked(item: AgendaItem) -> Election:
    row = nominating.of_item(item)
    require_seen(row is not None and row.method == ElectionMethod.RANKED)
    assert row is not None
    return row
