import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, Details, InfoBox, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea, TextField } from '../../../../ui/form.tsx'
import { startAct, waitingAbout } from '../../../desks/two-people/index.ts'
import { AGREEMENT, agreementForm, agreementText, DAYS_TO_ACCEPT } from '../agreement-text.ts'
import { textInForce, textsOfAgreement } from '../queries.ts'
import { AgreementText } from './text.tsx'

/** The text that shops accept, those before it, and the way to another one. */
export const agreementTextPage = page(regionFor('partners.manage'), places.region.agreementText, {
  title: 'Convention des partenaires',
  said: { demande: 'Le texte est proposé : une autre personne doit l’accepter' },
  async view({ db, now, form, said }) {
    const [text, texts, act] = await Promise.all([textInForce(db), textsOfAgreement(db), waitingAbout(db, now, agreementText, AGREEMENT)])
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>Convention des partenaires</PageHeading>
        {text ? (
          <Panel title={`Version n° ${text.version}`}>
            <Details title="Lire le texte">
              <AgreementText body={text.body} />
            </Details>
          </Panel>
        ) : (
          <InfoBox title="Aucun texte">
            <p>Tant qu’il n’y a pas de convention, personne ne peut demander en ligne à devenir partenaire.</p>
          </InfoBox>
        )}
        {act ? (
          <InfoBox title="Un nouveau texte attend une seconde personne">
            <Actions>
              <ButtonLink href={places.region.actOfTwo.to({ id: act.id })} kind="quiet">
                Voir le texte proposé
              </ButtonLink>
            </Actions>
          </InfoBox>
        ) : (
          <Proposal form={form} text={text} />
        )}
        <Panel>
          <DataTable
            caption="Toutes les versions"
            columns={[
              { label: 'Version' },
              { label: 'En vigueur depuis' },
              { label: 'Écrite par' },
              { label: 'Acceptée par' },
              { label: 'Empreinte' },
            ]}
            rows={texts.map(({ version, agreed_at, written_by_name, agreed_by_name, sha256 }) => [
              `n° ${version}`,
              frenchMinute(agreed_at),
              written_by_name,
              agreed_by_name,
              <code key="hash">{`${sha256.slice(0, 16)}…`}</code>,
            ])}
            empty="Aucune."
          />
        </Panel>
        <Actions>
          <ButtonLink href={places.region.joiningApplications.to()} kind="quiet">
            Demandes pour devenir partenaire
          </ButtonLink>
          <ButtonLink href={places.region.agreementsAwaited.to()} kind="quiet">
            Qui n’a pas accepté
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(agreementForm, async ({ tx, actor, input }) => {
    await startAct(tx, actor, agreementText, { subject: AGREEMENT, input })
    return see(places.region.agreementText.said('demande'))
  }),
})

const Proposal = ({ form, text }: { form: FormState; text: Awaited<ReturnType<typeof textInForce>> }) => (
  <Panel title="Proposer un nouveau texte">
    <p>
      Faites-le relire par le service juridique. Une ligne qui commence par « Article » devient un titre ; une ligne vide sépare deux
      paragraphes. Une autre personne doit l’accepter.
    </p>
    <Form form={form}>
      <TextArea form={form} name="body" label="Texte" known={text?.body} rows={20} />
      <TextField
        form={form}
        name="daysToAccept"
        label="Jours pour l’accepter"
        hint="De 7 à 365. Les partenaires sont prévenus, puis rappelés ; ensuite vous voyez qui n’a pas répondu. Aucun ne se ferme tout seul."
        known={String(text?.days_to_accept ?? DAYS_TO_ACCEPT)}
        inputmode="numeric"
        width={4}
      />
      <Actions>
        <Button>Proposer ce texte</Button>
      </Actions>
    </Form>
  </Panel>
)
