import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:4100';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/trpc': server, '/v1': server, '/healthz': server } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // `light-dark()` has to reach the browser as it is: the fallback would not follow Mantine's colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The policy allows images from `data:` but no script or font; files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
