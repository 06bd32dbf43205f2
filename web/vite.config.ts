// How the desk is built: one folder of hashed files in dist/, which the server carries inside its binary.
// Not here: what the desk does.
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  build: {
    outDir: "dist",
    target: "es2022",
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // A few files that stay in the browser's cache over releases, instead of sixty small ones: what every page
        // needs, the controls that most pages need, and the pictures.
        codeSplitting: {
          groups: [
            { name: "charts", test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 3 },
            {
              name: "frame",
              test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack|i18next|react-i18next|openapi-fetch)[\\/]/,
              priority: 2,
            },
            { name: "controls", test: /node_modules[\\/]/, minShareCount: 4, priority: 1 },
            { name: "desk", test: /src[\\/](app|api|parts|words|i18n)[\\/]/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  // `npm run dev` speaks to a server that runs already; LIANFANG_ADDRESS names another address.
  server: {
    proxy: {
      "/api": { target: loadEnv(mode, ".", "LIANFANG_").LIANFANG_ADDRESS ?? "http://127.0.0.1:8080", secure: false },
    },
  },
}));
