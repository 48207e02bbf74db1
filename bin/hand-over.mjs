import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { node, root, toolEnvironment } from './install.mjs'

/** Runs a program of ours on the pinned Node with this one's arguments, and ends as it ends. */
export function handOver(program) {
  // stdin is a pipe that nothing is written to: its end tells the program that this one is gone, kill -9 included.
  const child = spawn(node, [join(root, program), ...process.argv.slice(2)], {
    cwd: root,
    env: { ...toolEnvironment(), KUNDEBOK_LAUNCHER: 'stdin' },
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  child.stdin.on('error', () => {})
  // A terminal sends Ctrl+C to both; others (kill, a service manager) perhaps to this one alone.
  process.on('SIGINT', () => child.kill('SIGINT'))
  process.on('SIGHUP', () => child.kill('SIGTERM'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // npm passes no kill -9 on. (npm runs us with exec, so that it is our parent and its other signals do reach us.)
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || child.stdin.end(), 1_000).unref()
  child.on('error', (error) => {
    console.error(`The program could not be started (${error.code}): ${node}`)
    process.exit(1)
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}
