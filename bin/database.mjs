// npm run database -- <superuser-url>: makes the database and its roles in a PostgreSQL of your own.
import { installDependencies } from './install.mjs'
import { handOver } from './hand-over.mjs'

installDependencies()
handOver('server/database.ts')
