import { consents } from '#contract/consents.ts'
import { smsMessages } from '#contract/sms.ts'
import { smsSettings } from '#contract/sms-settings.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { serveSmsCallbacks } from './callbacks.ts'
import { giveConsent, listConsents, withdrawConsent } from './consents.ts'
import { cancelBatch, cancelSms, letBe, listSms, readSms, retrySms } from './list.ts'
import { previewSms, sendSms, sendTest } from './messages.ts'
import { changeSettings, checkAddress, readSettings, readState, renewSettings } from './settings.ts'
import { changeTemplate, createTemplate, deleteTemplate, listTemplates } from './templates.ts'

export function serveSms(server: Server) {
  serve(server, smsSettings, {
    state: async ({ db, who }) => readState(db, who),
    get: async ({ db, who }) => readSettings(db, who, server),
    change: {
      first: async ({ who, body, version }) => {
        await checkAddress(body, server.services)
        return async (db) => changeSettings(db, who, body, version, server)
      },
    },
    renew: async ({ db, who, body, version }) => renewSettings(db, who, body.ends_now, version, server),
    test: async ({ db, who, body, language }) => sendTest(db, who, body.number, language),
    templates: async ({ db, who }) => ({ items: await listTemplates(db, who) }),
    create_template: async ({ db, who, body }) => createTemplate(db, who, body),
    change_template: async ({ db, who, params, body, version }) => changeTemplate(db, who, params.id, version, body),
    delete_template: async ({ db, who, params, version }) => deleteTemplate(db, who, params.id, version),
  })
  serve(server, smsMessages, {
    preview: async ({ db, who, body }) => previewSms(db, who, body),
    send: async ({ db, who, body }) => sendSms(db, who, body),
    list: async ({ db, who, query }) => listSms(db, who, query),
    get: async ({ db, who, params }) => readSms(db, who, params.id),
    cancel: async ({ db, who, params }) => cancelSms(db, who, params.id),
    cancel_batch: async ({ db, who, params }) => cancelBatch(db, who, params.id),
    retry: async ({ db, who, params, version }) => retrySms(db, who, params.id, version),
    settle: async ({ db, who, params, version }) => letBe(db, who, params.id, version),
  })
  serve(server, consents, {
    list: async ({ db, who, query }) => listConsents(db, who, query.person_id),
    give: async ({ db, who, body }) => giveConsent(db, who, body),
    withdraw: async ({ db, who, params, version }) => withdrawConsent(db, who, params.id, version),
  })
  serveSmsCallbacks(server)
}
