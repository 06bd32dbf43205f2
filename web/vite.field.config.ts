// How the field face is built: a folder of its own below the desk's, small, and with a service worker that keeps all of it
// on the phone. Not here: what the worker does (src/field/worker.js).
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Writes the service worker with the list of files of this build. */
function worker(): Plugin {
  return {
    name: "field-worker",
    generateBundle(_, bundle) {
      const built = Object.keys(bundle).filter((file) => !file.endsWith(".html"));
      const files = ["/field/", "/field/manifest.webmanifest", "/mark.svg", ...built.map((file) => `/field/${file}`)];
      const page = Object.values(bundle).map((file) => (file.type === "asset" ? file.source : file.code));
      const version = createHash("sha256").update(page.join("\n")).digest("hex").slice(0, 12);
      const source = readFileSync("src/field/worker.js", "utf8")
        .replace("__VERSION__", version)
        .replace('"__FILES__"', files.map((file) => JSON.stringify(file)).join(", "));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

export default defineConfig({
  base: "/field/",
  publicDir: false,
  plugins: [react(), worker()],
  build: {
    outDir: "dist/field",
    // The desk's build has put the manifest there.
    emptyOutDir: false,
    target: "es2022",
    rolldownOptions: { input: "field.html" },
  },
});
