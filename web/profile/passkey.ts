import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
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

/** A new question before the one that is open runs out, which it does after five minutes. */
const ASK_ANEW = 4 * 60_000

/** Lets the browser suggest passkeys in the field for the address; returns how to stop that. */
export function suggestPasskeys(onAnswer: (refusal: string | null) => unknown): () => void {
  const over = new AbortController()
  let renewal: ReturnType<typeof setTimeout> | undefined
  const suggest = async () => {
    if (!(await browserSupportsWebAuthnAutofill())) return
    // Without them one signs in as everybody does: whatever fails here is told when something is sent.
    const options = await call(session.passkey_options).catch(() => null)
    if (!options || over.signal.aborted) return
    renewal = setTimeout(suggest, ASK_ANEW)
    const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
    const answer = await startAuthentication({ optionsJSON, useBrowserAutofill: true }).catch(() => null)
    if (!answer || over.signal.aborted) return
    clearTimeout(renewal)
    const body = plain(answer) as SignInAnswer
    onAnswer(await call(session.enter_passkey, { body }).then(() => null, sentenceOf))
  }
  void suggest()
  return () => {
    over.abort()
    clearTimeout(renewal)
    WebAuthnAbortService.cancelCeremony()
  }
}

/** Null when it is clear who sits there, else why not. */
export const confirmWithPasskey = () =>
  withPasskey(
    () => call(session.confirm_options),
    (body) => call(session.confirm_passkey, { body }),
  )

async function withPasskey(ask: () => Promise<Options>, send: (body: SignInAnswer) => Promise<unknown>) {
  try {
    const optionsJSON = (await ask()) as unknown as PublicKeyCredentialRequestOptionsJSON
    await send(plain(await startAuthentication({ optionsJSON })) as SignInAnswer)
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
