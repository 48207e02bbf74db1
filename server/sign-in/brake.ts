import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'

/** What is being guessed: the password of an address, the code of an account. */
export type Guessed = { kind: 'password' | 'code' | 'reset'; of: string }

/**
 * How many failures in a row close it, and for how long: a minute, so that locking someone out is not worth it; for what
 * only who knows the password can try, twice as long each time, up to an hour.
 */
const limits = {
  password: { tries: 10, longest: 1 },
  code: { tries: 5, longest: 60 },
  reset: { tries: 3, longest: 60 },
}

const keyOf = ({ kind, of }: Guessed) => createHash('sha256').update(`${kind}:${of}`).digest()

export async function refuseWhileClosed(db: Read, guessed: Guessed) {
  if (await isClosed(db, guessed)) throw new AppError('too_many')
}

export async function isClosed(db: Read, guessed: Guessed): Promise<boolean> {
  const closed = await db
    .selectFrom('auth.brake')
    .select('key')
    .where('key', '=', keyOf(guessed))
    .where('locked_until', '>', sql<string>`now()`)
    .executeTakeFirst()
  return closed !== undefined
}

export async function countFailure(tx: Write, guessed: Guessed) {
  const { tries, longest } = limits[guessed.kind]
  const again = sql`brake.failures + 1`
  // One that was on its way when the brake closed does not open it.
  await sql`insert into auth.brake as brake (key, failures) values (${keyOf(guessed)}, 1)
    on conflict (key) do update set failures = ${again}, failed_at = now(),
      locked_until = case when (${again}) % ${tries} = 0
        then now() + interval '1 minute' * least(${longest}::int, 2 ^ ((${again}) / ${tries} - 1))
        else brake.locked_until end`.execute(tx)
}

export async function forgive(tx: Write, guessed: Guessed) {
  await tx.deleteFrom('auth.brake').where('key', '=', keyOf(guessed)).execute()
}
