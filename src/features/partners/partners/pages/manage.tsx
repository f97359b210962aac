import { z } from 'zod'
import { places } from '../../../../places.ts'
import { choiceAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, Money, PageHeading, Panel, Said, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { MANAGED_A_PAGE, managedPartner, managedPartners, tillsOf } from '../manage-queries.ts'
import { suspendPartner } from '../save.ts'

const StateTag = ({ active }: { active: boolean }) => (active ? <Tag tone="good">Actif</Tag> : <Tag tone="bad">Suspendu</Tag>)

const accepted = (partner: { accepts_prepayments: boolean; accepts_online_payments: boolean }): string =>
  [
    'Carte',
    ...(partner.accepts_prepayments ? ['prépaiements'] : []),
    ...(partner.accepts_online_payments ? ['paiements en ligne'] : []),
  ].join(', ')

export const managePartners = page(regionFor('support'), places.region.partners, {
  title: 'Partenaires',
  async view({ db, query }) {
    const asked = { words: wordsAsked(query), state: choiceAsked(query, 'etat', ['active', 'suspended']), page: pageAsked(query) }
    const { rows, total } = await managedPartners(db, asked)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <DeskList
        title="Partenaires"
        href={(to) => places.region.partners.to({ recherche: asked.words, etat: asked.state, page: to })}
        asked={asked}
        wordsLabel="Nom, code ou ville"
        choice={{
          name: 'etat',
          value: asked.state,
          label: 'État',
          all: 'Tous',
          options: [
            { value: 'active', label: 'Actifs' },
            { value: 'suspended', label: 'Suspendus' },
          ],
        }}
        actions={
          <>
            <ButtonLink href={places.region.newPartner.to()}>Ajouter un partenaire</ButtonLink>
            <ButtonLink href={places.region.partnersImport.to()} kind="quiet" icon="upload">
              Importer un fichier
            </ButtonLink>
          </>
        }
        found={{
          caption: total > 1 ? `${total} partenaires` : `${total} partenaire`,
          empty: 'Aucun partenaire trouvé.',
          columns: [{ label: 'Code' }, { label: 'Nom' }, { label: 'Type' }, { label: 'Ville' }, { label: 'Accepte' }, { label: 'État' }],
          rows: rows.map((partner) => [
            partner.code,
            <a key="name" href={places.region.partner.to({ id: partner.id })}>
              {partner.name}
            </a>,
            partner.type,
            partner.town,
            accepted(partner),
            <StateTag key="state" active={partner.active} />,
          ]),
          pages: Math.ceil(total / MANAGED_A_PAGE),
        }}
      />
    )
  },
})

export const managePartner = page(regionFor('support'), places.region.partner, {
  find: ({ db, params }) => managedPartner(db, params.id),
  title: (_, partner) => `${partner.name} — Partenaire`,
  said: {
  ajout: 'Le partenaire est ajouté',
  modification: 'Les changements sont enregistrés',
  suspension: 'Le partenaire est suspendu',
  retour: 'Le partenaire est de nouveau actif',
},
  async view({ db, form, subject: partner, said }) {
    const tills = await tillsOf(db, partner.id)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>{partner.name}</PageHeading>
        <p>
          <StateTag active={partner.active} /> {`Partenaire ${partner.code}`}
        </p>
        <Columns>
          <Panel title="Fiche">
            <SummaryList
              items={[
                { label: 'Type', value: partner.type },
                { label: 'Adresse', value: `${partner.street}, ${partner.postcode} ${partner.town}` },
                { label: 'Téléphone', value: partner.phone ?? '—' },
                { label: 'Adresse e-mail', value: partner.email ?? '—' },
                { label: 'Site internet', value: partner.website ?? '—' },
                {
                  label: 'Position',
                  value:
                    partner.latitude === null
                      ? 'Absent de la carte'
                      : `${partner.latitude} ; ${partner.longitude} (latitude ; longitude)`.replaceAll('.', ','),
                },
                { label: 'Accepte', value: accepted(partner) },
              ]}
            />
            <Actions>
              <ButtonLink href={places.region.partnerChange.to({ id: partner.id })} kind="quiet">
                Modifier
              </ButtonLink>
              {partner.active && (
                <ButtonLink href={places.region.partnerSuspension.to({ id: partner.id })} kind="quiet-red">
                  Suspendre
                </ButtonLink>
              )}
            </Actions>
            {!partner.active && (
              <Form form={form}>
                <Actions>
                  <Button>Réactiver</Button>
                </Actions>
              </Form>
            )}
          </Panel>
          <Panel title="Comptes">
            {tills.length === 0 ? (
              <p>Personne ne peut encore encaisser pour ce partenaire.</p>
            ) : (
              <ul>
                {tills.map((till) => (
                  <li key={till.id}>
                    {till.name}, {till.email} {till.closed_at && '(fermé)'}
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        </Columns>
        <Actions>
          <ButtonLink href={places.region.partners.to()} kind="quiet">
            Tous les partenaires
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await suspendPartner(tx, actor, { id: params.id, active: true })
    return see(places.region.partner.said('retour', params))
  }),
})

/** What it will do, then the button. */
export const suspendPartnerPage = page(regionFor('support'), places.region.partnerSuspension, {
  title: ({ id }) => `Suspendre le partenaire n° ${id}`,
  async view({ db, params, form }) {
    const { id, name, active, waiting } = await managedPartner(db, params.id)
    if (!active) return see(places.region.partner.to({ id }))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Suspendre ${name}`}</PageHeading>
        <Warning title="Ce qui va se passer">
          <ul>
            <li>Dès maintenant, ce partenaire n’encaisse plus de carte et ne reçoit ni prépaiement ni paiement en ligne.</li>
            <li>Il n’apparaît plus dans « Où utiliser ma carte ».</li>
            <li>
              {waiting.count > 1 ? `${waiting.count} prépaiements en attente` : `${waiting.count} prépaiement en attente`} (
              <Money cents={waiting.cents} />) : il peut encore les encaisser, et leurs propriétaires les annuler.
            </li>
            <li>Ses transactions passées ne changent pas.</li>
          </ul>
        </Warning>
        <Form form={form}>
          <Actions>
            <ButtonLink href={places.region.partner.to({ id })} kind="quiet">
              Retour
            </ButtonLink>
            <Button kind="quiet-red">Suspendre ce partenaire</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await suspendPartner(tx, actor, { id: params.id, active: false })
    return see(places.region.partner.said('suspension', params))
  }),
})
