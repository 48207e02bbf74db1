import { Text } from '@mantine/core'
import { useState } from 'react'
import { NewFirmInput, session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { NewFirmFields, noFirm, withAddress } from './new-firm-fields.tsx'
import { texts } from './texts.ts'

/** Another firm of whoever is signed in; a new page then shows it, as when one switches. */
export function NewFirm({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(noFirm)
  const fields = useFieldErrors()
  const make = async () => {
    const body = withAddress(form)
    if (await fields.check(NewFirmInput, body, () => call(session.make_firm, { body }))) location.assign('/')
  }
  return (
    <Dialog title={texts.new_firm} submit={texts.make_firm} fields={fields} onSubmit={make} onClose={onClose}>
      <Text size="sm" c="dimmed">
        {texts.new_firm_lead}
      </Text>
      <NewFirmFields form={form} onChange={(change) => setForm({ ...form, ...change })} fields={fields} />
    </Dialog>
  )
}
