/** Files that are handed on as their makers published them. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { FONT_NOTICE } from "./font-notice.ts";

const require = createRequire(import.meta.url);

/** From a package's file to its place in the build. The licence travels with it. */
const COPIES: Readonly<Record<string, string>> = {
  "leaflet/dist/leaflet.js": "vendor/leaflet/leaflet.js",
  "leaflet/dist/leaflet.css": "vendor/leaflet/leaflet.css",
  "leaflet/LICENSE": "vendor/leaflet/LICENSE.txt",
  "@kern-ux/native/LICENSE.md": "vendor/kern/LICENSE.md",
};

/** Copy Leaflet, which the server puts into sheets that open without a network, and licences. */
export function vendorFiles(): Plugin {
  return {
    name: "vendor-files",
    apply: "build",
    async generateBundle() {
      for (const [from, fileName] of Object.entries(COPIES)) {
        const source = await readFile(require.resolve(from));
        this.emitFile({ type: "asset", fileName, source });
      }
      this.emitFile({
        type: "asset",
        fileName: "vendor/fira-sans/NOTICE.txt",
        source: FONT_NOTICE,
      });
    },
  };
}
