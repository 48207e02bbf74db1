import { Alert, Button, Checkbox, Group, Modal, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { categories, CategoryChange, type Category, type TiedCategory } from '#contract/categories.ts'
import type { Of } from '#web/cards/of.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRights } from '#web/platform/session.ts'
import { texts as common } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { offeredFor, useCategories } from './categories.ts'
import { CategoryChips } from './category-chips.tsx'
import { NewCategory } from './new-category.tsx'
import { texts } from './texts.ts'

type Props = { of: Of; tied: TiedCategory[]; onClose: () => void }

/** "Oppdatere kategorier": only what was ticked and unticked here is sent, so that a colleague's ticks stay. */
export function TickDialog({ of, tied, onClose }: Props) {
  const queries = useQueryClient()
  const { isAdministrator } = useRights()
  const { data: all = [] } = useCategories()
  const [ticks, setTicks] = useState<Record<string, boolean>>({})
  const fields = useFieldErrors()
  const had = tied.map(({ id }) => id)
  const isTicked = (id: string) => ticks[id] ?? had.includes(id)
  const tick = (id: string, on: boolean) => {
    fields.forget('add')
    setTicks({ ...ticks, [id]: on })
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const changed = (on: boolean) => Object.keys(ticks).filter((id) => ticks[id] === on && had.includes(id) !== on)
    const body = { add: changed(true), remove: changed(false) }
    const endpoint = of.kind === 'company' ? categories.change_of_company : categories.change_of_person
    if (!(await fields.check(CategoryChange, body, () => call(endpoint, { params: { id: of.id }, body })))) return
    onClose()
    await queries.invalidateQueries()
    tell(texts.updated)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${texts.update}: ${of.name}`}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          <Ticks offered={offeredFor(of.kind, all, had)} isTicked={isTicked} tick={tick} />
          {isAdministrator ? (
            <NewCategory onMade={({ id }) => tick(id, true)} />
          ) : (
            all.length === 0 && (
              <Text size="sm" c="dimmed">
                {texts.ask_administrator}
              </Text>
            )
          )}
          {fields.errorOf('add') ? (
            <Alert color="red" role="alert">
              {fields.errorOf('add')}
            </Alert>
          ) : (
            fields.general
          )}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={fields.isSending}>
              {texts.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type TicksProps = { offered: Category[]; isTicked: (id: string) => boolean; tick: (id: string, on: boolean) => void }

/** A tick for each; where there are many, a field that narrows them. */
function Ticks({ offered, isTicked, tick }: TicksProps) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLocaleLowerCase('nb')
  const shown = offered.filter(({ name }) => name.toLocaleLowerCase('nb').includes(wanted))
  return (
    <>
      {offered.length > 8 && (
        <TextInput
          aria-label={texts.find}
          placeholder={texts.find}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          // Enter in it narrows further; it does not save.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          data-autofocus
        />
      )}
      {shown.length === 0 && <Text c="dimmed">{offered.length === 0 ? texts.none_tied : texts.none_found}</Text>}
      <ScrollArea.Autosize mah="45dvh" type="auto">
        <Stack gap={8} role="group" aria-label={texts.categories} p={2}>
          {shown.map((category) => (
            <Checkbox
              key={category.id}
              checked={isTicked(category.id)}
              onChange={(event) => tick(category.id, event.currentTarget.checked)}
              label={
                <Group component="span" gap={6}>
                  <CategoryChips categories={[category]} />
                  {category.archived_at && (
                    <Text span size="xs" c="dimmed">
                      {texts.archived_mark}
                    </Text>
                  )}
                </Group>
              }
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </>
  )
}
