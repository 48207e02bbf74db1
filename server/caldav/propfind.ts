import { AppError } from '#server/platform/errors.ts'
import { type Asked, multistatus, propertiesAt, type Reading, refuse } from './answer.ts'
import { findEntry, listEntries } from './collections.ts'
import { addresses, type Kind } from './places.ts'
import { describe, type Subject, wantedProperties } from './properties.ts'
import { childOf } from './xml.ts'

const kinds: Kind[] = ['event', 'task']

/** The place itself, and with depth 1 what lies in it. */
export const propfind: Reading = async (db, { who, place, xml, depth }) => {
  if (depth === 'infinity') return refuse(403, 'D:propfind-finite-depth')
  if (xml && xml.name !== 'D:propfind') throw new AppError('malformed')
  const wanted = wantedProperties(childOf(xml, 'D:prop'))
  const { user_id } = who
  const tell = (at: string, subject: Subject) => describe({ db, who, subject }, at, wanted)
  const collection = (kind: Kind) => tell(addresses.collection(user_id, kind), { is: 'collection', kind })
  const told: string[] = []
  if (place.is === 'root') told.push(await tell(addresses.root, place))
  if (place.is === 'principal') told.push(await tell(addresses.principal(user_id), place))
  if (place.is === 'home') {
    told.push(await tell(addresses.home(user_id), place))
    if (depth === '1') for (const kind of kinds) told.push(await collection(kind))
  }
  if (place.is === 'collection') {
    const { kind } = place
    told.push(await collection(kind))
    for (const entry of depth === '1' ? await listEntries(db, who, kind) : [])
      told.push(await tell(addresses.object(user_id, kind, entry.name), { is: 'object', kind, entry }))
  }
  if (place.is === 'object') {
    const entry = await findEntry(db, who, place.kind, place.name)
    if (!entry) throw new AppError('not_found')
    told.push(await tell(addresses.object(user_id, place.kind, place.name), { is: 'object', kind: place.kind, entry }))
  }
  return multistatus(...told)
}

/** Colours and names of one's own stay with the program that chose them. */
export const proppatch: Reading = async (_db, { xml, place, who }) =>
  multistatus(refusedProperties(addressOf(place, who.user_id), xml))

function refusedProperties(at: string, xml: Asked['xml']) {
  const named = (xml?.children ?? []).flatMap((change) => childOf(change, 'D:prop')?.children ?? [])
  return propertiesAt(
    at,
    [],
    named.map(({ name }) => name),
    '403 Forbidden',
  )
}

function addressOf(place: Asked['place'], user_id: string): string {
  if (place.is === 'root') return addresses.root
  if (place.is === 'object') return addresses.object(user_id, place.kind, place.name)
  return place.is === 'collection' ? addresses.collection(user_id, place.kind) : addresses[place.is](user_id)
}
