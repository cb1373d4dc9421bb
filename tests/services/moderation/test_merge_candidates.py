"""What a voice may be merged into: the nearest first, then what shares its words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from shapely import Point

from services.comments.model import Voice
from services.comments.store import Voices
from services.moderation.merge_store import CANDIDATES, candidates
from services.web.dependencies import LOCAL_TIME
from tests.services.moderation.scene import GLASHAUS, Scene


def _found(scene: Scene, voice: Voice, asked: str = "") -> Sequence[str]:
    voices = Voices(scene.connection, scene.now.astimezone(LOCAL_TIME).date())
    return [one.reference for one in candidates(voice, voices, asked=asked)]


def _east(scene: Scene, away_m: float, title: str = "Etwas ganz anderes") -> Voice:
    return scene.voice(pin=Point(GLASHAUS.x + away_m, GLASHAUS.y), title=title)


def _nowhere(scene: Scene, title: str) -> Voice:
    return scene.voice(precision="city", pin=None, place_label=None, title=title)


def test_the_nearest_come_first_whenever_they_came(scene: Scene) -> None:
    near = [_east(scene, away_m) for away_m in (40, 120, 250)]
    voice = scene.voice(title="Schlagloch")
    near.insert(0, _east(scene, 5))

    assert _found(scene, voice) == [one.reference for one in near]


def test_a_crowd_further_away_hides_nothing_near(scene: Scene) -> None:
    nearest = _east(scene, 1)
    for away_m in range(200, 270):
        _east(scene, away_m)
    voice = scene.voice(title="Schlagloch")

    found = _found(scene, voice)

    assert (found[0], len(found)) == (nearest.reference, CANDIDATES)


def test_a_crowd_nearby_leaves_room_for_the_same_words(scene: Scene) -> None:
    alike = _nowhere(scene, "Trinkbrunnen gewünscht")
    for away_m in range(1, 20):
        _east(scene, away_m)

    found = _found(scene, scene.voice(title="Trinkbrunnen"))

    assert (found[-1], len(found)) == (alike.reference, CANDIDATES)


def test_more_words_in_common_come_before_fewer(scene: Scene) -> None:
    both = _nowhere(scene, "Trinkbrunnen für Wanderer")
    one = _nowhere(scene, "Wanderer willkommen")

    found = _found(scene, _nowhere(scene, "Wanderer brauchen Trinkbrunnen"))

    assert found == [both.reference, one.reference]


@pytest.mark.parametrize("away_m", [10, 400])
def test_words_that_are_asked_for_are_found_near_and_far(scene: Scene, away_m: float) -> None:
    wanted = _east(scene, away_m, title="Papierkorb quillt über")
    _east(scene, 2)

    assert _found(scene, scene.voice(), "papierkorb") == [wanted.reference]


def test_the_same_voice_stands_there_once(scene: Scene) -> None:
    twin = scene.voice()

    assert _found(scene, scene.voice()) == [twin.reference]
    assert _found(scene, scene.voice(), "bank glashaus").count(twin.reference) == 1
