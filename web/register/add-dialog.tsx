import { Alert, Badge, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { registerCompanies } from '#contract/register-companies.ts'
import type { RegisterHit } from '#contract/register.ts'
import { formatOrgNumber } from '#contract/rules.ts'
import { call, type Reply } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatDay, texts as common } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { type Choice, Choices, usualChoice } from './add-choices.tsx'
import { factTexts } from './fact-texts.ts'
import { texts } from './texts.ts'

export type Preview = Reply<typeof registerCompanies.preview>
type Props = { unit: Pick<RegisterHit, 'org_number' | 'name' | 'org_form' | 'city'>; onClose: () => void }

/**
 * What of a unit goes where, each with a tick, and one button that does it all. The button has the focus from the first
 * moment: pressed before the preview is there, it adds what is usual.
 */
export function AddDialog({ unit, onClose }: Props) {
  const { org_number } = unit
  const preview = useQuery({
    queryKey: ['register-preview', org_number],
    queryFn: () => call(registerCompanies.preview, { params: { org_number } }),
  })
  const [changed, setChanged] = useState<Choice | null>(null)
  const { mayChange } = useRights()
  const choice = changed ?? (preview.data && usualChoice(preview.data))
  const { add, isSending, refusal } = useAdding(org_number, onClose)
  const whyNot = mayChange('crm') ? preview.data && whyNotOf(preview.data) : texts.no_right
  const existing = preview.data?.company_id
  const navigate = useNavigate()
  const open = (id: string) => {
    onClose()
    void navigate({ to: '/companies/$id/$tab', params: { id, tab: 'info' } })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.add_title}
      size={720}
      closeButtonProps={{ 'aria-label': common.close }}
      transitionProps={{ duration: 0 }}
    >
      <Stack gap="sm">
        <Heading unit={unit} preview={preview.data} />
        {preview.error && <Alert color="red">{sentenceOf(preview.error)}</Alert>}
        {whyNot && !existing && (
          <Alert color="yellow" role="status">
            {whyNot}
          </Alert>
        )}
        {preview.isPending && <Skeleton height={280} />}
        {preview.data?.unit && choice && !existing && (
          <Choices preview={preview.data} unit={preview.data.unit} choice={choice} onChange={setChanged} />
        )}
        <div className="dialog-foot">
          {refusal && (
            <Alert color="red" role="alert" mb="xs">
              {refusal}
            </Alert>
          )}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button
              data-autofocus
              loading={isSending}
              disabled={Boolean(whyNot) && !existing}
              onClick={() => (existing ? open(existing) : add(choice ?? null))}
            >
              {existing ? common.open : texts.add}
            </Button>
          </Group>
        </div>
      </Stack>
    </Modal>
  )
}

function Heading({ unit, preview }: { unit: Props['unit']; preview: Preview | undefined }) {
  const found = preview?.unit
  const details = [
    found?.org_form?.name ?? unit.org_form,
    formatOrgNumber(unit.org_number),
    found?.business_address?.city ?? unit.city,
  ]
  return (
    <div>
      <Group gap="xs">
        <Text fw={600} className="field-value">
          {found?.name ?? unit.name}
        </Text>
        {found?.is_bankrupt && <Badge color="red.9">{factTexts.is_bankrupt}</Badge>}
        {(found?.is_winding_up || found?.is_forced_winding_up) && (
          <Badge color="red.9">{factTexts.is_winding_up}</Badge>
        )}
        {preview?.company_id && <Badge variant="default">{texts.exists}</Badge>}
      </Group>
      <Text size="sm" c="dimmed">
        {details.filter(Boolean).join(' · ')}
      </Text>
    </div>
  )
}

/** Why it can not be added as it stands; null when it can. */
function whyNotOf({ found, unit }: Preview): string | null {
  if (found === 'yes') return null
  if (found === 'deleted') return fill(texts.is_gone, { day: formatDay(unit?.deleted_on ?? unit?.closed_on ?? '') })
  if (found === 'removed') return texts.is_removed
  return found === 'no' ? texts.is_unknown : texts.register_down
}

/** Adds with what was chosen, the usual when nothing was shown yet; then its card stands there. */
function useAdding(org_number: string, onClose: () => void) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [key] = useState(() => crypto.randomUUID())
  const [isSending, setIsSending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const add = async (choice: Choice | null) => {
    if (isSending) return
    setIsSending(true)
    setRefusal(null)
    try {
      const { id, name } = await call(registerCompanies.add, { body: { org_number, ...choice }, key })
      onClose()
      await navigate({ to: '/companies/$id/$tab', params: { id, tab: 'info' }, search: { below: 'services' } })
      tell(fill(texts.was_added, { name }))
      await queries.invalidateQueries()
    } catch (error) {
      setRefusal(sentenceOf(error))
    } finally {
      setIsSending(false)
    }
  }
  return { add, isSending, refusal }
}
