import { Checkbox, Group, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { registerFields, type RegisterContact, type RegisterField } from '#contract/register-companies.ts'
import { nameOfContact, usualPerson } from '#contract/register-rules.ts'
import type { RegisterUnit } from '#contract/register.ts'
import { fill, formatDay, texts as common } from '#web/platform/texts.ts'
import { Field } from '#web/ui/field.tsx'
import type { Preview } from './add-dialog.tsx'
import { capitalText, registersOf } from './facts.ts'
import { labelOf, showValue } from './show.ts'
import { factTexts } from './fact-texts.ts'
import { texts } from './texts.ts'

const kinds = ['is_customer', 'is_supplier', 'is_lead'] as const

/** What is taken over, as the server is told of it. */
export type Choice = {
  fields: RegisterField[]
  contacts: { key: string; person_id: string | null }[]
} & Record<(typeof kinds)[number], boolean>

const asContact = (contact: RegisterContact) => ({ key: contact.key, person_id: usualPerson(contact) })

export const usualChoice = ({ fields, contacts }: Preview): Choice => ({
  fields: registerFields.filter((field) => field in fields),
  contacts: contacts.filter(({ is_usual }) => is_usual).map(asContact),
  is_customer: true,
  is_supplier: false,
  is_lead: false,
})

type Props = { preview: Preview; unit: RegisterUnit; choice: Choice; onChange: (choice: Choice) => void }

export function Choices({ preview, unit, choice, onChange }: Props) {
  const set = (change: Partial<Choice>) => onChange({ ...choice, ...change })
  return (
    <Stack gap="md">
      <Checkbox.Group
        label={texts.kind}
        value={kinds.filter((kind) => choice[kind])}
        onChange={(chosen) =>
          set(Object.fromEntries(kinds.map((kind) => [kind, chosen.includes(kind)])) as Partial<Choice>)
        }
      >
        <Group mt={6}>
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={common[kind]} />
          ))}
        </Group>
      </Checkbox.Group>
      <Part title={texts.to_card}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" verticalSpacing={8}>
          {registerFields
            .filter((field) => field in preview.fields)
            .map((field) => (
              <Checkbox
                key={field}
                checked={choice.fields.includes(field)}
                disabled={field === 'name' || field === 'org_number'}
                label={<Named name={labelOf(field)} value={showValue(field, preview.fields[field])} />}
                onChange={({ currentTarget: { checked } }) =>
                  set({
                    fields: checked ? [...choice.fields, field] : choice.fields.filter((other) => other !== field),
                  })
                }
              />
            ))}
        </SimpleGrid>
      </Part>
      <Part title={texts.to_contacts}>
        <Contacts preview={preview} choice={choice} set={set} />
      </Part>
      <Part title={texts.always}>
        <Legal unit={unit} />
      </Part>
    </Stack>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h6" mb={6} id={id}>
        {title}
      </Title>
      {children}
    </section>
  )
}

const Named = ({ name, value }: { name: string; value: string }) => (
  <>
    <Text span size="xs" c="dimmed" display="block">
      {name}
    </Text>
    <Text span size="sm" className="field-value">
      {value}
    </Text>
  </>
)

type ContactsProps = { preview: Preview; choice: Choice; set: (change: Partial<Choice>) => void }

function Contacts({ preview, choice, set }: ContactsProps) {
  const { contacts, firms, state } = preview
  if (contacts.length + firms.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {state === 'ready' ? texts.no_roles : texts.roles_unknown}
      </Text>
    )
  const without = (key: string) => choice.contacts.filter((one) => one.key !== key)
  return (
    <Stack gap={8}>
      {contacts.map((contact) => {
        const taken = choice.contacts.find(({ key }) => key === contact.key)
        return (
          <Group key={contact.key} gap="xs" justify="space-between" wrap="wrap">
            <Checkbox
              checked={taken !== undefined}
              disabled={contact.is_dead}
              label={
                <Named
                  name={contact.is_dead ? `${contact.title}, ${texts.is_dead}` : contact.title}
                  value={nameOfContact(contact)}
                />
              }
              onChange={({ currentTarget: { checked } }) =>
                set({ contacts: checked ? [...choice.contacts, asContact(contact)] : without(contact.key) })
              }
            />
            {taken && contact.same.length > 0 && (
              <WhoIs
                contact={contact}
                value={taken.person_id}
                onChange={(person_id) => set({ contacts: [...without(contact.key), { key: contact.key, person_id }] })}
              />
            )}
          </Group>
        )
      })}
      {firms.length > 0 && (
        <Text size="xs" c="dimmed">
          {fill(texts.firms, { firms: firms.map(({ title, name }) => `${title.toLowerCase()} ${name}`).join(', ') })}
        </Text>
      )}
    </Stack>
  )
}

type WhoProps = { contact: RegisterContact; value: string | null; onChange: (id: string | null) => void }

/** One of that name is known: the same person, or another. */
function WhoIs({ contact, value, onChange }: WhoProps) {
  const known = contact.same.map(({ id, name, company_name }) => ({
    value: id,
    label: company_name ? fill(texts.same_as, { name, company: company_name }) : name,
  }))
  return (
    <Select
      size="xs"
      w={260}
      aria-label={fill(texts.who_is, { name: nameOfContact(contact) })}
      allowDeselect={false}
      data={[...known, { value: 'new', label: texts.new_person }]}
      value={value ?? 'new'}
      onChange={(chosen) => onChange(chosen === 'new' ? null : chosen)}
    />
  )
}

/** What stands beside the card, whatever is ticked. */
function Legal({ unit }: { unit: RegisterUnit }) {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, sm: 2 }} spacing="xs" verticalSpacing={8}>
      <Field label={texts.org_form}>{unit.org_form?.name}</Field>
      <Field label={texts.registers}>{registersOf(unit)}</Field>
      <Field label={factTexts.nace}>{unit.industries.map(({ code, name }) => `${code} ${name}`).join('\n')}</Field>
      <Field label={factTexts.registered_on}>{unit.registered_on && formatDay(unit.registered_on)}</Field>
      <Field label={texts.capital}>{unit.capital && capitalText(unit.capital.amount_ore, unit.capital.currency)}</Field>
      <Field label={factTexts.purpose}>{unit.purpose}</Field>
    </SimpleGrid>
  )
}
