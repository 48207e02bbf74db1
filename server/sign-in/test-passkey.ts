import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { testSettings } from '#server/platform/test.ts'

const origin = testSettings.public_url
const host = new URL(origin).hostname

export type Passkey = ReturnType<typeof makePasskey>
type Change = { origin?: string; host?: string; isVerified?: boolean; counter?: number }

/** A passkey in software, for tests: ES256, attestation "none" (WebAuthn Level 3, sections 6.1 and 6.5). */
export function makePasskey(id = randomBytes(16).toString('base64url')) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let used = 0
  const common = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  const authenticatorData = (change: Change, more = Buffer.alloc(0)) => {
    const flags = 0x01 | (change.isVerified === false ? 0 : 0x04) | (more.length > 0 ? 0x40 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(change.counter ?? ++used)
    const rp = createHash('sha256')
      .update(change.host ?? host)
      .digest()
    return Buffer.concat([rp, Buffer.from([flags]), counter, more])
  }
  const clientData = (type: string, challenge: string, change: Change) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: change.origin ?? origin, crossOrigin: false }))
  return {
    id,
    register(challenge: string, change: Change = {}) {
      const credential = Buffer.from(id, 'base64url')
      const more = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, credential.length]),
        credential,
        coseKey(publicKey),
      ])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(authenticatorData(change, more)),
      ])
      const response = {
        clientDataJSON: clientData('webauthn.create', challenge, change).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      }
      return { ...common, response }
    },
    answer(challenge: string, change: Change = {}) {
      const data = authenticatorData(change)
      const client = clientData('webauthn.get', challenge, change)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
      }
      return { ...common, response }
    },
  }
}

/** RFC 9053: {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}. */
function coseKey(key: KeyObject) {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21])
  return Buffer.concat([
    head,
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y, 'base64url')),
  ])
}

const cborText = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])
/** Up to 255 bytes, which is all that there is here. */
const cborBytes = (bytes: Buffer) => Buffer.concat([Buffer.from([0x58, bytes.length]), bytes])
