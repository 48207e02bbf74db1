// Starts the whole program, as npm start does, on an empty data folder that is removed afterwards.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A story that looks into the database itself says where.
const directory = process.env.E2E_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'kundebok-e2e-'))
const program = spawn(process.execPath, [join(import.meta.dirname, '..', 'server', 'start.ts')], {
  // The program stops when its standard input ends: also when this process is killed.
  // Nobody outside is asked, but where a story says whom.
  env: {
    ...{ GEOCODER_URL: 'off', TILE_URL: 'off' },
    ...{ REGISTER_URL: 'http://127.0.0.1:1', ACCOUNTS_URL: 'http://127.0.0.1:1' },
    ...process.env,
    DATA_DIR: directory,
    KUNDEBOK_LAUNCHER: 'stdin',
  },
  stdio: ['pipe', 'inherit', 'inherit'],
})
program.on('exit', (code) => {
  rmSync(directory, { recursive: true, force: true })
  process.exit(code ?? 1)
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => program.kill('SIGTERM'))
