import { InputBase, InputPlaceholder } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { lazily } from './lazily.tsx'

const load = () => import('./choices.tsx')
const Choices = lazily(async () => (await load()).Choices)

export type ChoicesProps = {
  /** What stands in the empty field, and its name. */
  label: string
  data: { value: string; label: string }[]
  value: string[]
  onChange: (value: string[]) => void
  w: number
}

/** Several of many; its code comes when something is chosen already or the field is first used. */
export function ChoicesOnUse(choices: ChoicesProps) {
  const [isUsed, setIsUsed] = useState(false)
  const { label, value, w } = choices
  const placeholder = (more: { onClick?: () => void; onPointerEnter?: () => void }) => (
    <InputBase
      component="button"
      type="button"
      pointer
      w={w}
      aria-haspopup="listbox"
      rightSection={<IconChevronDown size={16} />}
      rightSectionPointerEvents="none"
      {...more}
    >
      <InputPlaceholder>{label}</InputPlaceholder>
    </InputBase>
  )
  if (!isUsed && value.length === 0)
    return placeholder({
      onClick: () => setIsUsed(true),
      onPointerEnter: () => void load().catch(() => undefined),
    })
  return (
    <Suspense fallback={placeholder({})}>
      <Choices {...choices} opensAtOnce={isUsed} />
    </Suspense>
  )
}
