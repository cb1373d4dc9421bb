"""Errors of participation processes, and of the demonstration data."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.demo import DemoUnfitError
from services.problem_table.problem import Problem
from services.processes.model import (
    KindNotAskedError,
    ProcessChangedError,
    ProcessEndedError,
    ProcessInUseError,
    ProcessNotFoundError,
    ProcessNotYetOpenError,
    ProcessOnlyInformsError,
    ThemeNotAskedError,
)

PROCESSES: Final[dict[type[WorkbenchError], Problem]] = {
    ProcessNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Dieses Verfahren gibt es nicht", "en": "No such participation process"},
        {
            "de": "Unter „{process_id}“ läuft keine Beteiligung. Unter „Mitmachen“ stehen alle.",
            "en": "There is no participation process “{process_id}”. “Take part” lists them all.",
        },
    ),
    ProcessNotYetOpenError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Die Beteiligung hat noch nicht begonnen", "en": "Participation has not begun yet"},
        {
            "de": "Beiträge nehmen wir ab dem {starts_on} an. Bis dahin können Sie Ihren Beitrag "
            "zu „Ideen für Herten“ senden.",
            "en": "We take comments from {starts_on} on. Until then you can send yours to "
            "“Ideas for Herten”.",
        },
    ),
    ProcessEndedError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Die Beteiligung ist beendet", "en": "Participation has ended"},
        {
            "de": "Beiträge haben wir bis zum {ends_on} angenommen. Ihren Beitrag können Sie zu "
            "„Ideen für Herten“ senden.",
            "en": "We took comments until {ends_on}. You can send yours to “Ideas for Herten”.",
        },
    ),
    ProcessOnlyInformsError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Hier sammeln wir keine Beiträge", "en": "We collect no comments here"},
        {
            "de": "Dieses Verfahren informiert nur. Ihren Beitrag können Sie zu „Ideen für "
            "Herten“ senden.",
            "en": "This process only informs. You can send your comment to “Ideas for Herten”.",
        },
    ),
    KindNotAskedError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Diese Art von Beitrag passt hier nicht", "en": "Wrong kind of comment"},
        {
            "de": "Dieses Verfahren nimmt „{kind}“ nicht an, nur: {asked}.",
            "en": "This process does not take “{kind}”, only: {asked}.",
        },
    ),
    ThemeNotAskedError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Dieses Thema passt hier nicht", "en": "This theme does not fit here"},
        {
            "de": "In diesem Verfahren geht es nicht um „{theme}“, sondern um: {asked}.",
            "en": "This process is not about “{theme}” but about: {asked}.",
        },
    ),
    ProcessChangedError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Jemand war schneller", "en": "Somebody was faster"},
        {
            "de": "Das Verfahren „{process_id}“ wurde inzwischen geändert. Öffnen Sie es neu und "
            "tragen Sie Ihre Änderung noch einmal ein.",
            "en": "The process “{process_id}” has been changed meanwhile. Open it again and "
            "repeat your change.",
        },
    ),
    ProcessInUseError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Dieses Verfahren lässt sich nicht löschen", "en": "This process cannot be deleted"},
        {
            "de": "„{process_id}“ hat {voices} Beiträge oder gehört fest zur Werkbank. Setzen Sie "
            "stattdessen ein Ende.",
            "en": "“{process_id}” has {voices} comments or belongs to the workbench. Set an "
            "end instead.",
        },
    ),
    DemoUnfitError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Die Demonstrationsdaten passen nicht", "en": "Unfit demonstration data"},
        {
            "de": "In `data/demo/voices.json` stimmt etwas nicht: {unfit}. Berichtigen Sie die "
            "Datei; `werkbank check-data` prüft sie.",
            "en": "Something is wrong in `data/demo/voices.json`: {unfit}. Correct the file; "
            "`werkbank check-data` checks it.",
        },
    ),
}
