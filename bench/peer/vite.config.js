import { defineConfig } from "vite";

export default defineConfig({
  // The schema of the JSON bench is shared, the package that compiles it is not.
  resolve: { dedupe: ["ajv"] },
  build: { outDir: "../../target/bench/peer", emptyOutDir: true, target: "es2022" },
});
