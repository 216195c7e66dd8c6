import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` shows the sources against a server that already runs; say where in TINGFENG_URL.
const backend = process.env.TINGFENG_URL ?? "http://127.0.0.1:8700";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // The binary embeds dist; a source map would double it and nobody debugs a release in place.
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/api": { target: backend, changeOrigin: true } } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
