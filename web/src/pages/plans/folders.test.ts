// Which files of a chosen folder are a pack. Not here: what is wrong with it.
import { expect, it } from "vitest";
import { packsOf } from "./folders";

it("takes each folder with a pack.toml as a pack, with the .toml files below it", () => {
  const files = [
    "packs/b/rules/y.toml",
    "packs/b/pack.toml",
    "packs/README.md",
    "packs/a/pack.toml",
    "packs/b/note.txt",
  ];
  const packs = packsOf(files.map((path) => ({ path, text: path })));
  expect(packs.map((pack) => [pack.folder, pack.files.map(([path]) => path)])).toEqual([
    ["packs/a", ["pack.toml"]],
    ["packs/b", ["pack.toml", "rules/y.toml"]],
  ]);
  expect(packsOf([{ path: "pack.toml", text: "" }]).map((pack) => pack.folder)).toEqual(["."]);
});
