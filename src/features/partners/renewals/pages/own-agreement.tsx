import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { documentAnswer } from '../../../../platform/files.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, ErrorSummary } from '../../../../ui/form.tsx'
import { codesFor, Signing, signingForm, textInForce } from '../../agreements/index.ts'
import { renewalPdf } from '../proof-pdf.ts'
import { type Accepted, acceptedFor, boundBy, textToAccept } from '../queries.ts'
import { askedUntilInWords } from '../renewals.ts'
import { acceptText, askCode, askedCode, letterBoxOf, proveCode } from '../sign.ts'

const space = shopFor('agreement.accept')

/** What the shop has accepted, and the text that waits for a manager. */
export const ownAgreement = page(space, places.partner.agreement, {
  title: 'Convention',
  said: { code: 'Le code est envoyé', accord: 'La convention est acceptée' },
  async view({ db, now, actor, form, said }) {
    const [waits, accepted] = await Promise.all([textToAccept(db, actor.partner_id), acceptedFor(db, actor.partner_id)])
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Convention</PageHeading>
        {waits ? (
          <>
            <p>{`Ce texte est en vigueur depuis le ${frenchDayOf(waits.agreed_at)}. Votre accord vaut pour tous les points de vente de votre structure.`}</p>
            <p>{askedUntilInWords(waits.accept_by, dayOf(now))}</p>
            <Signing
              form={form}
              text={found(await textInForce(db))}
              legalName={await boundBy(db, actor)}
              {...(await signerOf(db, actor))}
              back={places.partner.home.to()}
              accept="Accepter la convention"
            />
          </>
        ) : (
          <InfoBox>
            <p>Vous n’avez rien à accepter.</p>
          </InfoBox>
        )}
        <Panel>
          <DataTable
            caption="Textes acceptés"
            columns={[{ label: 'Version' }, { label: 'Acceptée le' }, { label: 'Par' }, { label: 'Preuve' }]}
            rows={accepted.map((one) => [
              `n° ${one.text_version}`,
              frenchDayOf(one.signed_at),
              one.signer_name,
              <Proof key="proof" of={one} />,
            ])}
            empty="Aucun pour l’instant."
          />
        </Panel>
        <Actions>
          <ButtonLink href={places.partner.departure.to()} kind="quiet">
            Quitter le dispositif
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    signingForm,
    {
      isFleeting: true,
      async prepare({ db, now, actor, visit, input }) {
        // By the same form a moment ago, or by another manager.
        if (!(await textToAccept(db, actor.partner_id))) return see(places.partner.agreement.to())
        if (input.action === 'sign') await proveCode(db, now, actor, input.code)
        else await takeTry(db, codesFor({ email: await letterBoxOf(db, actor), network: visit.network }), now)
      },
    },
    async ({ tx, actor, input, visit: { network, device } }) => {
      if (input.action === 'code') {
        await askCode(tx, actor, { ...input, version: input.agrees })
        return see(places.partner.agreement.said('code'))
      }
      await acceptText(tx, actor, { ...input, version: input.agrees, network, device })
      return see(places.partner.agreement.said('accord'))
    },
  ),
})

async function signerOf(db: Reader, actor: PartnerUser) {
  const [asked, email] = await Promise.all([askedCode(db, actor), letterBoxOf(db, actor)])
  return { email, hasAsked: asked !== undefined, readVersion: asked?.read_version ?? null, signerName: asked?.signer_name ?? actor.name }
}

/** What was accepted to join is on the page whose link came by mail. */
const Proof = ({ of }: { of: Accepted }) =>
  of.application_id === null ? (
    <a href={places.partner.agreementProof.to({ id: of.id })}>
      PDF<span class="unseen">{` de la version n° ${of.text_version}`}</span>
    </a>
  ) : (
    <>À la demande</>
  )

/** The text and what proves that the shop, or another of its organisation, accepted it. */
export const ownAgreementProof = download(space, places.partner.agreementProof, async ({ db, actor, params: { id } }) => {
  found((await acceptedFor(db, actor.partner_id)).find((one) => one.id === id))
  return documentAnswer({ media_type: 'application/pdf', bytes: await renewalPdf(db, id) }, `convention-${id}.pdf`)
})
