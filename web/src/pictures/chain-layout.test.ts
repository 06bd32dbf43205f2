// Lanes of chains: trees stay together, nobody lies upon somebody else.
import { describe, expect, it } from "vitest";
import { lanesOf } from "./chain-layout";

const at = (id: string, n: number) => ({ id, at: n });
const link = (pair: string) => ({ from: pair[0] ?? "", to: pair[1] ?? "" });

describe("lanes of chains", () => {
  it("keep a tree together: the first child goes on in the lane of its source", () => {
    const cases = [at("a", 0), at("b", 3), at("c", 4), at("d", 6)];
    expect(Object.fromEntries(lanesOf(cases, ["ab", "ac", "bd"].map(link)))).toEqual({ a: 0, b: 0, d: 0, c: 1 });
  });

  it("give a case of the same day as its source a lane of its own", () => {
    const lanes = lanesOf([at("a", 2), at("b", 2)], [link("ab")]);
    expect([lanes.get("a"), lanes.get("b")]).toEqual([0, 1]);
  });

  it("put cases alone below the trees, those of one day in lanes of their own", () => {
    const cases = [at("a", 0), at("b", 3), at("x", 1), at("y", 1), at("z", 5)];
    expect(Object.fromEntries(lanesOf(cases, [link("ab")]))).toEqual({ a: 0, b: 0, x: 1, y: 2, z: 1 });
  });

  it("end with circles, second sources and links to strangers, and leave out nobody", () => {
    const cases = [at("a", 0), at("b", 1), at("c", 2)];
    const lanes = lanesOf(cases, ["ab", "ba", "ca", "bz"].map(link));
    expect([...lanes.keys()].sort()).toEqual(["a", "b", "c"]);
  });

  it("give no two cases the same place", () => {
    const cases = Array.from({ length: 60 }, (_, n) => at(`c${n}`, Math.floor(n / 4)));
    const links = cases.slice(8).map((c, n) => ({ from: `c${Math.floor(n / 2)}`, to: c.id }));
    const lanes = lanesOf(cases, links);
    expect(new Set(cases.map((c) => `${c.at}/${lanes.get(c.id)}`)).size).toBe(cases.length);
  });
});
