import { ActionIcon, Alert, Button, Group, Skeleton, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { directories, DirectoriesInput, type Directory, MOST_DIRECTORIES } from '#contract/directories.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './texts.ts'
import { useDirectories } from './use-directories.ts'

type Row = Directory & { key: string }
const toRow = (directory: Directory): Row => ({ ...directory, key: crypto.randomUUID() })

/** Which directories companies are looked up in, and how their links are made. */
export function DirectoriesForm() {
  const { data, error } = useDirectories()
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [typed, setTyped] = useState<Row[] | null>(null)
  const [isNewer, setIsNewer] = useState(false)
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  if (!data) return <Skeleton height={160} />
  const rows = typed ?? data.items.map((item) => ({ ...item, key: item.name }))
  const set = (key: string, change: Partial<Directory>) =>
    setTyped(rows.map((row) => (row.key === key ? { ...row, ...change } : row)))
  const choose = async (items: Directory[] | null) => {
    const save = async () => {
      queries.setQueryData(['directories'], await call(directories.change, { body: { items }, version: data.version }))
    }
    const onRefusal = ({ status }: Refusal) => {
      if (status !== 412) return false
      setIsNewer(true)
      void queries.invalidateQueries({ queryKey: ['directories'] })
      return true
    }
    if (!(await fields.check(DirectoriesInput, { items }, save, onRefusal))) return
    setTyped(null)
    setIsNewer(false)
    tell(texts.directories_saved)
    // The version is the firm's.
    await queries.invalidateQueries()
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    void choose(rows.map(({ name, template }) => ({ name, template })))
  }
  return (
    <form onSubmit={send} noValidate>
      <Text size="sm" c="dimmed" id="placeholders">
        {texts.placeholders}
      </Text>
      <ul className="rows">
        {rows.map(({ key, name, template }, at) => (
          <li key={key} className="directory-row">
            <TextInput
              aria-label={fill(texts.directory_name, { number: String(at + 1) })}
              placeholder={texts.name_placeholder}
              value={name}
              onChange={(event) => {
                fields.forget(`items.${at}.name`)
                set(key, { name: event.currentTarget.value })
              }}
              error={fields.errorOf(`items.${at}.name`)}
            />
            <TextInput
              aria-label={fill(texts.directory_link, { name: name || String(at + 1) })}
              placeholder="https://katalog.example/?q={name}"
              type="url"
              className="row-text"
              value={template}
              onChange={(event) => {
                fields.forget(`items.${at}.template`)
                set(key, { template: event.currentTarget.value })
              }}
              error={fields.errorOf(`items.${at}.template`)}
              aria-describedby="placeholders"
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={fill(texts.remove_directory, { name: name || String(at + 1) })}
              title={fill(texts.remove_directory, { name: name || String(at + 1) })}
              onClick={() => setTyped(rows.filter((row) => row.key !== key))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {isNewer && (
        <Alert color="yellow" mb="xs">
          {texts.directories_newer}
        </Alert>
      )}
      {fields.general}
      <Group mt="sm">
        <Button type="submit" variant="default" loading={fields.isSending} disabled={typed === null}>
          {common.save}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={rows.length >= MOST_DIRECTORIES}
          onClick={() => setTyped([...rows, toRow({ name: '', template: '' })])}
        >
          {texts.add_directory}
        </Button>
        {typed && (
          <Button variant="subtle" onClick={() => setTyped(null)}>
            {common.cancel}
          </Button>
        )}
        {!data.is_usual && !typed && (
          <Button variant="subtle" onClick={() => choose(null)}>
            {texts.usual_directories}
          </Button>
        )}
      </Group>
    </form>
  )
}
