// The letters about meetings: as the program has them, or as the firm's administrator wrote them.
import {
  type LetterKind,
  letterKinds,
  letterLanguages,
  type Template,
  type TemplateInput,
} from '#contract/invitations.ts'
import type { Language } from '#contract/messages.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import type { z } from 'zod'

const facts = {
  nb: 'Hva: {{title}}\nNår: {{when}}\nHvor: {{place}}',
  en: 'What: {{title}}\nWhen: {{when}}\nWhere: {{place}}',
}

const own: Record<Language, Record<LetterKind, { subject: string; body: string }>> = {
  nb: {
    request: {
      subject: 'Invitasjon: {{title}}',
      body: `Hei, {{name}}!\n\n{{organizer}} i {{firm}} inviterer til et møte.\n\n${facts.nb}\n\n{{message}}`,
    },
    update: {
      subject: 'Endret: {{title}}',
      body: `Hei, {{name}}!\n\nMøtet med {{organizer}} i {{firm}} er endret. Slik er det nå:\n\n${facts.nb}\n\n{{message}}`,
    },
    cancel: {
      subject: 'Avlyst: {{title}}',
      body: `Hei, {{name}}!\n\n{{organizer}} i {{firm}} har avlyst dette:\n\n${facts.nb}\n\n{{message}}`,
    },
  },
  en: {
    request: {
      subject: 'Invitation: {{title}}',
      body: `Hello {{name}},\n\n{{organizer}} of {{firm}} invites you to a meeting.\n\n${facts.en}\n\n{{message}}`,
    },
    update: {
      subject: 'Changed: {{title}}',
      body: `Hello {{name}},\n\nThe meeting with {{organizer}} of {{firm}} has changed. This is how it is now:\n\n${facts.en}\n\n{{message}}`,
    },
    cancel: {
      subject: 'Cancelled: {{title}}',
      body: `Hello {{name}},\n\n{{organizer}} of {{firm}} has called this off:\n\n${facts.en}\n\n{{message}}`,
    },
  },
}

export async function listTemplates(db: Read, tenant_id: string): Promise<Template[]> {
  const changed = await db
    .selectFrom('invitation_template')
    .select(['kind', 'language', 'subject', 'body', 'version'])
    .where('tenant_id', '=', tenant_id)
    .execute()
  return letterLanguages.flatMap((language) =>
    letterKinds.map((kind) => {
      const found = changed.find((one) => one.kind === kind && one.language === language)
      return { kind, language, version: 0, ...own[language][kind], ...found } as Template
    }),
  )
}

type Place = { kind: LetterKind; language: Language }

/** Version 0 is the program's own letter: whoever changes it first makes the row. */
export async function changeTemplate(
  tx: Write,
  { tenant_id }: Who,
  { kind, language }: Place,
  input: z.output<typeof TemplateInput>,
  version: number,
): Promise<Template> {
  const row = { tenant_id, kind, language, ...input }
  const written =
    version === 0
      ? await tx
          .insertInto('invitation_template')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
          .then(({ numInsertedOrUpdatedRows }) => numInsertedOrUpdatedRows)
      : await tx
          .updateTable('invitation_template')
          .set(input)
          .where('tenant_id', '=', tenant_id)
          .where('kind', '=', kind)
          .where('language', '=', language)
          .where('version', '=', version)
          .executeTakeFirst()
          .then(({ numUpdatedRows }) => numUpdatedRows)
  const current = (await listTemplates(tx, tenant_id)).find((one) => one.kind === kind && one.language === language)
  if (!current) throw new AppError('not_found')
  if (!written) throw new AppError('stale', { current })
  return current
}
