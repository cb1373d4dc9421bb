"""What the map island says, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from services.comments.model import ANSWERS, KINDS
from services.projects.model import STATUSES, THEMES
from services.web.i18n import Speech
from services.web.texts import LocalText, say

ENGLISH: Final[Mapping[str, str]] = {
    "map_title": "Map of districts, projects and voices",
    "map_help": "Arrow keys move, + and − zoom, Home shows the whole city, "
    "Enter opens what lies in the middle",
    "map_unavailable": "The map needs WebGL, which this browser does not offer. "
    "The list shows the same.",
    "map_failed": "The map cannot be loaded at the moment. The list shows the same.",
    "map_incomplete": "Part of the map cannot be loaded at the moment.",
    "projects_missing": "The projects cannot be loaded at the moment. "
    "The map therefore shows none.",
    "credits": "Sources of the map",
    "controls": "Map extent",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "whole_city": "Show the whole city",
    "scale": "Scale: {length}",
    "cooperative_wheel": "Use Ctrl and the mouse wheel to zoom the map",
    "cooperative_wheel_mac": "Use ⌘ and the mouse wheel to zoom the map",
    "cooperative_touch": "Use two fingers to move the map",
    "districts": "Districts on the map",
    "projects": "Projects on the map",
    "project_marker": "Project {number}: {name}, {status}",
    "badge_one": "+{count} project in {district}, zoom in",
    "badge_other": "+{count} projects in {district}, zoom in",
    "result_one": "{count} project",
    "result_other": "{count} projects",
    "result_of": "{count} of {total} projects",
    "result_without_place": "{count} without a place on the map",
    "close": "Close",
    "project_number": "Project {number}",
    "project_districts": "Districts",
    "project_cost": "Cost",
    "project_period": "Period",
    "project_accuracy": "Position accurate to {meters} m",
    "project_page": "To the project",
    "period_from": "from {from}",
    "period_to": "until {to}",
    "not_given": "no data",
    "count_projects_one": "{count} project in this selection",
    "count_projects_other": "{count} projects in this selection",
    "district_page": "District page",
    "only_this_district": "show only this district",
    "citywide": "City-wide",
    "count_voices_one": "{count} voice",
    "count_voices_other": "{count} voices",
    "count_notes_one": "{count} note or statement",
    "count_notes_other": "{count} notes and statements",
    "counted_in_district": "{counted} in {district}",
    "counted_about_district": "{counted} about the whole district {district}",
    "counted_about_here": "{counted} about here, {district}",
    "notes_are_no_votes": "They stand apart and never count as votes.",
    "all_in_list": "all {count} in the list",
    "district_in_list": "all from {district} in the list",
    "voice_untitled": "without a title",
    "voice_place": "Place",
    "voice_received": "Received",
    "voice_answer": "Answer of the city",
    "voice_supports": "Supported",
    "voice_page": "To the voice and its answer",
    "voice_whole_district": "whole district {district}",
    "voice_about": "about: {place}",
    "voice_about_here": "approximate place, within 100 m",
    "voice_missing": "This voice cannot be loaded at the moment.",
    "feature_number": "Object {number}",
    "feature_districts": "Districts",
    "feature_silent_one": "{count} field without a value",
    "feature_silent_other": "{count} fields without a value",
    "field_personal": "{name} (staff only)",
    "feature_missing": "What is known of this object cannot be loaded at the moment.",
    "feature_layer": "To the layer and its origin",
    "spot_value": "Value here: {value}",
    "spot_values": "Values here",
    "spot_none": "no value",
    "spot_district": "District",
    "spot_missing": "Not all values can be loaded at the moment.",
    "yes": "yes",
    "no": "no",
}


_TITLES: Final[Mapping[str, Mapping[Any, LocalText]]] = {
    "status": STATUSES,
    "kind": KINDS,
    "theme": THEMES,
    "answer": ANSWERS,
}


def map_messages(speech: Speech, boundary_note: LocalText) -> str:
    """Return the island's texts as JSON; keys as in ``maps/client/src/messages.ts``.

    German stands there already; what the server alone knows is said in both languages.
    """
    known = {
        f"{group}_{id_}": say(title, speech.lang)
        for group, titles in _TITLES.items()
        for id_, title in titles.items()
    }
    known["boundary_note"] = say(boundary_note, speech.lang)
    return orjson.dumps({**(ENGLISH if speech.lang == "en" else {}), **known}).decode()
