// Shapes of areas on a sheet: from degrees to points, the way of an outline, where a name stands.
// Areas of a county are small, so degrees are taken as a plane whose east is shortened by the cosine of its latitude.
// Not here: drawing, and which colour an area has.

export type Ring = [number, number][];

export interface Shape {
  /** The organisation. */
  org: string;
  /** Polygons; of each its outline first, then its holes. */
  polygons: Ring[][];
}

export interface Placed {
  org: string;
  /** The outline as SVG has it. */
  path: string;
  /** Where its name stands: the middle of its largest outline. */
  at: [number, number];
  /** How wide it is there, in points. */
  width: number;
}

interface Feature {
  properties?: { org?: unknown } | null;
  geometry?: { type?: string; coordinates?: unknown } | null;
}

/** The shapes of a collection of features that name an organisation; others are left out. */
export function shapesOf(features: readonly Feature[]): Shape[] {
  return features.flatMap((feature) => {
    const org = feature.properties?.org;
    const { type, coordinates } = feature.geometry ?? {};
    if (typeof org !== "string") return [];
    if (type === "Polygon") return [{ org, polygons: [coordinates as Ring[]] }];
    if (type === "MultiPolygon") return [{ org, polygons: coordinates as Ring[][] }];
    return [];
  });
}

/** All shapes on a sheet of this width; its height follows. North is up. */
export function place(shapes: readonly Shape[], width: number): { placed: Placed[]; height: number } {
  const points = shapes.flatMap((s) => s.polygons.flat(2));
  if (points.length === 0) return { placed: [], height: 0 };
  const [west, east] = ends(points.map(([lon]) => lon));
  const [south, north] = ends(points.map(([, lat]) => lat));
  const shorten = Math.cos(((south + north) / 2) * (Math.PI / 180)) || 1;
  const scale = width / Math.max((east - west) * shorten, (north - south) / 2, 1e-9);
  const put = ([lon, lat]: [number, number]): [number, number] => [
    (lon - west) * shorten * scale,
    (north - lat) * scale,
  ];
  const placed = shapes.map(({ org, polygons }) => {
    const rings = polygons.map((rings) => rings.map((ring) => ring.map(put)));
    const outlines = rings.flatMap((r) => (r[0] ? [r[0]] : []));
    const largest = outlines.reduce<Ring>((best, ring) => (area(ring) > area(best) ? ring : best), []);
    const [left, right] = ends(largest.map(([x]) => x));
    return { org, path: rings.flat().map(way).join(""), at: middle(largest), width: right - left };
  });
  return { placed, height: (north - south) * scale };
}

function ends(values: number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function way(ring: Ring): string {
  return `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

/** Twice the signed area, and the sums of the middle: the shoelace formula. */
function shoelace(ring: Ring): [number, number, number] {
  let [twice, x, y] = [0, 0, 0];
  ring.forEach(([x0, y0], n) => {
    const [x1, y1] = ring[(n + 1) % ring.length] ?? [x0, y0];
    const cross = x0 * y1 - x1 * y0;
    twice += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  return [twice, x, y];
}

function area(ring: Ring): number {
  return Math.abs(shoelace(ring)[0]) / 2;
}

function middle(ring: Ring): [number, number] {
  const [twice, x, y] = shoelace(ring);
  if (Math.abs(twice) > 1e-12) return [x / (3 * twice), y / (3 * twice)];
  return ring[0] ?? [0, 0];
}

/** A stretch of the sheet that is looked at. */
export interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Nearer (above 1) or farther about a point of the sheet; never farther than the whole, never nearer than a twentieth. */
export function zoomed(view: View, whole: View, by: number, [x, y]: [number, number]): View {
  const width = Math.min(whole.width, Math.max(whole.width / 20, view.width / by));
  const ratio = width / view.width;
  return inside(
    { x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, width, height: view.height * ratio },
    whole,
  );
}

/** Moved, but not out of the sheet. */
export function moved(view: View, whole: View, dx: number, dy: number): View {
  return inside({ ...view, x: view.x + dx, y: view.y + dy }, whole);
}

function inside(view: View, whole: View): View {
  const hold = (at: number, length: number, from: number, all: number) =>
    Math.min(Math.max(at, from), from + Math.max(0, all - length));
  return {
    ...view,
    x: hold(view.x, view.width, whole.x, whole.width),
    y: hold(view.y, view.height, whole.y, whole.height),
  };
}
