import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, CheckboxGroup, ErrorSummary, Form, RequiredNote, TextArea } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { organisationOf, partnersOfOrganisation, StructureAsked, spacedSiret, structureChange } from '../../organisations/index.ts'
import { accountForm, stopForm } from '../account.ts'
import { accountChange } from '../agree.ts'
import { proposeAccount } from '../propose.ts'
import { type Account, accountsOfPartner, hoursBeforeATransfer, partnerNamed } from '../queries.ts'
import { stopAccount } from '../stop.ts'
import { AccountFields, Others, Paid, Waiting } from './account-parts.tsx'

const space = regionFor('partners.manage')

/** A partner, with the organisation that it belongs to once it is known. */
async function partnerWithOrganisation(db: Reader, id: number) {
  const [partner, organisation] = await Promise.all([partnerNamed(db, id), organisationOf(db, id)])
  return { ...found(partner), organisation }
}

/** To which account a partner is paid, what waits, and another one proposed. */
export const partnerAccount = page(space, places.region.partnerAccount, {
  find: ({ db, params }) => partnerWithOrganisation(db, params.id),
  title: (_, { name }) => `${name} — Compte bancaire`,
  said: { proposition: 'Le compte est proposé : une autre personne doit l’accepter', arret: 'Le compte est arrêté' },
  async view({ db, now, form, params, said, subject: { name, organisation, frozen_at } }) {
    const { paid, waiting, others } = await accountsOfPartner(db, params.id)
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>{`Compte bancaire de ${name}`}</PageHeading>
        <Panel title="Le compte qui est payé">
          {paid ? <Paid account={paid} now={now} /> : <p>Aucun : ce qui est dû à ce partenaire attend un RIB.</p>}
          {paid && (
            <Actions>
              <ButtonLink href={places.region.partnerAccountStop.to(params)} kind="quiet-red">
                Arrêter ce compte
              </ButtonLink>
            </Actions>
          )}
        </Panel>
        {waiting && <Proposed account={waiting} act={await waitingAbout(db, now, accountChange, waiting.id)} />}
        {!organisation && <NoSiret id={params.id} act={await waitingAbout(db, now, structureChange, params.id)} />}
        {frozen_at && (
          <InfoBox title="Partenaire gelé">
            <p>Son compte bancaire ne change pas avant qu’il soit dégelé.</p>
          </InfoBox>
        )}
        {organisation && !waiting && !frozen_at && (
          <Proposal
            form={form}
            id={params.id}
            organisation={organisation}
            hours={await hoursBeforeATransfer(db, now)}
            partners={await partnersOfOrganisation(db, organisation.organisation_id)}
          />
        )}
        {others.length > 0 && (
          <Panel>
            <Others accounts={others} />
          </Panel>
        )}
        <Actions>
          <ButtonLink href={places.region.partner.to(params)} kind="quiet">
            Retour au partenaire
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(accountForm, async ({ tx, actor, params, input: { partners, ...account }, visit }) => {
    await proposeAccount(tx, actor, { ...account, partnerIds: partners.map(Number), key: visit.site.ibanKey })
    return see(places.region.partnerAccount.said('proposition', params))
  }),
})

const Proposed = ({ account, act }: { account: Account; act: { id: number } | undefined }) => (
  <Panel title="En attente d’une seconde personne">
    <Waiting account={account} showsAgents />
    {act && (
      <Actions>
        <ButtonLink href={places.region.actOfTwo.to({ id: act.id })} kind="quiet">
          Voir la demande
        </ButtonLink>
      </Actions>
    )}
  </Panel>
)

interface Proposing {
  form: FormState
  id: number
  organisation: { legal_name: string }
  hours: number
  partners: Awaited<ReturnType<typeof partnersOfOrganisation>>
}

const Proposal = ({ form, id, organisation, hours, partners }: Proposing) => (
  <Panel title="Proposer un compte">
    <p>{`Une autre personne doit l’accepter ; les virements y partent ${hours} heures plus tard. Le commerce est prévenu tout de suite.`}</p>
    <Form form={form}>
      <RequiredNote />
      <AccountFields form={form} />
      <CheckboxGroup
        form={form}
        name="partners"
        legend={`Partenaires de ${organisation.legal_name} que ce compte paie`}
        known={[String(id)]}
        options={partners.map(({ partner_id, name, town, siret }) => ({
          value: String(partner_id),
          label: `${name}, ${town}`,
          hint: spacedSiret(siret),
        }))}
      />
      <Actions>
        <Button>Proposer ce compte</Button>
      </Actions>
    </Form>
  </Panel>
)

const NoSiret = ({ id, act }: { id: number; act: { id: number } | undefined }) =>
  act ? (
    <StructureAsked act={act} />
  ) : (
    <InfoBox title="SIRET à donner d’abord">
      <p>Un compte bancaire est celui d’une structure.</p>
      <Actions>
        <ButtonLink href={places.region.partnerStructure.to({ id })} kind="quiet">
          Saisir le SIRET
        </ButtonLink>
      </Actions>
    </InfoBox>
  )

/** Ends an account that is paid. */
export const partnerAccountStop = page(space, places.region.partnerAccountStop, {
  find: ({ db, params }) => partnerWithOrganisation(db, params.id),
  title: (_, { name }) => `${name} — Arrêter le compte bancaire`,
  async view({ db, now, form, params, subject: { name } }) {
    const { paid } = await accountsOfPartner(db, params.id)
    if (!paid) return see(places.region.partnerAccount.to(params))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Arrêter le compte bancaire de ${name}`}</PageHeading>
        <Panel>
          <Paid account={paid} now={now} />
          <Warning title="Ce qui va se passer">
            <ul>
              <li>Plus aucun virement ne part vers ce compte, pour tous les partenaires qu’il paie. Ce qui leur est dû attend.</li>
              <li>
                Les gestionnaires et les comptables de ces commerces reçoivent un mail qui leur demande un nouveau RIB, avec votre motif.
              </li>
            </ul>
          </Warning>
          <Form form={form}>
            <TextArea form={form} name="words" label="Pourquoi ?" hint="Le commerce le lira." rows={3} />
            <Actions>
              <ButtonLink href={places.region.partnerAccount.to(params)} kind="quiet">
                Retour
              </ButtonLink>
              <Button kind="quiet-red">Arrêter ce compte</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(stopForm, async ({ tx, actor, params, input }) => {
    const { paid } = await accountsOfPartner(tx, params.id)
    if (paid) await stopAccount(tx, actor, { bank_account_id: paid.id, words: input.words })
    return see(places.region.partnerAccount.said('arret', params))
  }),
})
