import { defineConfig } from "vite";

export default defineConfig({
  build: { outDir: "../../target/bench/peer", emptyOutDir: true, target: "es2022" },
});
