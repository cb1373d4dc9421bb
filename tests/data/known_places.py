"""Places whose district is known without our drawing: what the drawing has to agree with.

Longitude and latitude as the source gives them (CRS84). ``source`` is a key of
``data/sources.json``. ``assumed`` marks places whose district nobody states in words: it
follows from street, postcode and neighbourhood.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class KnownPlace(NamedTuple):
    """A place and the district it belongs to."""

    district: str
    name: str
    lon: float
    lat: float
    source: str
    assumed: bool = False


KNOWN_PLACES: Final = (
    # Centres of districts
    KnownPlace("bertlich", "Bertlich", 7.08, 51.61611, "wp-bertlich"),
    KnownPlace("westerholt", "Westerholt", 7.09167, 51.60056, "wp-westerholt-fr"),
    KnownPlace("scherlebeck", "Scherlebeck", 7.14194, 51.61944, "wp-scherl"),
    KnownPlace("paschenberg", "Paschenberg", 7.125, 51.60333, "wp-paschen"),
    KnownPlace("mitte", "Herten-Mitte", 7.14, 51.59472, "wp-mitte"),
    KnownPlace("suedost", "Hertener Mark", 7.16111, 51.56389, "wp-mark", assumed=True),
    # Collieries and heaps
    KnownPlace("westerholt", "Zeche Westerholt 1/2/3", 7.077, 51.6058, "denkmaltag"),
    KnownPlace("langenbochum", "Zeche Schlägel & Eisen 3/4/7", 7.11722, 51.60806, "wp-zse"),
    KnownPlace("suedost", "Zeche Ewald 1/2/7", 7.14833, 51.5719, "aroundus-ewald", assumed=True),
    KnownPlace("suedost", "Halde Hoheward", 7.167, 51.567, "nearby-hoheward"),
    KnownPlace("suedost", "Halde Hoppenbruch", 7.154, 51.5618, "wp-mark", assumed=True),
    KnownPlace("bertlich", "Bergarbeitersiedlung Bertlich", 7.0775, 51.614, "wp-bertlich"),
    # Clinics
    KnownPlace("mitte", "LWL-Klinik Herten", 7.1273, 51.5915, "geonames-plz"),
    KnownPlace("mitte", "St. Elisabeth-Hospital", 7.1248, 51.5921, "geonames-plz"),
    # Landmarks and stations
    KnownPlace("mitte", "Schloss Herten", 7.1285, 51.5922, "wp-schloss"),
    KnownPlace("mitte", "Glashaus", 7.1365, 51.5945, "glashaus"),
    KnownPlace("mitte", "Haltepunkt Herten (Westf)", 7.1365, 51.598, "s9-dpa"),
    KnownPlace("westerholt", "Altes Dorf Westerholt", 7.093, 51.5995, "wp-westerholt"),
    KnownPlace("westerholt", "Schloss Westerholt", 7.0935, 51.598, "ruhrguide-schlossw"),
    KnownPlace("westerholt", "Haltepunkt Herten-Westerholt", 7.081, 51.605, "s9-db"),
    KnownPlace("scherlebeck", "Wassertürme Herten", 7.1585, 51.614, "wp-wasser"),
    KnownPlace("disteln", "Copa Ca Backum", 7.15, 51.6005, "gh-tour", assumed=True),
    KnownPlace("suedost", "Hertener Stadtwerke", 7.15, 51.5827, "geonames-plz", assumed=True),
    # Schools, October 2016
    KnownPlace("bertlich", "Barbaraschule", 7.073919, 51.612353, "nrw-schools"),
    KnownPlace("westerholt", "Martinischule", 7.086886, 51.598545, "nrw-schools"),
    KnownPlace(
        "westerholt", "Martin-Luther-Schule", 7.088463, 51.608957, "nrw-schools", assumed=True
    ),
    KnownPlace("langenbochum", "Waldschule", 7.112094, 51.611306, "nrw-schools", assumed=True),
    KnownPlace(
        "langenbochum", "Christy-Brown-Schule", 7.113191, 51.616041, "nrw-schools", assumed=True
    ),
    KnownPlace(
        "langenbochum", "Rosa-Parks-Schule", 7.137431, 51.609023, "nrw-schools", assumed=True
    ),
    KnownPlace("scherlebeck", "Comeniusschule", 7.139184, 51.619639, "nrw-schools", assumed=True),
    KnownPlace("disteln", "Goetheschule", 7.14928, 51.607766, "nrw-schools", assumed=True),
    KnownPlace("paschenberg", "Ludgerusschule", 7.12301, 51.602034, "nrw-schools", assumed=True),
    KnownPlace("paschenberg", "Achtenbeckschule", 7.135235, 51.600271, "nrw-schools", assumed=True),
    KnownPlace(
        "paschenberg", "Erich-Klausener-Schule", 7.129601, 51.60064, "nrw-schools", assumed=True
    ),
    KnownPlace("paschenberg", "Städt. Realschule", 7.13255, 51.599686, "nrw-schools", assumed=True),
    KnownPlace(
        "paschenberg", "Willy-Brandt-Schule", 7.13335, 51.599921, "nrw-schools", assumed=True
    ),
    KnownPlace("mitte", "Grundschule Herten-Mitte", 7.143888, 51.591387, "nrw-schools"),
    KnownPlace("mitte", "Städtisches Gymnasium", 7.139388, 51.596653, "nrw-schools", assumed=True),
    KnownPlace("suedwest", "Süder Grundschule", 7.140821, 51.581863, "nrw-schools", assumed=True),
)
