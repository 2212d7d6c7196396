"""Addresses of the pages of meetings: convened, held in the room, signed, and their books."""

from django.urls import URLPattern, path

from communes.views import (
    agendas,
    announcing,
    attending,
    books,
    calendars,
    changing,
    clocks,
    closing,
    consensus,
    convening,
    correcting,
    deciding,
    demanding,
    door,
    histories,
    meetings,
    minutes,
    motions,
    offline,
    opening,
    papers,
    proposals,
    published,
    publishing,
    recording,
    resolutions,
    retiming,
    rollcalls,
    room,
    signing,
    speaking,
    tasks,
    verifying,
    womens,
)

_body = "bodies/<uuid:public_id>"
_meeting = "meetings/<uuid:public_id>"
_room = f"{_meeting}/room"
_item = "items/<uuid:public_id>"

BODY: list[URLPattern] = [
    path(f"{_body}/meetings/", meetings.meetings, name="meetings"),
    path(f"{_body}/convene/", convening.convene, name="convene"),
    path(f"{_body}/demand/", demanding.demand, name="demand"),
    path(f"{_body}/proposals/", proposals.proposals, name="proposals"),
    path(
        "proposals/<uuid:public_id>/withdraw/",
        proposals.withdraw_proposal,
        name="withdraw_proposal",
    ),
    path(
        "proposals/<uuid:public_id>/aside/", proposals.set_aside_proposal, name="set_aside_proposal"
    ),
    path(f"{_body}/book/", books.book, name="book"),
    path(f"{_body}/over-time/", histories.over_time, name="over_time"),
    path(f"{_body}/resolutions/", resolutions.resolutions, name="resolutions"),
    path(f"{_body}/resolutions.pdf", papers.resolutions_pdf, name="resolutions_pdf"),
    path(f"{_body}/motions/", motions.motions, name="motions"),
    path(f"{_body}/tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:public_id>/", tasks.task, name="task"),
    path("demands/<uuid:public_id>/join/", demanding.join_demand, name="join_demand"),
    path("resolutions/<uuid:public_id>/", resolutions.resolution, name="resolution"),
    path("motions/<uuid:public_id>/", motions.motion, name="motion"),
    path("motions/<uuid:public_id>/amend/", motions.motion_amend, name="motion_amend"),
    path("motions/<uuid:public_id>/queue/", motions.motion_queue, name="motion_queue"),
]
MEETING: list[URLPattern] = [
    path(f"{_meeting}/", meetings.meeting, name="meeting"),
    path(f"{_meeting}/agenda/", agendas.meeting_agenda, name="meeting_agenda"),
    path(f"{_meeting}/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{_meeting}/change/", announcing.meeting_change, name="meeting_change"),
    path(f"{_meeting}/calendar.ics", calendars.meeting_calendar, name="meeting_calendar"),
    path(f"{_meeting}/told/", announcing.meeting_told, name="meeting_told"),
    path(f"{_meeting}/open/", opening.meeting_open, name="meeting_open"),
    path(f"{_meeting}/roles/", opening.meeting_roles, name="meeting_roles"),
    path(f"{_meeting}/second/", convening.second, name="second"),
    path(f"{_meeting}/notice/", meetings.meeting_notice, name="meeting_notice"),
    path(f"{_meeting}/sheet/", meetings.meeting_sheet, name="meeting_sheet"),
    path(f"{_meeting}/sheet.pdf", papers.sheet_pdf, name="sheet_pdf"),
    path(f"{_meeting}/close/", closing.meeting_close, name="meeting_close"),
    path(f"{_meeting}/sign/", signing.sign, name="sign"),
    path(f"{_meeting}/minutes/", minutes.minutes, name="minutes"),
    path("minutes/check/", verifying.verify_minutes, name="verify_minutes"),
    path(f"{_meeting}/correct/", correcting.correct, name="correct_minutes"),
    path(f"{_meeting}/publish/", publishing.publish_minutes, name="publish_minutes"),
    path(f"{_meeting}/minutes.pdf", papers.minutes_pdf, name="minutes_pdf"),
    path(f"{_meeting}/minutes.txt", papers.minutes_text, name="minutes_text"),
    path(f"{_meeting}/minutes.json", papers.minutes_json, name="minutes_json"),
]
ROOM: list[URLPattern] = [
    path(f"{_meeting}/attendance/", retiming.attendance, name="attendance"),
    path("stays/<uuid:public_id>/correct/", retiming.correct_times, name="correct_times"),
    path(f"{_room}/", room.room, name="room"),
    path(f"{_room}/clock/", clocks.room_clock, name="room_clock"),
    path(f"{_room}/kept/", offline.kept, name="kept"),
    path(f"{_room}/live/", room.room_live, name="room_live"),
    path(f"{_room}/find/", attending.room_find, name="room_find"),
    path(f"{_room}/in/", attending.check_in, name="check_in"),
    path(f"{_room}/out/", attending.check_out, name="check_out"),
    path(f"{_room}/code/", attending.check_in_code, name="check_in_code"),
    path(f"{_room}/door/", door.door, name="door"),
    path(f"{_room}/guest/", attending.check_in_guest, name="check_in_guest"),
]
ITEM: list[URLPattern] = [
    path(f"{_item}/", room.item, name="item"),
    path(f"{_item}/text/", recording.item_text, name="item_text"),
    path(f"{_item}/finish/", recording.item_finish, name="item_finish"),
    path(f"{_item}/decide/", deciding.decide, name="decide"),
    path(f"{_item}/verdict/", deciding.verdict, name="verdict"),
    path(f"{_item}/urgent/", deciding.declare_urgent, name="declare_urgent"),
    path(f"{_item}/mend/", deciding.mend, name="mend"),
    path(f"{_item}/speak/", speaking.speak_ask, name="speak_ask"),
    path(f"{_item}/floor/", speaking.speak_floor, name="speak_floor"),
    path(f"{_item}/debate/", speaking.speak_answer, name="speak_answer"),
    path(f"{_item}/block/", consensus.consensus_block, name="consensus_block"),
    path(f"{_item}/adjourn/", consensus.item_adjourn, name="item_adjourn"),
    path(f"{_item}/women/", womens.women_vote, name="women_vote"),
    path(f"{_item}/women/declare/", womens.women_declare, name="women_declare"),
    path(f"{_item}/task/", tasks.task_give, name="task_give"),
    path(f"{_item}/aim/", changing.item_aim, name="item_aim"),
    path(f"{_item}/motion/", agendas.plan_motion, name="plan_motion"),
    path(f"{_item}/roll/open/", rollcalls.roll_open, name="roll_open"),
    path(f"{_item}/roll/cast/", rollcalls.roll_cast, name="roll_cast"),
    path(f"{_item}/roll/close/", rollcalls.roll_close, name="roll_close"),
    path(f"{_item}/roll/drop/", rollcalls.roll_drop, name="roll_drop"),
]
_public = "published/meetings/<uuid:public_id>"

PUBLISHED: list[URLPattern] = [
    path("published/", published.published, name="published"),
    path("published/check/", published.published_check, name="published_check"),
    path("published/bodies/<uuid:public_id>/", published.published_body, name="published_body"),
    path(f"{_public}/", published.published_minutes, name="published_minutes"),
    path(f"{_public}/minutes.pdf", published.published_pdf, name="published_pdf"),
    path(f"{_public}/minutes.txt", published.published_text, name="published_text"),
    path(f"{_public}/minutes.json", published.published_json, name="published_json"),
]
PATTERNS = [*BODY, *MEETING, *ROOM, *ITEM, *PUBLISHED]
