import { sql } from 'kysely'
import { people } from '#contract/people.ts'
import { personList } from '#contract/person-list.ts'
import { vcards } from '#contract/vcards.ts'
import { addFavourite, noteOpened, removeFavourite } from '#server/preferences/at-hand.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { findSamePersons } from './duplicates.ts'
import { exportPersons } from './export.ts'
import { changePersons, countPersons, listPersons } from './list.ts'
import {
  createPerson,
  deletePerson,
  readPersonCard,
  restorePerson,
  setPersonInactive,
  updatePerson,
} from './persons.ts'
import { importCards, matchCards } from './import-vcards.ts'
import { readVcards } from './read-vcards.ts'
import { exportVcards, sendVcard } from './write-vcards.ts'
import { createContact, link, unlink, updateRole } from './roles.ts'

export function servePeople(server: Server) {
  serve(server, people, {
    create: async ({ db, who, body }) => createPerson(db, who, body),
    card: async ({ db, who, params }) => readPersonCard(db, who, params.id),
    update: async ({ db, who, params, body, version }) => updatePerson(db, who, params.id, body, version),
    delete: async ({ db, who, params, version }) => deletePerson(db, who, params.id, version),
    restore: async ({ db, who, params }) => restorePerson(db, who, params.id),
    deactivate: async ({ db, who, params, version }) =>
      setPersonInactive(db, who, params.id, sql<string>`now()`, version),
    activate: async ({ db, who, params, version }) => setPersonInactive(db, who, params.id, null, version),
    open: async ({ db, who, params }) => noteOpened(db, who, 'person', params.id),
    keep: async ({ db, who, params }) => addFavourite(db, who, 'person', params.id),
    let_go: async ({ db, who, params }) => removeFavourite(db, who, 'person', params.id),
    duplicates: async ({ db, who, query }) => findSamePersons(db, who, query),
    create_contact: async ({ db, who, params, body }) => createContact(db, who, params.id, body),
    link: async ({ db, who, body }) => link(db, who, body),
    update_role: async ({ db, who, params, body, version }) => updateRole(db, who, params.id, body, version),
    unlink: async ({ db, who, params, version }) => unlink(db, who, params.id, version),
  })
  serve(server, personList, {
    list: async ({ db, who, query }) => listPersons(db, who, query),
    count: async ({ db, who, query }) => ({ count: await countPersons(db, who, query) }),
    change_many: async ({ db, who, body }) => changePersons(db, who, body),
    export: async ({ db, who, body }) => exportPersons(db, who, body),
  })
  serve(server, vcards, {
    one: async ({ db, who, params, query }) => sendVcard(db, who, params.id, query.version),
    many: async ({ db, who, body }) => exportVcards(db, who, body.selection, body.version),
    preview: {
      first: async ({ who, body, language }) => {
        const found = await readVcards(body, language)
        return async (db) => ({ items: await matchCards(db, who, found) })
      },
    },
    make: async ({ db, who, body }) => ({ ids: await importCards(db, who, body.cards) }),
  })
}
