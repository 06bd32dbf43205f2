// Files of a folder that somebody chose, as packs: a pack is a folder with a pack.toml, with all .toml files below it.
// Not here: reading files, checking packs.
import type { PackText } from "../../evaluator";

/** A file by its path inside of the chosen folder. */
export interface TextFile {
  path: string;
  text: string;
}

/** The packs among these files, in order of folder, the files of each in order of path. */
export function packsOf(files: TextFile[]): PackText[] {
  const heads = files.filter(({ path }) => path === "pack.toml" || path.endsWith("/pack.toml"));
  const folders = heads.map(({ path }) => path.slice(0, -"pack.toml".length)).sort();
  return folders.map((folder) => {
    const own = files.filter(({ path }) => path.startsWith(folder) && path.endsWith(".toml"));
    const inside = own.map(({ path, text }): [string, string] => [path.slice(folder.length), text]);
    return { folder: folder.slice(0, -1) || ".", files: inside.sort(([a], [b]) => (a < b ? -1 : 1)) };
  });
}
