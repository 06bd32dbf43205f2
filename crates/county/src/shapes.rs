//! A map of the invented county: villages and communities as polygons that share their borders, two by two for each town.
//! The county lies in the sea, where nobody lives.
//!
//! Not here: which organisations there are (`places`), keeping the map (the house does).

use crate::Places;
use serde_json::{Value, json};

/// The south-west corner, in degrees east and north.
const CORNER: (f64, f64) = (124.0, 30.0);
/// How wide and high a village is about, in degrees.
const SIZE: (f64, f64) = (0.06, 0.055);
/// Rows of villages of a town.
const ROWS: usize = 2;
/// How far a corner stands from where it would be in a chess board, in parts of a village.
const WOBBLE: f64 = 0.22;
/// How far a border bends, in parts of a village.
const BEND: f64 = 0.07;
/// Points on a border between two corners.
const BENDS: usize = 3;

/// The villages and communities as a FeatureCollection of GeoJSON; the same on every machine.
pub fn shapes(places: &Places) -> Value {
    let feature = |(n, village): (usize, &str)| {
        json!({
            "type": "Feature",
            "properties": { "org": village },
            "geometry": { "type": "Polygon", "coordinates": [outline(n / ROWS, n % ROWS)] },
        })
    };
    let features: Vec<Value> = places.villages().enumerate().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

/// The border of the village in this column and row, against the clock, closed.
fn outline(column: usize, row: usize) -> Vec<[f64; 2]> {
    let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)];
    let mut ring: Vec<[f64; 2]> = corners.windows(2).flat_map(|pair| border(pair[0], pair[1])).collect();
    ring.extend(ring.first().copied());
    ring
}

/// From one corner up to before the next. Both neighbours get the same points.
fn border(from: (usize, usize), to: (usize, usize)) -> Vec<[f64; 2]> {
    let (a, b) = (corner(from), corner(to));
    let bend = |n: usize| {
        let part = n as f64 / (BENDS + 1) as f64;
        // Counted from the lower corner, whichever neighbour asks.
        let own = if from < to { n } else { BENDS + 1 - n };
        let (x, y) = from.min(to);
        let upright = usize::from(from.0 == to.0);
        let (dx, dy) = (chance(x, y, 10 + 10 * upright + own), chance(y, x, 50 + 10 * upright + own));
        round([
            a[0] + (b[0] - a[0]) * part + dx * BEND * SIZE.0,
            a[1] + (b[1] - a[1]) * part + dy * BEND * SIZE.1,
        ])
    };
    std::iter::once(round(a)).chain((1..=BENDS).map(bend)).collect()
}

fn corner((x, y): (usize, usize)) -> [f64; 2] {
    [
        CORNER.0 + (x as f64 + WOBBLE * chance(x, y, 1)) * SIZE.0,
        CORNER.1 + (y as f64 + WOBBLE * chance(x, y, 2)) * SIZE.1,
    ]
}

/// Between -1 and 1, always the same for the same place.
fn chance(x: usize, y: usize, of: usize) -> f64 {
    let mixed = (x as u64 * 7_919 + y as u64 * 104_729 + of as u64 * 1_299_709 + 17)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 40) as f64 / f64::from(1u32 << 23) - 1.0
}

fn round(point: [f64; 2]) -> [f64; 2] {
    point.map(|n| (n * 1e5).round() / 1e5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn points(column: usize, row: usize) -> BTreeSet<String> {
        outline(column, row).iter().map(|point| format!("{point:?}")).collect()
    }

    #[test]
    fn neighbours_share_their_border() {
        let side_by_side = points(0, 0).intersection(&points(1, 0)).count();
        let one_above = points(0, 0).intersection(&points(0, 1)).count();
        assert_eq!((side_by_side, one_above), (BENDS + 2, BENDS + 2));
        assert_eq!(points(0, 0).intersection(&points(5, 0)).count(), 0);
    }

    #[test]
    fn every_village_has_a_closed_shape() {
        let map = shapes(&Places::invent());
        let features = map["features"].as_array().expect("features");
        assert_eq!(features.len(), 12);
        for feature in features {
            let ring = feature["geometry"]["coordinates"][0].as_array().expect("a ring");
            assert_eq!((ring.len(), ring.first()), (4 * (BENDS + 1) + 1, ring.last()));
        }
    }
}
