import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const follow = pathToFileURL(join(import.meta.dirname, 'follow-supervisor.ts')).href
/** How often a process may end before it was ever ready. One that was ready is started again without end. */
const FIRST_TRIES = 3
/** The exit code of a process that said in a sentence why it can not run. */
const GIVES_UP = 3
/**
 * Limits of the heap in megabytes: a small nursery and an early collection keep a busy web process below 200 MB, where V8's
 * own choice for a large machine let it grow to 370; answers take no longer (npm run bench).
 */
export const HEAP_LIMITS = ['--max-semi-space-size=8', '--max-old-space-size=512']

export type Kept = { ready: Promise<void>; failed: Promise<never>; stop: () => Promise<void> }

/**
 * Runs one of our processes and starts it again, after a pause that grows to five seconds, as often as it ends by
 * itself. It says by a message that it is ready. `failed` rejects with one sentence when it never gets that far.
 */
export function keepRunning(title: string, script: string, environment: NodeJS.ProcessEnv): Kept {
  const ready = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  let child: ChildProcess | undefined
  let stopping = false
  const over = watch().catch(failed.reject)
  const stop = async () => {
    stopping = true
    child?.kill('SIGTERM')
    if ((await Promise.race([over, wait(10_000, 'late', { ref: false })])) === 'late') child?.kill('SIGKILL')
    await over
  }
  return { ready: ready.promise, failed: failed.promise, stop }

  async function watch() {
    let wasReady = false
    for (let pause = 100, tries = 1; ; tries++) {
      child = launch(script, environment)
      const ended = new Promise<number | null>((resolve) => {
        child?.once('exit', resolve)
        child?.once('error', () => resolve(null))
      })
      child.on('message', () => {
        wasReady = true
        pause = 100
        ready.resolve()
      })
      const code = await ended
      if (stopping) return
      if (!wasReady && (code === GIVES_UP || tries === FIRST_TRIES))
        throw new Error(`The ${title} process could not start.`)
      console.error(`The ${title} process ended; starting it again.`)
      await wait(pause)
      if (stopping) return
      pause = Math.min(pause * 2, 5_000)
    }
  }
}

function launch(script: string, environment: NodeJS.ProcessEnv) {
  return spawn(process.execPath, [...HEAP_LIMITS, '--import', follow, script], {
    env: environment,
    // A session of its own: Ctrl+C reaches the supervisor alone, which stops everything in order.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}
