"""Addresses of the mandates floor."""

from django.urls import URLPattern, URLResolver, path

from mandates.views import (
    appointing,
    credentials,
    declaring,
    instructing,
    mine,
    petitions,
    recalling,
    sheets,
    signing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("mandates/", mine.my_mandates, name="my_mandates"),
    path("mandates/<uuid:public_id>/", mine.mandate, name="mandate"),
    path("mandates/<uuid:public_id>/declarations/", declaring.declare, name="declare"),
    path("mandates/<uuid:public_id>/card/", credentials.card, name="card"),
    path("mandates/<uuid:public_id>/card.pdf", credentials.card_pdf, name="card_pdf"),
    path("credentials/", credentials.check_card, name="check_card"),
    path("credentials/key.pem", credentials.credential_key, name="credential_key"),
    path("mandates/<uuid:public_id>/resign/", appointing.resign, name="resign"),
    path("items/<uuid:public_id>/appointment/", appointing.appoint, name="appoint"),
    path("alternates/<uuid:public_id>/accept/", appointing.accept_call, name="accept_call"),
    path("alternates/<uuid:public_id>/decline/", appointing.decline_call, name="decline_call"),
    path("seats/<uuid:public_id>/", mine.seat, name="seat"),
    path(
        "items/<uuid:public_id>/instruction/plan/",
        instructing.plan_instruction,
        name="plan_instruction",
    ),
    path("items/<uuid:public_id>/instruction/", instructing.instruct, name="instruct"),
    path("items/<uuid:public_id>/recall/", recalling.recall, name="recall"),
    path("items/<uuid:public_id>/recall/plan/", recalling.plan_recall, name="plan_recall"),
    path("items/<uuid:public_id>/recall/reply/", recalling.recall_reply, name="recall_reply"),
    path("mandates/<uuid:public_id>/petition/", petitions.open_petition, name="open_petition"),
    path("bodies/<uuid:public_id>/petitions/", petitions.petitions, name="petitions"),
    path("petitions/<uuid:public_id>/", petitions.petition, name="petition"),
    path("petitions/<uuid:public_id>/reply/", petitions.reply, name="reply_to_petition"),
    path("petitions/<uuid:public_id>/sign/", signing.sign_petition, name="sign_petition"),
    path("petitions/<uuid:public_id>/withdraw/", signing.withdraw, name="withdraw_signature"),
    path("petitions/<uuid:public_id>/receipt/", signing.receipt, name="check_receipt"),
    path("petitions/<uuid:public_id>/sheets/", sheets.hand_in, name="hand_in_sheet"),
    path("sheets/<uuid:public_id>/", sheets.verify, name="verify_sheet"),
    path("sheets/<uuid:public_id>/decline/", sheets.decline, name="decline_sheet"),
]
