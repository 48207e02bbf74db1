import { Group, Image, Text } from '@mantine/core'
import { useSession } from '#web/platform/session.ts'

/** Another picture has another address; the server tells by its ETag when it is the one that is there. */
export const logoAddress = (hash: string) => `/api/firm/logo?${hash.slice(0, 16)}`

/** Whose program this is: logo and name in the header. */
export function FirmMark() {
  const { name, logo_hash } = useSession().firm
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      {logo_hash && (
        <Image className="logo" src={logoAddress(logo_hash)} alt="" h={28} w="auto" maw={120} fit="contain" />
      )}
      <Text size="sm" c="dimmed" truncate visibleFrom="xs">
        {name}
      </Text>
    </Group>
  )
}
