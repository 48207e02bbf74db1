import { Badge, Button, Table, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import type { ApiKey } from '#contract/api-keys.ts'
import { fill, formatMoment, texts as common } from '#web/platform/texts.ts'
import { Question } from '#web/ui/question.tsx'
import { WideTable } from '#web/ui/wide-table.tsx'
import { texts } from './texts.ts'

const colours = { active: 'fjord', expired: 'gray', revoked: 'gray' } as const

type Props = { items: ApiKey[]; showsOwner: boolean; onRevoke: (id: string) => Promise<unknown> }

/** Keys, one a line, those in force with a button that takes them out of it. */
export function KeysTable({ items, showsOwner, onRevoke }: Props) {
  return (
    <WideTable label={texts.keys} width={showsOwner ? 860 : 720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          {showsOwner && <Table.Th>{texts.owner}</Table.Th>}
          <Table.Th>{texts.used}</Table.Th>
          <Table.Th>{texts.expires}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{common.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td maw={280} className="field-value">
              {key.name}
              <Text size="sm" c="dimmed">
                {key.scopes.map((scope) => texts[scope]).join(', ')} · {key.prefix}…
              </Text>
            </Table.Td>
            {showsOwner && (
              <Table.Td maw={180} className="field-value">
                {key.owner_name}
              </Table.Td>
            )}
            <Table.Td>{key.last_used_at ? formatMoment(key.last_used_at) : texts.never}</Table.Td>
            <Table.Td>{formatMoment(key.expires_at)}</Table.Td>
            <Table.Td>
              <Badge variant="light" color={colours[key.state]} tt="none">
                {texts[key.state]}
              </Badge>
            </Table.Td>
            <Table.Td ta="end">{key.state === 'active' && <RevokeButton apiKey={key} onRevoke={onRevoke} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function RevokeButton({ apiKey: { id, name }, onRevoke }: { apiKey: ApiKey; onRevoke: Props['onRevoke'] }) {
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={fill(texts.revoke_key, { name })}
        onClick={() => setIsAsking(true)}
      >
        {texts.revoke}
      </Button>
      {isAsking && (
        <Question
          title={texts.revoke}
          text={fill(texts.revoke_question, { name })}
          onYes={() => onRevoke(id)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  )
}
