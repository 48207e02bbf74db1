import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#server/platform/config.ts'
import { checkDatabase } from '#server/platform/embedded/check.ts'
import { runningCluster, startCluster } from '#server/platform/embedded/cluster.ts'
import { holdDataFolder, tryLock } from '#server/platform/embedded/folder.ts'
import { isMigrated, migrate } from '#server/platform/migrate.ts'

/** `backup_url`: as the role that reads all; of a database of one's own, where it is set. */
export type ProvidedDatabase = { app_url: string; backup_url: string | undefined; stop: () => Promise<void> }

/** A migrated database: the embedded one, or that of DATABASE_URL when it is fit for us. Throws one sentence. */
export async function provideDatabase(config: Config): Promise<ProvidedDatabase> {
  return config.database_url ? await useForeign(config, config.database_url) : await startEmbedded(config.data_dir)
}

/** For a command beside the program: the embedded database as it runs, or started for the command where nothing runs. */
export async function reachDatabase(config: Config): Promise<ProvidedDatabase> {
  if (config.database_url) return useForeign(config, config.database_url)
  const directory = config.data_dir
  if (!existsSync(join(directory, 'postgres')))
    throw new Error(`There is no database in ${directory}: set DATA_DIR to the folder where Kundebok keeps its own.`)
  const letGo = tryLock(join(directory, 'lock'))
  if (letGo) {
    letGo()
    return startEmbedded(directory)
  }
  const running = runningCluster(directory)
  await checkDatabase(running.app_url, `the data folder ${directory}`)
  return { ...running, stop: async () => {} }
}

async function startEmbedded(directory: string) {
  const release = holdDataFolder(directory)
  const cluster = await startCluster(directory)
  const stop = async () => {
    await cluster.stop()
    release()
  }
  try {
    await migrate(cluster.owner_url)
  } catch (error) {
    await stop()
    throw error
  }
  return { app_url: cluster.app_url, backup_url: cluster.backup_url, stop }
}

async function useForeign({ database_owner_url: ownerUrl, backup_url }: Config, appUrl: string) {
  if (ownerUrl) {
    await checkDatabase(ownerUrl, 'DATABASE_OWNER_URL')
    await migrate(ownerUrl)
  }
  await checkDatabase(appUrl, 'DATABASE_URL')
  if (!(await isMigrated(appUrl)))
    throw new Error(
      'The database of DATABASE_URL is not up to date: set DATABASE_OWNER_URL too, so that its tables can be made.',
    )
  return { app_url: appUrl, backup_url, stop: async () => {} }
}
