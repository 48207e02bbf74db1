import { Badge, Button, Modal, Skeleton, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBuildingBank } from '@tabler/icons-react'
import type { CompanyCard } from '#contract/companies.ts'
import { fill, formatDay, texts as common } from '#web/platform/texts.ts'
import { Changes } from './changes.tsx'
import { factTexts } from './fact-texts.ts'
import { texts } from './texts.ts'
import { useRegister } from './use-register.ts'

/** What the register says that one should know before all else, and a way to what has changed in it. */
export function RegisterFlags({ company }: { company: CompanyCard }) {
  const [isOpen, dialog] = useDisclosure()
  const { register } = company
  if (!register) return null
  const { is_bankrupt, is_winding_up, deleted_on, changes } = register
  return (
    <>
      {is_bankrupt && <Badge color="red.9">{factTexts.is_bankrupt}</Badge>}
      {is_winding_up && <Badge color="red.9">{factTexts.is_winding_up}</Badge>}
      {deleted_on && <Badge color="red.9">{`${factTexts.deleted_on} ${formatDay(deleted_on)}`}</Badge>}
      {changes > 0 && (
        <Button size="compact-xs" variant="default" leftSection={<IconBuildingBank size={14} />} onClick={dialog.open}>
          {changes === 1 ? texts.one_change : fill(texts.changes, { count: String(changes) })}
        </Button>
      )}
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={fill(texts.card_and_register, { name: company.name })}
        size="lg"
        closeButtonProps={{ 'aria-label': common.close }}
      >
        {isOpen && <Open company={company} onDone={dialog.close} />}
      </Modal>
    </>
  )
}

function Open({ company, onDone }: { company: CompanyCard; onDone: () => void }) {
  const { data } = useRegister(company.id)
  if (!data) return <Skeleton height={160} />
  if (data.changes.length === 0) return <Text role="status">{texts.no_changes}</Text>
  return <Changes company={company} changes={data.changes} onDone={onDone} />
}
