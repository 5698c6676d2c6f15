import { defineConfig } from "vite";

/** The page. JSX settings come from `web/tsconfig.json`; no preset is needed. */
export default defineConfig({
  root: "web",
  base: "./",
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2023",
    // Every byte under its own address: the page's policy allows no `data:` and no inline code.
    assetsInlineLimit: 0,
  },
});
