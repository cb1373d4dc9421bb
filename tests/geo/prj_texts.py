"""What programs write about reference systems, one text per dialect."""

from __future__ import annotations

from typing import Final

_DEGREE: Final = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
_BESSEL: Final = "6377397.155,299.1528128]"
_GRS80: Final = 'SPHEROID["GRS_1980",6378137.0,298.257222101]]'
_WGS84: Final = 'SPHEROID["WGS_1984",6378137.0,298.257223563]]'
_TOWGS84: Final = "TOWGS84[598.1,73.7,418.2,0.202,0.045,-2.455,6.7]"

DHDN: Final = (
    'GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",DATUM["D_Deutsches_Hauptdreiecksnetz",'
    f'SPHEROID["Bessel_1841",{_BESSEL}],{_DEGREE}'
)
ETRS89: Final = f'GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",{_GRS80},{_DEGREE}'
WGS84: Final = f'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",{_WGS84},{_DEGREE}'
BESSEL_WITHOUT_DATUM: Final = (
    f'GEOGCS["bessel",DATUM["unknown",SPHEROID["bessel",{_BESSEL}],{_DEGREE}'
)
_DHDN_WITH_SHIFT: Final = (
    f'GEOGCS["DHDN",DATUM["Deutsches_Hauptdreiecksnetz",SPHEROID["Bessel 1841",{_BESSEL},'
    f"{_TOWGS84}],{_DEGREE}"
)


def transverse_mercator(
    name: str,
    base: str,
    *,
    meridian: int,
    easting: int,
    scale: float = 0.9996,
    unit: str = '"Meter",1.0',
    projection: str = "Transverse_Mercator",
) -> str:
    """WKT 1 as Esri writes it; ``easting`` is the false one."""
    return (
        f'PROJCS["{name}",{base},PROJECTION["{projection}"],'
        f'PARAMETER["False_Easting",{easting}.0],PARAMETER["False_Northing",0.0],'
        f'PARAMETER["Central_Meridian",{meridian}.0],PARAMETER["Scale_Factor",{scale}],'
        f'PARAMETER["Latitude_Of_Origin",0.0],UNIT[{unit}]]'
    )


def zone_2(name: str, base: str, projection: str = "Transverse_Mercator") -> str:
    """Gauss-Krüger zone 2 on any base."""
    return transverse_mercator(
        name, base, meridian=6, easting=2_500_000, scale=1.0, projection=projection
    )


ESRI_ZONE_2: Final = zone_2("DHDN_3_Degree_Gauss_Zone_2", DHDN, "Gauss_Kruger")
GERMANY_ZONE_2: Final = zone_2("Germany_Zone_2", DHDN, "Gauss_Kruger")
NAMELESS_ZONE_2: Final = zone_2("", DHDN)
TOWGS84_ZONE_2: Final = zone_2("DHDN / 3-degree Gauss-Kruger zone 2", _DHDN_WITH_SHIFT)
GRASS_ZONE_2: Final = zone_2("Transverse Mercator", BESSEL_WITHOUT_DATUM)
PROJ_ZONE_2: Final = (
    "+proj=tmerc +lat_0=0 +lon_0=6 +k=1 +x_0=2500000 +y_0=0 +ellps=bessel "
    "+towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs"
)
UTM_32: Final = transverse_mercator("ETRS_1989_UTM_Zone_32N", ETRS89, meridian=9, easting=500_000)
UTM_32_NO_SHIFT: Final = UTM_32.replace(
    _GRS80, _GRS80.removesuffix("]") + ",TOWGS84[0,0,0,0,0,0,0]]"
)
UTM_33: Final = transverse_mercator("ETRS_1989_UTM_Zone_33N", ETRS89, meridian=15, easting=500_000)
UTM_32_KILOMETRES: Final = transverse_mercator(
    "UTM in Kilometern", ETRS89, meridian=9, easting=500, unit='"Kilometer",1000.0'
)
UTM_32_WITH_HEIGHTS: Final = (
    f'{UTM_32},VERTCS["DHHN92",VDATUM["DHHN92"],PARAMETER["Vertical_Shift",0.0],'
    'PARAMETER["Direction",1.0],UNIT["Meter",1.0]]'
)
UTM_32_PREFIXED: Final = transverse_mercator(
    "ETRS_1989_UTM_Zone_32N_zE-N", ETRS89, meridian=9, easting=32_500_000
)
UTM_32_EIGHT_DIGITS: Final = transverse_mercator(
    "ETRS_1989_UTM_Zone_N32_8stellig", ETRS89, meridian=9, easting=32_500_000
)
UTM_32_WGS84: Final = transverse_mercator(
    "WGS_1984_UTM_Zone_32N", WGS84, meridian=9, easting=500_000
)
WEB_MERCATOR: Final = (
    f'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{WGS84},'
    'PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],'
    'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],'
    'UNIT["Meter",1.0]]'
)
LAEA: Final = (
    f'PROJCS["ETRS_1989_LAEA",{ETRS89},PROJECTION["Lambert_Azimuthal_Equal_Area"],'
    'PARAMETER["False_Easting",4321000.0],PARAMETER["False_Northing",3210000.0],'
    'PARAMETER["Central_Meridian",10.0],PARAMETER["Latitude_Of_Origin",52.0],'
    'UNIT["Meter",1.0]]'
)
LOCAL: Final = 'LOCAL_CS["Bauplan",UNIT["Meter",1.0]]'
