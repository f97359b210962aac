import type { VNode } from 'preact'
import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { nested } from '../../../../platform/http/body.ts'
import { form, type Page, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { aidForm, benefitsForm, datesForm } from '../campaign.ts'
import { aidSubject, benefitsSubject, type Change, changesOf, datesSubject, fingerprintOf, type Subject } from '../change.ts'
import { aidOf, benefitsOf, campaignById, concernedBy, datesOf } from '../queries.ts'
import { aidChange, benefitsChange, type CampaignChange, datesChange, saveOrAsk } from '../two-people.ts'
import { AidFields, BenefitFields, DateFields } from './fields.tsx'

type Concerned = Awaited<ReturnType<typeof concernedBy>>

type PartPlace = typeof places.region.campaignDates

/** A part of a campaign that is changed as a whole: typed on one page, shown on the next as before and after, then saved. */
interface Part<Values> {
  place: PartPlace
  check: PartPlace
  title: string
  schema: z.ZodType<Values>
  subject: Subject<Values>
  Fields(props: { form: FormState; known: Record<string, string> }): VNode
  known(db: Reader, id: number): Promise<Values>
  /** Whom it concerns, and who keeps what they have. */
  concerns(people: Concerned, changes: Change[]): string[]
  act: CampaignChange<Values>
}

const several = (count: number, one: string, many: string) => `${count} ${count > 1 ? many : one}`

export const [changeDates, checkDates] = changing({
  place: places.region.campaignDates,
  check: places.region.campaignDatesCheck,
  title: 'Dates et règles',
  schema: datesForm,
  subject: datesSubject,
  Fields: DateFields,
  known: datesOf,
  concerns: ({ wallets, prepayments }, changes) => {
    const has = (label: string) => changes.some((change) => change.label === label)
    return [
      ...(has('Fin de la campagne')
        ? [
            `La fin s’appliquera aux porte-monnaie accordés à partir de maintenant. ${several(wallets, 'porte-monnaie déjà accordé garde sa date', 'porte-monnaie déjà accordés gardent leur date')} : elle se déplace depuis la page de la campagne.`,
          ]
        : []),
      ...(has('Date limite des prépaiements')
        ? [
            `La date limite s’appliquera aux prépaiements créés à partir de maintenant. ${several(prepayments, 'prépaiement en attente garde sa date', 'prépaiements en attente gardent leur date')}.`,
          ]
        : []),
      ...(has('Rappel de ce qui reste') ? ['Le rappel s’appliquera aux porte-monnaie pour lesquels il n’est pas encore parti.'] : []),
      ...(has('Remboursement après la fin')
        ? ['La règle des remboursements s’appliquera à ceux qui sont faits à partir de maintenant.']
        : []),
      ...(has('Plafond par jour sur numéro de carte') ? ['Le plafond s’appliquera à toutes les cartes dès le prochain paiement.'] : []),
      ...(has('Ouverture des demandes') || has('Début de la campagne')
        ? ['Les dates d’ouverture et de début s’appliqueront à tous. Les demandes déjà commencées restent.']
        : []),
    ]
  },
  act: datesChange,
})

export const [changeBenefits, checkBenefits] = changing({
  place: places.region.campaignBenefits,
  check: places.region.campaignBenefitsCheck,
  title: 'Montants accordés',
  schema: benefitsForm,
  subject: benefitsSubject,
  Fields: BenefitFields,
  known: benefitsOf,
  concerns: ({ wallets, waiting }) => [
    'S’appliquera aux demandes validées à partir de maintenant.',
    `${several(waiting, 'demande pas encore validée recevra', 'demandes pas encore validées recevront')} les nouveaux montants.`,
    `${several(wallets, 'porte-monnaie déjà accordé ne change pas', 'porte-monnaie déjà accordés ne changent pas')}.`,
  ],
  act: benefitsChange,
})

export const [changeAid, checkAid] = changing({
  place: places.region.campaignAid,
  check: places.region.campaignAidCheck,
  title: 'Aide THR',
  schema: aidForm,
  subject: aidSubject,
  Fields: AidFields,
  known: aidOf,
  concerns: ({ aid_requests }) => [
    'S’appliquera aux demandes d’aide envoyées à partir de maintenant.',
    `${several(aid_requests, 'demande déjà envoyée garde ses montants', 'demandes déjà envoyées gardent leurs montants')}.`,
  ],
  act: aidChange,
})

function changing<Values>(part: Part<Values>): [Page<Agent>, Page<Agent>] {
  return [typingPage(part), checkingPage(part)]
}

/** The page where it is typed. Nothing counts yet. */
function typingPage<Values>(part: Part<Values>): Page<Agent> {
  return page(regionFor('campaigns.manage'), part.place, {
    title: ({ id }) => `${part.title}, campagne n° ${id}`,
    async view({ db, params, query, form }) {
      const { name } = await campaignById(db, params.id)
      // Back from the page that checks, with what was typed.
      const known = query.size > 0 ? Object.fromEntries(query) : part.subject.typed(await part.known(db, params.id))
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{part.title}</PageHeading>
          <p>{`Campagne ${name}. Vous verrez ce qui change avant d’enregistrer.`}</p>
          <Panel>
            <Form form={form}>
              <part.Fields form={form} known={known} />
              <Actions>
                <ButtonLink href={places.region.campaign.to(params)} kind="quiet">
                  Retour
                </ButtonLink>
                <Button>Voir ce qui change</Button>
              </Actions>
            </Form>
          </Panel>
        </>
      )
    },
    submit: form(part.schema, async ({ params, input }) => see(part.check.to(params, part.subject.typed(input)))),
  })
}

