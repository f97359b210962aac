import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { formAsked, listed, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, DateField, HidingSearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { COUNTED_AT_MOST, countsOf, MESSAGES_A_PAGE, messagesOf } from '../queries.ts'
import { filterOf } from '../sent.ts'
import { CHANNEL_WORDS, failureInWords, StateTag } from './words.tsx'

/** What was sent to whom, and what failed. */
export const messageList = page(regionFor('messages.read'), places.region.messages, {
  title: 'Messages envoyés',
  async view({ db, query }) {
    const filter = filterOf(query)
    const [rows, counts] = await Promise.all([messagesOf(db, filter), countsOf(db, filter)])
    const past = pastTheEnd(rows, query)
    if (past) return past
    const total = filter.state ? counts[filter.state] : all(counts)
    return (
      <>
        <PageHeading>Messages envoyés</PageHeading>
        <Filter query={query} counts={counts} />
        <Panel>
          <List
            listed={listed(query, { total: Math.min(total, COUNTED_AT_MOST), aPage: MESSAGES_A_PAGE, order: filter.order })}
            caption={`Messages : ${counted(total)}`}
            columns={[
              { label: 'Date', by: '-date' },
              { label: 'Objet' },
              { label: 'Par' },
              { label: 'À' },
              { label: 'État' },
              { label: 'Échec' },
            ]}
            empty="Aucun message."
            rows={rows.map((message) => [
              frenchMinute(message.created_at),
              <a key="subject" href={places.region.message.to({ id: message.id })}>
                {message.subject}
              </a>,
              <span key="channel" class="one-line">
                {CHANNEL_WORDS[message.channel]}
              </span>,
              <span key="address" class="desk-code">
                {message.address}
              </span>,
              <StateTag key="state" state={message.state} />,
              message.failure ? failureInWords(message.failure) : '',
            ])}
          />
        </Panel>
      </>
    )
  },
})

type Counts = Awaited<ReturnType<typeof countsOf>>

const all = ({ queued, sent, failed }: Counts): number => queued + sent + failed

function Filter({ query, counts }: { query: URLSearchParams; counts: Counts }) {
  const typed = formAsked(query)
  return (
    <HidingSearchForm action={places.region.messages.to()}>
      <Select
        form={typed}
        name="etat"
        label="État"
        optional
        options={[
          { value: '', label: `Tous (${counted(all(counts))})` },
          { value: 'failed', label: `En échec (${counted(counts.failed)})` },
          { value: 'queued', label: `En attente (${counted(counts.queued)})` },
          { value: 'sent', label: `Envoyés (${counted(counts.sent)})` },
        ]}
      />
      <Select
        form={typed}
        name="canal"
        label="Envoyé par"
        optional
        options={[
          { value: '', label: 'Tous les moyens' },
          { value: 'email', label: CHANNEL_WORDS.email as string },
          { value: 'sms', label: CHANNEL_WORDS.sms as string },
          { value: 'push', label: CHANNEL_WORDS.push as string },
        ]}
      />
      <TextField form={typed} name="adresse" label="Adresse e-mail ou téléphone" type="search" optional />
      <DateField form={typed} name="du" asked label="Depuis le" optional />
      <DateField form={typed} name="au" asked label="Jusqu’au" optional />
      <Actions>
        <Button icon="search">Filtrer</Button>
      </Actions>
    </HidingSearchForm>
  )
}

const counted = (count: number): string => (count >= COUNTED_AT_MOST ? `${COUNTED_AT_MOST} ou plus` : String(count))
