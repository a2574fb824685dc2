"""Positions that nobody measured: whole degrees, and points that stand for a whole country."""

from workbench.domain.places import Point, distance_m

REACH_M = 250.0
"""Copies of such a point are rounded to three or four decimals."""

COUNTRY_POINTS = {
    "Afghanistan": (33.93911, 67.709953),
    "Armenia": (40.069099, 45.038189),
    "Azerbaijan": (40.143105, 47.576927),
    "India": (20.593684, 78.96288),
    "Iran": (32.427908, 53.688046),
    "Iraq": (33.223191, 43.679291),
    "Israel": (31.046051, 34.851612),
    "Lebanon": (33.854721, 35.862285),
    "Libya": (26.3351, 17.228331),
    "Myanmar": (21.913965, 95.956223),
    "Pakistan": (30.375321, 69.345116),
    "Palestine": (31.952162, 35.233154),
    "Russia": (61.52401, 105.318756),
    "Sudan": (12.862807, 30.217636),
    "Syria": (34.802075, 38.996815),
    "Tajikistan": (38.861034, 71.276093),
    "Turkey": (38.963745, 35.243322),
    "Turkmenistan": (38.969719, 59.556278),
    "Ukraine": (48.379433, 31.16558),
    "United States": (37.09024, -95.712891),
    "Uzbekistan": (41.377491, 64.585262),
    "Yemen": (15.552727, 48.516388),
}
"""Where geocoding services put a country for which they were asked by name, as published in Google's table of
countries (Dataset Publishing Language, canonical concepts)."""


def country_point(point: Point) -> str:
    """The country for which the point stands, or nothing."""
    here = (name for name, place in COUNTRY_POINTS.items() if distance_m(point, Point(*place)) <= REACH_M)
    return next(here, "")


def whole_degrees(point: Point) -> bool:
    """Whether latitude and longitude are both whole numbers."""
    return point.latitude == int(point.latitude) and point.longitude == int(point.longitude)


def is_default(point: Point) -> bool:
    """Whether the point is no measurement, and so says nothing of where the camera was."""
    return whole_degrees(point) or bool(country_point(point))
