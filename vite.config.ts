import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// oxlint-disable-next-line no-default-export -- Vite wants one
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', target: 'es2023', assetsInlineLimit: 0 },
})
