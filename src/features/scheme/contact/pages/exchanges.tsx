import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { facts } from '../facts.ts'
import { leaveNote } from '../note.ts'
import { exchangesOf, fileNamed } from '../queries.ts'
import { noteForm } from '../question.ts'

/** What was said with somebody, and what an agent leaves for the next one: on the file of a person, and on that of a partner. */

const SAID = { note: 'La note est enregistrée' }

export const beneficiaryExchanges = page(regionFor('people.read'), places.region.beneficiaryExchanges, {
  find: async ({ db, params }) => ({
    name: await fileNamed(db, { beneficiary_id: params.id }),
    ...(await exchangesOf(db, { beneficiary_id: params.id })),
  }),
  trace: ({ params }) => ({ fact: facts['file-notes.read'], beneficiary_id: params.id }),
  title: ({ id }) => `Questions et notes, bénéficiaire n° ${id}`,
  said: SAID,
  view: ({ form, actor, subject, params, said }) => (
    <Exchanges
      {...subject}
      form={form}
      agent={actor}
      said={said}
      back={places.region.beneficiary.to(params)}
      hint="N’écrivez que ce qui sert au dossier : ce jeune peut lire cette note en téléchargeant ses données."
    />
  ),
  submit: form(noteForm, async ({ tx, actor, params, input }) => {
    await leaveNote(tx, actor, { file: { beneficiary_id: params.id }, note: input.note })
    return see(places.region.beneficiaryExchanges.said('note', params))
  }),
})

export const partnerExchanges = page(regionFor('partners.manage'), places.region.partnerExchanges, {
  find: async ({ db, params }) => ({
    name: await fileNamed(db, { partner_id: params.id }),
    ...(await exchangesOf(db, { partner_id: params.id })),
  }),
  title: ({ id }) => `Questions et notes, partenaire n° ${id}`,
  said: SAID,
  view: ({ form, actor, subject, params, said }) => (
    <Exchanges
      {...subject}
      form={form}
      agent={actor}
      said={said}
      back={places.region.partner.to(params)}
      hint="Les agents qui gèrent les partenaires la lisent."
    />
  ),
  submit: form(noteForm, async ({ tx, actor, params, input }) => {
    await leaveNote(tx, actor, { file: { partner_id: params.id }, note: input.note })
    return see(places.region.partnerExchanges.said('note', params))
  }),
})

type Props = Awaited<ReturnType<typeof exchangesOf>> & {
  name: string
  form: FormState
  agent: Agent
  said: string | null
  back: string
  hint: string
}

const Exchanges = ({ name, questions, notes, form, agent, said, back, hint }: Props) => (
  <>
    <ErrorSummary form={form} />
    <Said>{said}</Said>
    <PageHeading>{`Questions et notes : ${name}`}</PageHeading>
    {may(agent, 'questions.answer') && (
      <Panel title="Laisser une note">
        <Form form={form}>
          <TextArea form={form} name="note" label="Note" hint={hint} rows={4} />
          <Actions>
            <Button>Enregistrer la note</Button>
          </Actions>
        </Form>
      </Panel>
    )}
    <Panel>
      <DataTable
        caption="Notes"
        sentences
        columns={[{ label: 'Le' }, { label: 'De' }, { label: 'Note' }]}
        empty="Aucune note pour le moment."
        rows={notes.map((note) => [
          frenchMinute(note.written_at),
          note.written_by_name,
          <span key="note" class="as-typed">
            {note.body}
          </span>,
        ])}
      />
    </Panel>
    <Panel>
      <DataTable
        caption="Questions rattachées"
        columns={[{ label: 'Reçue le' }, { label: 'Objet' }, { label: 'État' }]}
        empty="Aucune question n’est rattachée à ce dossier."
        rows={questions.map((question) => [
          frenchMinute(question.received_at),
          may(agent, 'questions.answer') ? (
            <a key="subject" href={places.region.question.to({ id: question.id })}>
              {question.subject}
            </a>
          ) : (
            question.subject
          ),
          question.ended_at ? <Tag tone="good">Terminée</Tag> : <Tag tone="warning">En attente</Tag>,
        ])}
      />
    </Panel>
    <Actions>
      <ButtonLink href={back} kind="quiet">
        Retour au dossier
      </ButtonLink>
    </Actions>
  </>
)
