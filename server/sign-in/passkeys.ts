import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'

/** EdDSA, ES256 and RS256 (IANA, COSE algorithms): what all authenticators speak one of. */
const supportedAlgorithmIDs = [-8, -7, -257]

/** What a passkey is bound to: the host name that people type. A number can not be one; this machine's has a name. */
function relyingParty(publicUrl: string) {
  const url = new URL(publicUrl)
  if (/^(127\.|\[::1\])/.test(url.hostname)) url.hostname = 'localhost'
  return { expectedRPID: url.hostname, expectedOrigin: url.origin }
}

/** What a new passkey is to sign. It must be found without a user name, and ask for finger, face or PIN. */
export async function registrationOptions(
  tx: Write,
  publicUrl: string,
  user: { id: string; email: string; name: string },
) {
  const known = await tx
    .selectFrom('auth.passkey')
    .select(['credential_id as id', 'transports'])
    .where('account_id', '=', user.id)
    .execute()
  const options = await generateRegistrationOptions({
    rpName: 'Kundebok',
    rpID: relyingParty(publicUrl).expectedRPID,
    userID: new TextEncoder().encode(user.id),
    userName: user.email,
    userDisplayName: user.name,
    timeout: 300_000,
    excludeCredentials: known,
    supportedAlgorithmIDs,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(tx, { challenge: options.challenge, purpose: 'register', account_id: user.id })
  return options
}

export async function addPasskey(
  tx: Write,
  publicUrl: string,
  accountId: string,
  { name, answer }: { name: string; answer: RegistrationResponseJSON },
) {
  const expectedChallenge = await useChallenge(tx, 'register', answer.response.clientDataJSON, accountId)
  const { registrationInfo } = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge,
    ...relyingParty(publicUrl),
    supportedAlgorithmIDs,
    requireUserVerification: true,
  }).catch(refusePasskey)
  if (!registrationInfo) refusePasskey()
  const { credential, credentialBackedUp } = registrationInfo
  const added = await tx
    .insertInto('auth.passkey')
    .values({
      account_id: accountId,
      name,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      is_synced: credentialBackedUp,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst()
  if (!added.numInsertedOrUpdatedRows) refusePasskey()
}

export async function signInOptions(tx: Write, publicUrl: string) {
  return assertionOptions(tx, publicUrl, { purpose: 'sign_in' })
}

/** For one who is signed in: one of her own passkeys. */
export async function confirmOptions(tx: Write, publicUrl: string, account_id: string) {
  const allowCredentials = await tx
    .selectFrom('auth.passkey')
    .select(['credential_id as id', 'transports'])
    .where('account_id', '=', account_id)
    .execute()
  if (allowCredentials.length === 0) throw new AppError('conflict')
  return assertionOptions(tx, publicUrl, { purpose: 'confirm', account_id }, allowCredentials)
}

async function assertionOptions(
  tx: Write,
  publicUrl: string,
  challenge: Omit<Challenge, 'challenge'>,
  allowCredentials: { id: string; transports: string[] }[] = [],
) {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(publicUrl).expectedRPID,
    timeout: 300_000,
    userVerification: 'required',
    allowCredentials,
  })
  await keepChallenge(tx, { ...challenge, challenge: options.challenge })
  return options
}

/**
 * Whose passkey it is that answered; refused for a wrong signature, address or counter, and for an answer that came before.
 * Of one who is signed in, her own.
 */
export async function takePasskey(
  tx: Write,
  publicUrl: string,
  answer: AuthenticationResponseJSON,
  accountId: string | null = null,
): Promise<string> {
  const purpose = accountId ? 'confirm' : 'sign_in'
  const expectedChallenge = await useChallenge(tx, purpose, answer.response.clientDataJSON, accountId)
  const passkey = await tx
    .selectFrom('auth.passkey')
    .select(['id', 'account_id', 'credential_id', 'public_key', 'counter', 'transports'])
    .where('credential_id', '=', answer.id)
    .forUpdate()
    .executeTakeFirst()
  if (!passkey || (accountId && passkey.account_id !== accountId)) refusePasskey()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge,
    ...relyingParty(publicUrl),
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: passkey.counter,
      transports: passkey.transports,
    },
    requireUserVerification: true,
  }).catch(refusePasskey)
  if (!verified) refusePasskey()
  await tx
    .updateTable('auth.passkey')
    .set({ counter: authenticationInfo.newCounter, used_at: sql`now()` })
    .where('id', '=', passkey.id)
    .execute()
  return passkey.account_id
}

/** A used-up challenge stays used up when the answer is refused. */
function refusePasskey(): never {
  throw new AppError('invalid', { field: 'passkey', message: 'wrong_passkey', keeps_writes: true })
}

type Challenge = { challenge: string; purpose: 'register' | 'sign_in' | 'confirm'; account_id?: string }

async function keepChallenge(tx: Write, challenge: Challenge) {
  await tx
    .deleteFrom('auth.challenge')
    .where('expires_at', '<', sql<string>`now()`)
    .execute()
  await tx
    .insertInto('auth.challenge')
    .values({ ...challenge, expires_at: sql<string>`now() + interval '5 minutes'` })
    .execute()
}

/** The challenge that an answer claims to sign, when it is one of ours and nobody has answered it. */
async function useChallenge(tx: Write, purpose: Challenge['purpose'], clientData: string, accountId: string | null) {
  const claimed = claimedChallenge(clientData)
  const kept = await tx
    .deleteFrom('auth.challenge')
    .where('challenge', '=', claimed)
    .where('purpose', '=', purpose)
    .where('account_id', 'is not distinct from', accountId)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  if (kept.numDeletedRows === 0n) refusePasskey()
  return claimed
}

function claimedChallenge(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown }
    if (typeof challenge === 'string' && /^[\w-]{1,200}$/.test(challenge)) return challenge
  } catch {
    // Not what a browser sends: refused below.
  }
  return refusePasskey()
}

export async function listPasskeys(db: Read, accountId: string) {
  return db
    .selectFrom('auth.passkey')
    .select(['id', 'name', 'is_synced', 'created_at', 'used_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute()
}
