import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * `#calls/x.ts` is `#contract/x.ts` for who only calls it: its endpoints by method and path, its plain values, nothing of
 * the schemas, and of Zod behind them. What the first page loads takes it; importing a schema from it fails the build.
 */
const calls: Plugin = {
  name: 'calls',
  enforce: 'pre',
  resolveId: (source) => (source.startsWith('#calls/') ? `\0${source}` : null),
  load: async (id) => {
    if (!id.startsWith('\0#calls/')) return null
    const contract: object = await import(join(import.meta.dirname, 'contract', id.slice('\0#calls/'.length)))
    const plain = Object.entries(contract).flatMap(([name, value]) => {
      const text = JSON.stringify(withoutSchemas(value))
      return text === undefined ? [] : [`export const ${name} = ${text}\n`]
    })
    return plain.join('')
  },
}

type Plain = string | number | boolean | readonly unknown[] | { method: string; path: string } | Record<string, unknown>

function withoutSchemas(value: unknown): Plain | undefined {
  if (['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value)) return value as Plain
  if (typeof value !== 'object' || value === null) return undefined
  if ('method' in value && 'path' in value) return { method: String(value.method), path: String(value.path) }
  const parts = Object.entries(value).map(([name, part]) => [name, withoutSchemas(part)] as const)
  const areCalls = parts.every(([, part]) => typeof part === 'object' && 'path' in part)
  return areCalls ? Object.fromEntries(parts) : undefined
}

// oxlint-disable-next-line no-default-export -- Vite wants one
export default defineConfig({
  plugins: [calls, react()],
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
