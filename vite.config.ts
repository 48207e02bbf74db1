import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// oxlint-disable-next-line no-default-export -- Vite wants one
export default defineConfig({
  plugins: [react()],
  // The server puts a fresh one in its place with each page (server/platform/web.ts).
  html: { cspNonce: 'nonce-of-this-page' },
  build: {
    outDir: 'dist',
    target: 'es2023',
    assetsInlineLimit: 0,
    // Lists of what each lazy part needs would stand in the first load; a part names its own imports when it comes.
    modulePreload: { resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []) },
    // Zod tries out whether it may compile code, which the content security policy reports; it need not try.
    rolldownOptions: { output: { banner: 'globalThis.__zod_globalConfig ??= { jitless: true };' } },
  },
})
