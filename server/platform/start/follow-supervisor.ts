// Loaded before a supervised process: without its supervisor, killed perhaps, it must not live on and hold the port.
import { setTimeout } from 'node:timers'

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), 3_000).unref()
})
