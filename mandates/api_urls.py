"""Addresses of the mandates floor's API."""

from django.urls import URLPattern, URLResolver, path

from communes.api.resources import resource
from mandates import api
from mandates.api import bonds, credentials, granting, petitions, recalling

BODY = "bodies/<uuid:body>"
ITEM = "items/<uuid:item>/instruction"
RECALL = "items/<uuid:item>/recall"
PETITION = "petitions/<uuid:petition>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(BODY, resource(get=api.body)),
    path(BODY + "/seats", resource(get=api.seats)),
    path(BODY + "/mandates", resource(get=api.body_mandates)),
    path(BODY + "/open-motions", resource(get=api.open_motions)),
    path("seats/<uuid:seat>", resource(get=api.seat)),
    path("mandates", resource(get=api.my_mandates)),
    path("mandates/<uuid:mandate>", resource(get=api.mandate)),
    path("mandates/<uuid:mandate>/questions", resource(get=api.questions)),
    path("mandates/<uuid:mandate>/declarations", resource(post=bonds.declare)),
    path("mandates/<uuid:mandate>/credential", resource(get=credentials.credential)),
    path("mandates/<uuid:mandate>/credential/print", resource(get=credentials.credential_print)),
    path("credentials/key", resource(get=credentials.credential_key)),
    path("credentials/check", resource(post=credentials.check_credential)),
    path("mandates/<uuid:mandate>/resign", resource(post=granting.resign)),
    path("items/<uuid:item>/appointment", resource(post=granting.appoint)),
    path("calls", resource(get=granting.calls)),
    path("calls/<uuid:alternate>/accept", resource(post=granting.accept_call)),
    path("calls/<uuid:alternate>/decline", resource(post=granting.decline_call)),
    path("mandates/<uuid:mandate>/reports", resource(post=bonds.begin_report)),
    path("reports/<uuid:report>", resource(get=bonds.report, put=bonds.save_report)),
    path("reports/<uuid:report>/filing", resource(post=bonds.file_report)),
    path(BODY + "/delegates", resource(get=bonds.delegates)),
    path(BODY + "/delegates/now", resource(get=bonds.delegates_now)),
    path("instructions", resource(get=api.instructions)),
    path(ITEM, resource(get=api.instruction, post=api.instruct)),
    path(ITEM + "/vote", resource(post=bonds.put_to_vote)),
    path(ITEM + "/units", resource(get=bonds.roll_up)),
    path(ITEM + "/plan", resource(post=api.plan_instruction)),
    path(RECALL, resource(get=recalling.recall_item, post=recalling.recall)),
    path(RECALL + "/plan", resource(post=recalling.plan_recall)),
    path(RECALL + "/reply", resource(post=recalling.record_reply)),
    path("mandates/<uuid:mandate>/petitions", resource(post=petitions.open_petition)),
    path(BODY + "/petitions", resource(get=petitions.body_petitions)),
    path(PETITION, resource(get=petitions.petition)),
    path(PETITION + "/reply", resource(post=petitions.reply_to_petition)),
    path(
        PETITION + "/signature",
        resource(
            get=petitions.my_signature,
            post=petitions.sign_petition,
            delete=petitions.withdraw_signature,
        ),
    ),
    path(PETITION + "/receipt", resource(post=petitions.receipt_for_paper)),
    path(PETITION + "/receipt/check", resource(post=petitions.check_receipt)),
    path(PETITION + "/sheets", resource(get=petitions.sheets, post=petitions.hand_in_sheet)),
    path("sheets/<uuid:sheet>", resource(get=petitions.sheet)),
    path("sheets/<uuid:sheet>/confirm", resource(post=petitions.confirm_sheet)),
    path("sheets/<uuid:sheet>/decline", resource(post=petitions.decline_sheet)),
]
