import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { RegisterHit } from '#contract/register.ts'
import { findInRegister } from '#web/register/find.ts'
import { texts } from '#web/register/texts.ts'
import { cardOf } from '#web/shell/hit.tsx'
import type { Command } from './commands.tsx'
import type { DialogOfNew } from './new-records.ts'

export type RegisterCommand = Command & { unit: RegisterHit }

/** What the register has of what is typed: one that we have is opened, another can be added. After our own hits, which wait for nobody. */
export function useRegisterCommands(typed: string, areOwnFound: boolean, openDialog: (what: DialogOfNew) => void) {
  const navigate = useNavigate()
  const q = typed.trim()
  const asks = q.length > 2 && areOwnFound
  const { data, isPending } = useQuery({
    queryKey: ['register-hits', q],
    queryFn: ({ signal }) => findInRegister(q, signal),
    enabled: asks,
  })
  const found = asks ? data : undefined
  const commands = (found?.items ?? []).map((unit): RegisterCommand => {
    const { company_id: id } = unit
    return {
      id: `register-${unit.org_number}`,
      group: texts.from_register,
      label: unit.name,
      unit,
      onChoose: () => (id ? navigate(cardOf({ kind: 'company', id })) : openDialog(unit)),
    }
  })
  return {
    commands,
    isAsking: asks && isPending,
    isDown: found !== undefined && found.state !== 'ready' && commands.length === 0,
  }
}