/** The page that shows what will change; « Enregistrer » makes it count. */
function checkingPage<Values>(part: Part<Values>): Page<Agent> {
  return page(regionFor('campaigns.manage'), part.check, {
    title: ({ id }) => `Vérifier : ${part.title}, campagne n° ${id}`,
    async view({ db, params, query, form }) {
      const { id } = params
      const back = part.place.to(params, query)
      const typed = part.schema.safeParse(
        nested({ fields: Object.fromEntries([...query].map(([name, value]) => [name, [value]])), files: {} }),
      )
      if (!typed.success) return see(part.place.to(params))
      const [{ name }, before, people] = await Promise.all([campaignById(db, id), part.known(db, id), concernedBy(db, id)])
      const changes = changesOf(part.subject, before, typed.data)
      const hidden = { ...part.subject.typed(typed.data), seen: fingerprintOf(part.subject, before) }
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{`Vérifier : ${part.title}`}</PageHeading>
          <Panel>
            <DataTable
              caption={`Campagne ${name} : ce qui change`}
              columns={[{ label: 'Réglage' }, { label: 'Avant' }, { label: 'Après' }]}
              rows={changes.map((change) => [change.label, change.before, <strong key="after">{change.after}</strong>])}
              empty="Rien ne change."
            />
          </Panel>
          {changes.length > 0 && (
            <InfoBox title="Qui est concerné">
              <ul>
                {part.concerns(people, changes).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </InfoBox>
          )}
          <Form form={form}>
            {Object.entries(hidden).map(([field, value]) => (
              <input key={field} type="hidden" name={field} value={value} />
            ))}
            <Actions>
              <ButtonLink href={back} kind="quiet">
                Retour
              </ButtonLink>
              {changes.length > 0 && <Button>Enregistrer</Button>}
            </Actions>
          </Form>
        </>
      )
    },
    submit: form(z.intersection(part.schema, z.object({ seen: z.string() })), async ({ tx, actor, params, input }) => {
      const { seen, ...values } = input
      const waits = await saveOrAsk(tx, actor, part.act, { id: params.id, values: values as Values, seen })
      return see(places.region.campaign.said(waits ? 'demande' : 'enregistrement', params))
    }),
  })
}
