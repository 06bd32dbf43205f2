// Places squares on a sheet by hand, and holds the view inside of it.
import { expect, test } from "vitest";
import { moved, place, shapesOf, zoomed } from "./map-layout";

const square = (org: string, lon: number, lat: number) => ({
  properties: { org },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [lon, lat],
        [lon + 1, lat],
        [lon + 1, lat + 1],
        [lon, lat + 1],
        [lon, lat],
      ],
    ],
  },
});

test("two squares side by side fill the width; north is up", () => {
  const { placed, height } = place(shapesOf([square("org:a", 0, 0), square("org:b", 1, 0)]), 200);
  expect(height).toBeCloseTo(100, 0);
  expect(placed[0]?.at[0]).toBeCloseTo(50, 5);
  expect(placed[1]?.at[0]).toBeCloseTo(150, 5);
  expect(placed[0]?.width).toBeCloseTo(100, 5);
  expect(placed[0]?.path.startsWith(`M0.0 ${height.toFixed(1)}L`)).toBe(true);
});

test("a feature that names nobody, or is no area, is left out", () => {
  const point = { properties: { org: "org:p" }, geometry: { type: "Point", coordinates: [1, 2] } };
  expect(shapesOf([{ ...square("", 0, 0), properties: null }, point])).toEqual([]);
  expect(place([], 100)).toEqual({ placed: [], height: 0 });
});

test("the name of several polygons stands in the largest", () => {
  const [a, b] = [square("x", 0, 0), square("x", 3, 0)];
  const small = b.geometry.coordinates.map((ring) => ring.map(([x = 0, y = 0]) => [3 + (x - 3) / 2, y / 2]));
  const both = {
    properties: { org: "org:m" },
    geometry: { type: "MultiPolygon", coordinates: [small, a.geometry.coordinates] },
  };
  expect(place(shapesOf([both]), 350).placed[0]?.at[0]).toBeCloseTo(50, 0);
});

test("a view never leaves the sheet", () => {
  const whole = { x: 0, y: 0, width: 100, height: 50 };
  expect(zoomed(whole, whole, 2, [50, 25])).toEqual({ x: 25, y: 12.5, width: 50, height: 25 });
  expect(zoomed(whole, whole, 0.5, [50, 25])).toEqual(whole);
  expect(zoomed(whole, whole, 1000, [0, 0]).width).toBe(5);
  expect(moved({ x: 25, y: 12.5, width: 50, height: 25 }, whole, 1000, -1000)).toMatchObject({ x: 50, y: 0 });
});
