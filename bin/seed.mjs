// npm run seed -- --companies 100000: fills a firm with made-up companies, on the pinned Node.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('db/seed/seed.ts')
