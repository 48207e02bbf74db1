import { Button, FileButton, Group, Image, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { type Firm, firm as endpoints } from '#contract/firm.ts'
import { fieldMessage } from '#contract/messages.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, readLanguage } from '#web/platform/texts.ts'
import { logoAddress } from './firm-mark.tsx'
import { texts } from './texts.ts'

/** The logo as it is, and another or none. */
export function LogoSetting({ firm }: { firm: Firm }) {
  const [refusal, setRefusal] = useState('')
  const [isSending, setIsSending] = useState(false)
  const queries = useQueryClient()
  const router = useRouter()
  const change = async (send: () => Promise<Firm>) => {
    setIsSending(true)
    try {
      queries.setQueryData(['firm'], await send())
      setRefusal('')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setRefusal(sentenceOf(error))
    } finally {
      setIsSending(false)
      await Promise.all([queries.invalidateQueries(), router.invalidate()])
    }
  }
  const choose = async (file: File | null) => {
    if (!file) return
    if (file.size > 512_000) return setRefusal(fieldMessage('picture_size', readLanguage()))
    const logo = await readBase64(file)
    return change(() => call(endpoints.set_logo, { body: { logo }, version: firm.version }))
  }
  return (
    <>
      {firm.logo_hash ? (
        <Image
          className="logo-box"
          src={logoAddress(firm.logo_hash)}
          alt={fill(texts.logo_of, { name: firm.name })}
          h={80}
          w="auto"
          maw="100%"
          fit="contain"
        />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.no_logo}
        </Text>
      )}
      <Group gap="xs">
        <FileButton
          accept="image/png,image/jpeg,image/webp"
          onChange={choose}
          inputProps={{ 'aria-label': texts.choose_logo }}
        >
          {(props) => (
            <Button variant="default" loading={isSending} {...props}>
              {firm.logo_hash ? texts.other_logo : texts.choose_logo}
            </Button>
          )}
        </FileButton>
        {firm.logo_hash && (
          <Button
            variant="default"
            onClick={() => change(() => call(endpoints.remove_logo, { version: firm.version }))}
          >
            {texts.remove_logo}
          </Button>
        )}
      </Group>
      {refusal && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {refusal}
        </Text>
      )}
    </>
  )
}

/** What stands after the comma of the data address. */
function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).split(',')[1] ?? ''))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })
}
