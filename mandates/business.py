"""The kinds of business and the sweeps that this floor brings."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import kinds, sweeps
from communes.domain.acting import Actor
from communes.domain.vouching import hold_also
from communes.kinds import Kind
from communes.models import AgendaItem, Body, MotionVersion, OpenPoint, Person, Resolution
from mandates.models import Heard, Mandate, OfficeCode, Petition, Seat, Stance


def register() -> None:
    """Register the kinds and sweeps of this floor."""
    from mandates.domain import asking, expiring, hearing, reminding, vouching

    kinds.register(_instruction())
    kinds.register(_report())
    _register_recall()
    _register_granting()
    sweeps.register("mandates that run out", expiring.sweep)
    sweeps.register("instructions asked for", asking.sweep)
    sweeps.register("votes against the instruction", hearing.sweep)
    sweeps.register("reports that are due", reminding.sweep)
    for check in (vouching.granted, vouching.ended, vouching.expired, vouching.petitions):
        hold_also(check)


def _instruction() -> Kind:
    from mandates.domain import instructing, unbinding

    return Kind(
        "instruction",
        gettext_lazy("instruction to our delegates"),
        entry="instruct",
        by_roll_call=instructing.by_roll_call,
        plan="plan_instruction",
        prepare=_prepare,
        unfinished=lambda item: instructing.planned_for(item) is None,
        undo=unbinding.undo,
        undo_problems=unbinding.undo_problems,
        consequences=_consequences,
        sentence=_sentence,
        offered=_sends_delegates,
    )


def _register_recall() -> None:
    """Recalls and the petitions that force them, with the lists that are kept for a time."""
    from communes.domain import listing as lists
    from mandates.domain import calling, concluding, listing

    sweeps.register("petitions that are over", concluding.sweep)
    sweeps.register("recall meetings called off", calling.sweep)
    lists.register("petition_roll", listing.petition_roll, listing.roll_rows)
    lists.register("petition_signatures", listing.petition_signatures, listing.signature_rows)
    recall = _recall()
    kinds.register(recall)
    kinds.register(_hearing(recall))


def _recall() -> Kind:
    from mandates.domain import recalling

    return Kind(
        "recall",
        gettext_lazy("recall"),
        entry="recall",
        plan="plan_recall",
        voters="electors",
        majority="simple",
        may_be_urgent=False,
        prepare=_prepare_recall,
        unfinished=lambda item: recalling.planned_for(item) is None,
        concerned=recalling.concerned,
        undo=recalling.undo,
        consequences=_given_back,
        sentence=_recalled,
        offered=_gives_mandates,
    )


def _hearing(recall: Kind) -> Kind:
    """The same vote, after a delegate was heard: who voted against the instruction, or any."""
    from mandates.domain import hearing

    return replace(
        recall,
        code=hearing.KIND,
        label=gettext_lazy("hearing of our delegate"),
        prepare=hearing.prepare,
        offered=_sends_delegates,
    )


def _report() -> Kind:
    from mandates.domain import reporting

    return Kind(
        reporting.KIND,
        gettext_lazy("report of our delegates"),
        majority="simple",
        prepare=reporting.prepare,
        unfinished=lambda item: reporting.of_item(item) is None,
        facts=reporting.facts_of,
        sentence=_reported,
        offered=_sends_delegates,
    )


def _reported(resolution: Resolution) -> str:
    if "report" not in resolution.facts:
        return resolution.text
    questioned = _("The report of the delegates is questioned: it was not accepted.")
    return _("The report of the delegates is accepted.") if resolution.adopted else questioned


def _gives_mandates(body: Body) -> bool:
    own = Seat.objects.filter(body=body, until__isnull=True)
    return own.exists() or _sends_delegates(body)


def _prepare_recall(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    from mandates.domain import recalling

    mandate = Mandate.objects.filter(public_id=point.figures.get("mandate")).first()
    petition = Petition.objects.filter(public_id=point.figures.get("petition")).first()
    if mandate is not None and not recalling.plan_problems(item, mandate, at):
        recalling.plan(item, mandate, by=by, at=at, petition=petition)


def _given_back(resolution: Resolution) -> list[str]:
    rows = Mandate.objects.filter(ended_by=resolution).select_related("person", "seat__body")
    return [
        _("The mandate of %(name)s in %(body)s is given back for the rest of its term.")
        % {"name": row.person.name, "body": row.seat.body.name}
        for row in rows
    ]


def _recalled(resolution: Resolution) -> str:
    """What became of whom, by name as the register has it now, and the reply."""
    facts = resolution.facts
    if "recall" not in facts:
        return resolution.text
    name = Person.objects.filter(public_id=facts["person"]).values_list("name", flat=True).first()
    told = {"name": name or "—", "office": dict(OfficeCode.choices).get(facts["office"], "")}
    if resolution.adopted:
        sentence = _("%(name)s is recalled as %(office)s.") % told
    else:
        sentence = _("%(name)s is not recalled and stays %(office)s.") % told
    heard = dict(Heard.choices).get(facts["heard"], "")
    reply = f" {_('Right of reply')}: {heard}" if heard else ""
    return sentence + reply + (f": “{facts['reply']}”" if facts["reply"] else "")


def _register_granting() -> None:
    from communes.domain import calendars
    from mandates.domain import appointing, dating, filling

    kinds.register(
        Kind(
            "appointment",
            gettext_lazy("appointment to a seat, or of alternates"),
            entry="appoint",
            may_be_urgent=False,
            undo=appointing.undo,
            consequences=_no_longer,
            sentence=_appointed,
            offered=_has_seats,
        )
    )
    sweeps.register("alternates who do not answer", filling.lapse)
    calendars.also(dating.deadlines)


def _has_seats(body: Body) -> bool:
    own = Q(body=body) | Q(sending_body=body)
    return Seat.objects.filter(own, until__isnull=True, follows__isnull=True).exists()


def _no_longer(resolution: Resolution) -> list[str]:
    rows = Mandate.objects.filter(resolution=resolution, end_reason="", basis="resolution")
    told = [
        _("The mandate of %(name)s in %(body)s ends.")
        % {"name": row.person.name, "body": row.seat.body.name}
        for row in rows.select_related("person", "seat__body")
    ]
    if resolution.adopted and resolution.facts.get("alternates"):
        told.append(_("The alternates are named no longer."))
    return told


def _appointed(resolution: Resolution) -> str:
    """Who was given which seat, by name as the register has it now."""
    facts = resolution.facts
    if not resolution.adopted:
        return _("Nobody was appointed: the proposal was not adopted.")
    ids = [one for one in (facts.get("person"), *facts.get("alternates", [])) if one]
    names = dict(Person.objects.filter(public_id__in=ids).values_list("public_id", "name"))
    named = {str(key): name for key, name in names.items()}
    seat = Seat.objects.filter(public_id=facts.get("seat")).select_related("body").first()
    told = {"office": seat.get_office_display(), "body": seat.body.name} if seat else {}
    parts = []
    if facts.get("person") and seat:
        name = {"name": named.get(facts["person"], "—")}
        parts.append(_("%(name)s is now %(office)s of %(body)s.") % {**told, **name})
    if facts.get("alternates"):
        listed = ", ".join(named.get(one, "—") for one in facts["alternates"])
        parts.append(_("Alternates, in this order: %(names)s.") % {"names": listed})
    return " ".join(parts)


def _sends_delegates(body: Body) -> bool:
    return Seat.objects.filter(sending_body=body, until__isnull=True).exists()


def _prepare(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    from mandates.domain import instructing

    version = MotionVersion.objects.filter(public_id=point.figures.get("version")).first()
    if version is None:
        return
    newest = version.motion.versions.order_by("-number")[0]
    if not instructing.plan_problems(item, newest, at):  # a stale point is put on without a motion
        instructing.plan(item, newest, by=by, at=at)


def _consequences(resolution: Resolution) -> list[str]:
    told = [_("The instruction to the delegates no longer stands.")]
    return told if resolution.adopted else []


def _sentence(resolution: Resolution) -> str:
    facts = resolution.facts
    if not resolution.adopted:
        return _("No instruction was given: the proposal was not adopted.")
    stance = dict(Stance.choices).get(facts.get("stance", ""), "")
    told = {"stance": stance, "limits": facts.get("limits", "")}
    if told["limits"]:
        return _("The delegates are instructed: %(stance)s. Limits: %(limits)s") % told
    return _("The delegates are instructed: %(stance)s.") % told
