import { Button, Checkbox, FileInput, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { fieldMessage } from '#contract/messages.ts'
import type { PersonInput, RoleInput } from '#contract/people.ts'
import { foldLetters, formatPhone } from '#contract/rules.ts'
import { mostBytes, type ReadCard, vcards } from '#contract/vcards.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { fill, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './texts.ts'

const AT_ONCE = 200

/** A file of vCards: what it holds is looked over, and what is chosen is registered. */
export function VcardImport({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [cards, setCards] = useState<ReadCard[] | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [newCompanies, setNewCompanies] = useState<ReadonlySet<string>>(new Set())
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  // A file that was put right has the name that it had, and may be chosen again.
  const reset = useRef<() => void>(null)
  const read = async (file: File | null) => {
    reset.current?.()
    setCards(null)
    setNewCompanies(new Set())
    setRefusal(null)
    if (!file) return
    if (file.size > mostBytes) return setRefusal(fieldMessage('vcards_large', readLanguage()))
    setIsWorking(true)
    try {
      const { items } = await call(vcards.preview, { body: await textOf(file) })
      setCards(items)
      setChosen(new Set(items.filter(isNew).map(({ at }) => at)))
    } catch (error) {
      setRefusal(sentenceOf(error))
    }
    setIsWorking(false)
  }
  const make = async () => {
    setIsWorking(true)
    const wanted = (cards ?? []).filter(({ at }) => chosen.has(at))
    let count = 0
    await attempt(async () => {
      for (let at = 0; at < wanted.length; at += AT_ONCE) {
        const some = wanted.slice(at, at + AT_ONCE)
        const { ids } = await call(vcards.make, {
          ...{ body: { cards: some.map((card) => toInput(card, newCompanies)) } },
          key: crypto.randomUUID(),
        })
        count += ids.length
        // What is made is not made again, should the rest fail.
        setChosen((now) => new Set([...now].filter((place) => !some.some((card) => card.at === place))))
      }
    })
    await queries.invalidateQueries()
    setIsWorking(false)
    if (count > 0) tell(fill(texts.cards_made, { count: String(count) }))
    if (count === wanted.length) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={texts.import} size="lg" closeButtonProps={{ 'aria-label': shared.close }}>
      <Stack gap="sm">
        <FileInput
          data-autofocus
          label={texts.vcard_file}
          description={texts.vcard_hint}
          accept=".vcf,text/vcard"
          resetRef={reset}
          onChange={read}
          error={refusal}
          clearable
          clearButtonProps={{ 'aria-label': shared.delete }}
        />
        {cards && (
          <>
            <Group justify="space-between">
              <Text size="sm" role="status">
                {fill(texts.cards_found, { count: String(cards.length), chosen: String(chosen.size) })}
              </Text>
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => setChosen(new Set(cards.filter(({ person }) => person).map(({ at }) => at)))}
              >
                {texts.choose_all}
              </Button>
            </Group>
            <MissingCompanies cards={cards} wanted={newCompanies} setWanted={setNewCompanies} />
            <Cards {...{ cards, chosen, setChosen, newCompanies, setNewCompanies }} />
          </>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {shared.cancel}
          </Button>
          <Button onClick={make} disabled={chosen.size === 0} loading={isWorking}>
            {fill(texts.cards_make, { count: String(chosen.size) })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Good, and like nobody who is here or earlier in the file. */
const isNew = ({ person, same, same_card }: ReadCard) => person !== null && same.length === 0 && same_card === null

/** A company that is to be registered takes the role with it; else that is the person's own. */
function toInput(card: ReadCard, newCompanies: ReadonlySet<string>) {
  const name = newCompanyOf(card)
  const isWanted = name !== null && newCompanies.has(foldLetters(name))
  const { person, role } = (isWanted && card.with_company) || card
  return {
    person: person as PersonInput,
    role: role as RoleInput | null,
    company_id: card.company_id,
    company_name: isWanted ? name : null,
  }
}

const newCompanyOf = ({ with_company, company_name }: ReadCard) => (with_company ? company_name : null)

type Wanted = { wanted: ReadonlySet<string>; setWanted: (wanted: ReadonlySet<string>) => void }

/** All of the companies that the cards name and nobody has registered. */
function MissingCompanies({ cards, wanted, setWanted }: Wanted & { cards: ReadCard[] }) {
  const missing = new Set(cards.flatMap((card) => foldLetters(newCompanyOf(card) ?? '') || []))
  if (missing.size < 2) return null
  return (
    <Checkbox
      label={fill(texts.make_companies, { count: String(missing.size) })}
      checked={missing.isSubsetOf(wanted)}
      indeterminate={wanted.size > 0 && !missing.isSubsetOf(wanted)}
      onChange={(event) => setWanted(event.currentTarget.checked ? missing : new Set())}
    />
  )
}

/** UTF-8, or as old Windows programs write. */
async function textOf(file: File) {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

type CardsProps = {
  cards: ReadCard[]
  chosen: ReadonlySet<number>
  setChosen: (chosen: ReadonlySet<number>) => void
  newCompanies: ReadonlySet<string>
  setNewCompanies: (names: ReadonlySet<string>) => void
}

/** Only those in sight are drawn: there may be thousands. */
function Cards({ cards, chosen, setChosen, newCompanies, setNewCompanies }: CardsProps) {
  const scroller = useRef<HTMLElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the compiler it speaks of is not used
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 60,
    overscan: 8,
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section ref={scroller} className="vcards" aria-label={texts.cards_in_file} tabIndex={0}>
      <ul className="list-cards" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const card = cards[index]
          if (!card) return null
          return (
            <li
              key={card.at}
              ref={virtual.measureElement}
              data-index={index}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Checkbox
                label={card.name || fill(texts.card_at, { at: String(card.at) })}
                checked={chosen.has(card.at)}
                disabled={!card.person}
                onChange={() => setChosen(toggled(chosen, card.at))}
                description={<Told card={card} />}
              />
              <NewCompany card={card} wanted={newCompanies} setWanted={setNewCompanies} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function toggled<T>(all: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const now = new Set(all)
  if (!now.delete(one)) now.add(one)
  return now
}

/** A tick registers the company that the card names, for all cards that name it. */
function NewCompany({ card, wanted, setWanted }: Wanted & { card: ReadCard }) {
  const name = newCompanyOf(card)
  if (name === null) return null
  const folded = foldLetters(name)
  return (
    <Checkbox
      size="xs"
      ml={32}
      mt={4}
      label={fill(texts.make_company, { name })}
      checked={wanted.has(folded)}
      onChange={() => setWanted(toggled(wanted, folded))}
    />
  )
}

/** What is in a card, and what is to be known of it. */
function Told({ card }: { card: ReadCard }) {
  const { person, role, company_name, company_id, same, same_card, errors } = card
  const of = (field: string) => {
    const value = role?.[field] ?? person?.[field]
    return typeof value === 'string' ? value : null
  }
  const [mobile, phone] = [of('mobile'), of('phone')]
  const details = [of('title'), mobile && formatPhone(mobile), phone && formatPhone(phone), of('email')]
  return (
    <span className="field-value">
      {details.filter(Boolean).join(' · ')}
      {company_name && !card.with_company && (
        <span className="told">
          {fill(company_id ? texts.card_company : texts.card_no_company, { name: company_name })}
        </span>
      )}
      {same.map(({ id, name, company_name: at }) => (
        <span key={id} className="told warned">
          {fill(texts.card_same, { name: [name, at].filter(Boolean).join(', ') })}
        </span>
      ))}
      {same_card !== null && <span className="told warned">{fill(texts.card_twice, { at: String(same_card) })}</span>}
      {errors.map((error) => (
        <span key={error} className="told faulty">
          {error}
        </span>
      ))}
    </span>
  )
}
