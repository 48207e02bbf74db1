import { randomBytes } from 'node:crypto'
import { type Database, inTransaction } from '#server/platform/db.ts'
import { hashPassword } from '#server/platform/password.ts'

const names = [
  'Silje Bakke',
  'Morten Haugland',
  'Ingvild Sæther',
  'Rune Ødegård',
  'Camilla Åsen',
  'Erik Lie',
  'Nina Thorsen',
  'Jonas Wiik',
  'Kristin Moe',
  'Anders Solli',
  'Hilde Aune',
  'Per Gunnar Vik',
  'Marit Tveit',
  'Ola Brekke',
  'Siri Nygård',
  'Thomas Ruud',
  'Ingrid Foss',
  'Lars Berge',
  'Eva Strøm',
]

/**
 * `count` salespeople for the firm, so that companies have different owners. Their passwords are random and told to
 * nobody: they can not sign in until an administrator gives them a new one. Those that are there already stay.
 */
export async function provideColleagues(db: Database, who: { tenant_id: string; user_id: string }, count = 8) {
  for (const name of names.slice(0, count)) {
    const [first = '', last = ''] = name
      .toLowerCase()
      .replaceAll('æ', 'ae')
      .replaceAll('ø', 'o')
      .replaceAll('å', 'a')
      .split(/ (?=\S+$)/)
    // Addresses are unique in the whole installation, so the firm's id is part of them.
    const email = `${first.replaceAll(' ', '.')}.${last}@${who.tenant_id.slice(0, 8)}.example`
    const known = await db.selectFrom('auth.account').select('id').where('email', '=', email).executeTakeFirst()
    if (known) continue
    const password_hash = await hashPassword(randomBytes(32).toString('base64url'))
    await inTransaction(db, { ...who, via: 'setup' }, async (tx) => {
      const { id } = await tx
        .insertInto('auth.account')
        .values({ email, password_hash })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('member')
        .values({ tenant_id: who.tenant_id, user_id: id, name, email, rights: JSON.stringify({ crm: 'change' }) })
        .execute()
    })
  }
}
