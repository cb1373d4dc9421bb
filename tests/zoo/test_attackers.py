"""Files that want more than to be read: each gets its message and its end."""

from __future__ import annotations

import socket

import pytest

from tests.zoo.animal import Animal, Yard
from tests.zoo.herd_attacks import ATTACKERS
from tests.zoo.visit import assert_behaves


@pytest.mark.parametrize("animal", ATTACKERS, ids=lambda animal: animal.name)
def test_an_animal_gets_its_message_and_nothing_else(
    animal: Animal, yard: Yard, trap: socket.socket
) -> None:
    assert_behaves(animal, yard, trap)
