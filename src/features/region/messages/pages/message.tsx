import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { facts } from '../facts.ts'
import { messageOf } from '../queries.ts'
import { sendAgain } from '../send-again.ts'
import { sendingAgain, shownBody } from '../sent.ts'
import { CHANNEL_WORDS, failureInWords, StateTag } from './words.tsx'

/** One message, as it was said. The reading is written down. */
export const messagePage = page(regionFor('messages.read'), places.region.message, {
  find: ({ db, params }) => messageOf(db, params.id),
  // The first figures of its number tell it from the others; whom it went to is personal.
  title: ({ id = '' }) => `Message n° ${id.slice(0, 8)}`,
  trace: ({ subject: { id, beneficiary_id } }) => ({ fact: facts['message.read'], beneficiary_id, details: { message: id } }),
  said: { envoi: 'Le message va partir à nouveau' },
  view({ form, subject: message, said }) {
    const body = shownBody(message)
    const sending = sendingAgain(message)
    return (
      <>
        <ErrorSummary form={form} />
        {message.state === 'queued' && <Said>{said}</Said>}
        <PageHeading>{message.subject}</PageHeading>
        <Panel title="Envoi">
          <SummaryList
            items={[
              { label: 'État', value: <StateTag state={message.state} /> },
              ...(message.failure ? [{ label: 'Échec', value: failureInWords(message.failure) }] : []),
              { label: 'À', value: <Recipient {...message} /> },
              { label: 'Adresse', value: <span class="desk-code">{message.address}</span> },
              { label: 'Par', value: CHANNEL_WORDS[message.channel] },
              { label: 'Écrit le', value: frenchMinute(message.created_at) },
              { label: 'Envoyé le', value: message.sent_at ? frenchMinute(message.sent_at) : '—' },
              { label: 'Essais', value: message.attempts },
            ]}
          />
          {'refusal' in sending ? (
            <p class="hint">{sending.refusal}</p>
          ) : (
            <Form form={form}>
              <p>
                Il partira à cette adresse : <strong class="desk-code">{sending.to}</strong>
              </p>
              <Actions>
                <Button>Envoyer à nouveau</Button>
              </Actions>
            </Form>
          )}
        </Panel>
        <Panel title="Texte">
          {body === null ? (
            <p>Le texte de ce message contient un code : il n’est pas montré.</p>
          ) : (
            body.split('\n\n').map((paragraph, index) => (
              <p key={index} class="desk-code">
                {paragraph.split('\n').map((line, number) => (
                  <span key={number}>
                    {line}
                    <br />
                  </span>
                ))}
              </p>
            ))
          )}
        </Panel>
        <Actions>
          <ButtonLink kind="quiet" href={places.region.messages.to()}>
            Tous les messages
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    const id = await sendAgain(tx, actor, params.id)
    return see(places.region.message.said('envoi', { id }))
  }),
})

interface Person {
  beneficiary_id: number | null
  first_name: string | null
  last_name: string | null
  staff_name: string | null
}

function Recipient({ beneficiary_id, first_name, last_name, staff_name }: Person) {
  if (beneficiary_id && last_name) return <a href={places.region.beneficiary.to({ id: beneficiary_id })}>{`${first_name} ${last_name}`}</a>
  return <>{staff_name ?? 'Une personne qui n’a pas de compte'}</>
}
