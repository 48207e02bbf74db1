import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import type { z } from 'zod'
import type { profile } from '#contract/profile.ts'
import { type PasskeyOptions, session } from '#contract/session.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { texts } from '#web/sign-in/texts.ts'

type SignInAnswer = z.input<typeof session.enter_passkey.body>
type NewPasskey = z.input<typeof profile.add_passkey.body>
type Options = z.infer<typeof PasskeyOptions>

/** A passkey belongs to a name over a safe connection; an address of digits can have none. */
export const canUsePasskeys = () =>
  globalThis.isSecureContext && browserSupportsWebAuthn() && !/^[\d.]+$|:/.test(location.hostname)

/** Null when signed in, else why not. */
export const signInWithPasskey = () =>
  withPasskey(
    () => call(session.passkey_options),
    (body) => call(session.enter_passkey, { body }),
  )

/** Null when it is clear who sits there, else why not. */
export const confirmWithPasskey = () =>
  withPasskey(
    () => call(session.confirm_options),
    (body) => call(session.confirm_passkey, { body }),
  )

async function withPasskey(ask: () => Promise<Options>, answer: (body: SignInAnswer) => Promise<unknown>) {
  try {
    const optionsJSON = (await ask()) as unknown as PublicKeyCredentialRequestOptionsJSON
    await answer(plain(await startAuthentication({ optionsJSON })) as SignInAnswer)
    return null
  } catch (error) {
    // The browser's own window was closed, or has no passkey for this address.
    return error instanceof Refusal ? sentenceOf(error) : texts.passkey_failed
  }
}

/** Lets the browser make a passkey; null when it made none: its window was closed, or the passkey is registered already. */
export async function makePasskey(options: Options): Promise<NewPasskey['answer'] | null> {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  const answer = await startRegistration({ optionsJSON }).catch(() => null)
  return answer && (plain(answer) as NewPasskey['answer'])
}

/** As JSON, which leaves out what the browser left undefined. */
function plain(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer))
}
