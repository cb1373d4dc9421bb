"""What the writing page says by itself, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from services.web.i18n import Speech

ENGLISH: Final[Mapping[str, str]] = {
    "map_title": "Map for your point",
    "map_help_cross": "Arrow keys move the crosshair, with Shift farther. + and − zoom, "
    "Home shows the whole city, Enter means: here",
    "map_help_pin": "Arrow keys move the point, with Shift farther. + and − zoom, "
    "Home shows the whole city, Enter means: here",
    "map_unavailable": "The map needs WebGL, which this browser does not offer. "
    "Search for the place, or choose it without a map.",
    "map_failed": "The map cannot be loaded at the moment. "
    "Search for the place, or choose it without a map.",
    "here": "Here",
    "pin": "Your point",
    "others": "Faint: what others have said here",
    "no_pin": "Click on the map, or search for the place.",
    "near": "{district}, near {place}",
    "outside_city": "{distance} outside Herten",
    "outside_area": "{district}: {distance} outside the area in question",
    "outside_cure_cross": "Move the map back. If it is about a whole district, "
    "write without a map.",
    "outside_cure_pin": "Set the point inside. If it is about a whole district, "
    "write without a map.",
    "position_asking": "Your device is looking for your location …",
    "position_found": "Your location, to within {distance}.",
    "position_coarse": "Your device knows your location to within {distance} only. "
    "Move the point to the right spot; otherwise it is taken as “about here”.",
    "position_refused": "Your location is not shared. That is fine: search for the place, "
    "or show it on the map.",
    "position_unavailable": "Your device cannot tell its location at the moment. "
    "Search for the place, or show it on the map.",
    "position_timeout": "Your device did not find its location in time. "
    "Search for the place, or show it on the map.",
    "position_outside": "You are {distance} outside the area right now. "
    "Search for the place, or show it on the map.",
    "search_one": "{count} result",
    "search_other": "{count} results",
    "search_none": "No place and no street has this name. Try a part of the name.",
    "search_failed": "The search does not answer at the moment. Show the place on the map.",
    "search_chosen": "{name} chosen.",
    "search_only_district": "{name}: we only know the district. Show the spot on the map.",
    "near_failed": "We cannot look up right now whether somebody wrote about this before. "
    "You can write all the same.",
    "supported": "Thank you. Your support has been counted.",
    "support_failed": "That did not arrive. Please try again.",
    "unreachable": "No connection. Your words are still here. Try again as soon as you are "
    "back online; your comment cannot arrive twice.",
    "refused": "The server did not accept this (answer {status}). Your words are still here.",
    "busy": "One moment …",
    "too_short_one": "At least {count} more character",
    "too_short_other": "At least {count} more characters",
    "enough": "{count} of {limit} characters",
    "left_one": "{count} character left",
    "left_other": "{count} characters left",
    "too_long_one": "{count} character too many",
    "too_long_other": "{count} characters too many",
    "drafts_one": "{count} draft on this device",
    "drafts_other": "{count} drafts on this device",
    "drafts_title": "Drafts on this device",
    "drafts_note": "They are kept in this browser only. Nothing is sent by itself. If you share "
    "the device with others, delete what nobody should read.",
    "drafts_gone": "There is no draft left on this device.",
    "draft_saved": "Draft saved, on this device only",
    "draft_not_saved": "This browser keeps no draft. The form works all the same; leave the page "
    "open until you have sent it.",
    "draft_untitled": "Without a title",
    "draft_no_place": "no place yet",
    "draft_go_on": "Continue",
    "draft_delete": "Delete",
    "draft_delete_name": "Delete draft “{title}”",
    "drafts_delete_all": "Delete all",
    "draft_taken_up": "Your draft is back.",
    "close": "Close",
    "proof_working": "Your device is solving a small calculation, so that people write here and "
    "not programs. It usually takes a few seconds.",
    "proof_done": "The calculation is solved. You can send now.",
    "proof_failed": "The calculation could not be solved.",
    "proof_again": "Try again",
    "copied": "Copied",
    "copy_failed": "Copying did not work. Select the text and copy it yourself.",
}


def pin_messages(speech: Speech) -> str:
    """Return the page's texts as JSON; keys as in ``maps/client/src/pin/words.ts``.

    German stands there already.
    """
    return orjson.dumps(ENGLISH if speech.lang == "en" else {}).decode()
