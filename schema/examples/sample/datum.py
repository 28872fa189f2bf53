"""WGS-84 to GCJ-02 and BD-09: the published transforms, written apart from schema/geo so that the sample checks it."""

import math

# Krasovsky 1940, the ellipsoid of GCJ-02.
SEMI_MAJOR_AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
# BD-09's own factor on degrees.
BD_FACTOR = math.pi * 3000.0 / 180.0


def _waves(value, pairs):
    return sum(weight * math.sin(value * math.pi * factor) for weight, factor in pairs) * 2.0 / 3.0


def _offset_lat(x, y):
    return (-100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
            + _waves(x, [(20.0, 6.0), (20.0, 2.0)]) + _waves(y, [(20.0, 1.0), (40.0, 1 / 3.0)])
            + _waves(y, [(160.0, 1 / 12.0), (320.0, 1 / 30.0)]))


def _offset_lng(x, y):
    return (300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
            + _waves(x, [(20.0, 6.0), (20.0, 2.0)]) + _waves(x, [(20.0, 1.0), (40.0, 1 / 3.0)])
            + _waves(x, [(150.0, 1 / 12.0), (300.0, 1 / 30.0)]))


def to_gcj02(lat, lng):
    x, y = lng - 105.0, lat - 35.0
    phi = math.radians(lat)
    magic = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    d_lat = math.degrees(_offset_lat(x, y) / (SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_SQUARED) / magic ** 1.5))
    d_lng = math.degrees(_offset_lng(x, y) / (SEMI_MAJOR_AXIS_M / math.sqrt(magic) * math.cos(phi)))
    return lat + d_lat, lng + d_lng


def to_bd09(lat, lng):
    lat, lng = to_gcj02(lat, lng)
    radius = math.hypot(lat, lng) + 0.00002 * math.sin(lat * BD_FACTOR)
    angle = math.atan2(lat, lng) + 0.000003 * math.cos(lng * BD_FACTOR)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065


def convert(datum, lat, lng):
    return {"wgs84": lambda a, b: (a, b), "gcj02": to_gcj02, "bd09": to_bd09}[datum](lat, lng)
