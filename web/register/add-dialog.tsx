import type { RegisterHit } from '#contract/register.ts'
export function AddDialog({ unit }: { unit: RegisterHit; onClose: () => void }) {
  return unit.name
}
