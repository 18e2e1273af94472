#!/usr/bin/env python3
"""Makes land.rings from the land outlines of Natural Earth 1:50m (public domain, https://www.naturalearthdata.com).

reduce_land.py LAND.json > land.rings

LAND.json is the TopoJSON form of it (https://github.com/topojson/world-atlas, land-50m.json). Outlines are simplified
after Douglas and Peucker (1973); small islands and Antarctica are left out. One ring a line: longitude and latitude in
hundredths of a degree, by turns.
"""
import json
import sys

TOLERANCE = 0.07  # degrees that a simplified outline may be off
LEAST_AREA = 0.08  # square degrees that an island must have
SOUTH = -58  # degrees; nothing below is kept


def rings_of(topology):
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for ring in polygon:
                points = []
                for index in ring:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += arc if not points else arc[1:]
                yield points


def simplified(points):
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        worst, where = TOLERANCE, None
        for i in range(first + 1, last):
            px, py = points[i]
            if length > 0:
                off = abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
            else:
                off = ((px - ax) ** 2 + (py - ay) ** 2) ** 0.5
            if off > worst:
                worst, where = off, i
        if where is not None:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [points[i] for i in sorted(keep)]


def unwrapped(points):
    """Without the jump from one side of the world to the other: longitudes go on beyond 180 degrees."""
    turned = [points[0]]
    for x, y in points[1:]:
        while x - turned[-1][0] > 180:
            x -= 360
        while x - turned[-1][0] < -180:
            x += 360
        turned.append((x, y))
    return turned


def area(points):
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]))) / 2


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    for ring in rings_of(topology):
        points = simplified(unwrapped(ring))[:-1]  # the last one is the first again
        if len(points) < 3 or area(points) < LEAST_AREA or max(y for _, y in points) <= SOUTH:
            continue
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        # What goes beyond one side of the map comes in on the other.
        for turn in [0] + [360] * (west < -180) + [-360] * (east > 180):
            print(" ".join(f"{round((x + turn) * 100)} {round(y * 100)}" for x, y in points))


main()
