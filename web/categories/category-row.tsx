import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArchive, IconArchiveOff, IconDots, IconReplace, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { categories, type Category } from '#contract/categories.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { MenuButton } from '#web/ui/menu-button.tsx'
import { Question } from '#web/ui/question.tsx'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import { CategoryChips } from './category-chips.tsx'
import { texts } from './texts.ts'

type Uses = { id: string; companies: number; persons: number; is_used: boolean }
type Props = { category: Category; uses: Uses | undefined; onEdit: () => void; onReplace: () => void }

/** One category of the register: its chip, what it is for, how many have it, and what can be done with it. */
export function CategoryRow({ category, uses, onEdit, onReplace }: Props) {
  const queries = useQueryClient()
  const [asks, question] = useDisclosure()
  const { id, name, version, archived_at } = category
  const params = { id }
  const refreshed = async (work: () => Promise<unknown>) => {
    await attempt(work)
    await queries.invalidateQueries()
  }
  const restore = (of: number) => refreshed(() => call(categories.restore, { params, version: of }))
  const archive = () =>
    refreshed(async () => {
      const archived = await call(categories.archive, { params, version })
      tellUndo(fill(texts.was_archived, { name }), () => restore(archived.version))
    })
  const archival = archived_at
    ? { label: texts.restore, icon: <IconArchiveOff size={16} />, onChoose: () => restore(version) }
    : { label: texts.archive, icon: <IconArchive size={16} />, onChoose: archive }
  return (
    <li>
      <div className="row-text">
        <CategoryChips categories={[category]} />
        <Text size="sm" c="dimmed" mt={2}>
          {kindOf(category)}
          {uses && ' · '}
          {uses && <UsesOf id={id} uses={uses} />}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Button size="compact-sm" variant="default" aria-label={fill(texts.edit_named, { name })} onClick={onEdit}>
          {common.edit}
        </Button>
        <MenuButton
          position="bottom-end"
          renderButton={(target) => (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={fill(texts.more_named, { name })}
              title={fill(texts.more_named, { name })}
              {...target}
            >
              <IconDots size={16} />
            </ActionIcon>
          )}
          entries={[
            { label: `${texts.replace} …`, icon: <IconReplace size={16} />, onChoose: onReplace },
            archival,
            'line',
            {
              label: `${texts.delete} …`,
              icon: <IconTrash size={16} />,
              onChoose: question.open,
              ...(uses?.is_used === false ? {} : { why_not: texts.in_use }),
            },
          ]}
        />
      </Group>
      {asks && (
        <Question
          title={texts.delete}
          text={fill(texts.delete_question, { name })}
          onYes={() => refreshed(() => call(categories.delete, { params, version }))}
          onClose={question.close}
        />
      )}
    </li>
  )
}

function kindOf({ for_companies, for_persons }: Category) {
  if (for_companies && for_persons) return texts.for_both
  return for_companies ? texts.for_companies : texts.for_persons
}

/** How many have it; the companies can be looked at. */
function UsesOf({ id, uses: { companies, persons, is_used } }: { id: string; uses: Uses }) {
  if (companies + persons === 0) return is_used ? texts.used_by_deleted : texts.unused
  const shown = (count: number, one: string, many: string) =>
    count === 1 ? one : fill(many, { count: count.toLocaleString('nb-NO') })
  return (
    <>
      {companies > 0 && (
        <Link className="quiet-link" to="/companies" search={{ category_ids: id, inactive: 'with' }}>
          {shown(companies, texts.one_company, texts.companies)}
        </Link>
      )}
      {companies > 0 && persons > 0 && ' · '}
      {persons > 0 && shown(persons, texts.one_person, texts.persons)}
    </>
  )
}
