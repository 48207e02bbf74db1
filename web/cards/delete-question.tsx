import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { attempt } from '#web/platform/attempt.ts'
import { fill, texts } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import type { Of } from './of.ts'

const places = {
  company: { list: '/companies', card: '/companies/$id/$tab' },
  person: { list: '/persons', card: '/persons/$id/$tab' },
} as const

type Props = {
  of: Of
  text: string
  remove: () => Promise<unknown>
  restore: () => Promise<unknown>
  close: () => void
}

/** Asks, deletes, leads to the list, and offers to take it back. */
export function DeleteQuestion({ of: { kind, id, name }, text, remove, restore, close }: Props) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { list, card } = places[kind]
  const takeBack = async () => {
    if (!(await attempt(restore))) return
    await queries.invalidateQueries()
    await navigate({ to: card, params: { id, tab: 'info' } })
  }
  const yes = async () => {
    const isDeleted = await attempt(remove)
    if (isDeleted) await navigate({ to: list })
    await queries.invalidateQueries()
    if (isDeleted) tellUndo(fill(texts.was_deleted, { name }), takeBack)
  }
  return <Question title={texts.delete} text={text} onYes={yes} onClose={close} />
}
