import { defineConfig } from "vitest/config";
import { precompress } from "./build/precompress.ts";
import { subsetFonts } from "./build/subset.ts";
import { vendorFiles } from "./build/vendor.ts";

const INLINE_LIMIT_BYTES = 4096;

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  plugins: [vendorFiles(), subsetFonts(), precompress()],
  worker: { format: "es" },
  build: {
    outDir: "../../services/web/static/build",
    emptyOutDir: true,
    manifest: true,
    license: true,
    modulePreload: { polyfill: false },
    // Pages allow fonts from our own address only, never from inside a style sheet.
    assetsInlineLimit: (path, content) =>
      /\.(woff2?|ttf|otf)$/.test(path) ? false : content.byteLength < INLINE_LIMIT_BYTES,
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      // htmx can evaluate; we switch that off, and our pages forbid it.
      checks: { eval: false, pluginTimings: false },
      input: ["src/page.ts", "src/map.ts", "src/site.css"],
    },
  },
  test: {
    include: ["src/**/*.test.ts", "build/**/*.test.ts"],
    environment: "node",
    // Property tests run many cases, and on small machines beside other work.
    testTimeout: 30_000,
  },
});
