import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type SmsKind, smsMessages, type SmsTargetInput } from '#contract/sms.ts'
import { call, type Reply } from '#web/platform/api.ts'

export type Draft = {
  text: string
  kind: SmsKind
  /** Those who were taken out; null: as it is by itself. */
  except: string[] | null
  isLater: boolean
  day: string
  time: string
}
export type Preview = Reply<typeof smsMessages.preview>

/** Who could get it, who is taken out, and what it comes to. */
export function usePreview(to: SmsTargetInput, { text, kind, except: chosen }: Draft) {
  const ask = (text: string, except: string[], enabled: boolean) => ({
    queryKey: ['sms-preview', to, kind, text, except],
    queryFn: () => call(smsMessages.preview, { body: { to, kind, text, except } }),
    placeholderData: keepPreviousData,
    enabled,
    retry: false,
  })
  const candidates = useQuery(ask('', [], true))
  // Of a company with its contacts the message is the company's, unless one chooses others.
  const isCard = 'company_id' in to
  const usual = isCard ? (candidates.data?.recipients.slice(1).map(({ id }) => id) ?? []) : []
  const except = chosen ?? usual
  const [settled] = useDebouncedValue(text, 300)
  const preview = useQuery(ask(settled.slice(0, 2_000), except, candidates.isSuccess))
  return { candidates, except, preview: preview.data ?? null }
}
