"""Addresses of the mandates floor."""

from django.urls import URLPattern, URLResolver, path

from mandates.views import appointing, credentials, declaring, instructing, mine

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
]
