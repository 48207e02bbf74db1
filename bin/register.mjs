// npm run register -- sync: the whole of Enhetsregisteret into the database, on the pinned Node.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('server/sync-register.ts')
