// Where cases stand in the picture of chains: each tree of sources in lanes of its own, cases alone side by side.
// Not here: drawing; and what stands on the other axis (day or generation).

export interface Placed {
  id: string;
  /** Where it stands on the other axis. */
  at: number;
}

export interface Linked {
  from: string;
  to: string;
}

/** The lane of each case, from 0 on. */
export function lanesOf(cases: Placed[], links: Linked[]): Map<string, number> {
  const known = new Map(cases.map((c) => [c.id, c]));
  const children = new Map<string, Placed[]>();
  const hasSource = new Set<string>();
  for (const { from, to } of links) {
    const [source, target] = [known.get(from), known.get(to)];
    if (!source || !target || hasSource.has(to)) continue;
    children.set(from, [...(children.get(from) ?? []), target]);
    hasSource.add(to);
  }
  const lanes = new Map<string, number>();
  let next = 0;
  const early = (a: Placed, b: Placed) => a.at - b.at || a.id.localeCompare(b.id);
  const place = (one: Placed): void => {
    // Lanes are given on the way down, so that a circle ends.
    lanes.set(one.id, next);
    const below = (children.get(one.id) ?? []).filter((c) => !lanes.has(c.id)).sort(early);
    for (const [n, child] of below.entries()) {
      // A case that fell ill with its source, or before, would lie upon it.
      if (n > 0 || child.at <= one.at) next += 1;
      place(child);
    }
  };
  const trees = cases.filter((c) => !hasSource.has(c.id) && children.has(c.id)).sort(early);
  for (const root of trees) {
    place(root);
    next += 1;
  }
  // What is left of circles.
  for (const one of cases.filter((c) => hasSource.has(c.id) && !lanes.has(c.id)).sort(early)) {
    if (lanes.has(one.id)) continue;
    place(one);
    next += 1;
  }
  alone(cases.filter((c) => !lanes.has(c.id)).sort(early), next, lanes);
  return lanes;
}

/** Cases without any link: as few lanes as there are on the same place at most. */
function alone(cases: Placed[], first: number, lanes: Map<string, number>): void {
  let [at, lane] = [Number.NaN, first];
  for (const one of cases) {
    lane = one.at === at ? lane + 1 : first;
    at = one.at;
    lanes.set(one.id, lane);
  }
}
