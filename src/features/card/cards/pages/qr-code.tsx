import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchInstant } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { page, scriptAnswer } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { CardFace, Columns, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { QrCode } from '../../../../ui/qr-code.tsx'
import { qrPicture } from '../../../../ui/qr-picture.ts'
import { nameOnCard } from '../../../people/beneficiaries/index.ts'
import { grouped, QR_SECONDS } from '../card.ts'
import { issueQrCode } from '../issue-qr-code.ts'
import { liveCardOf } from '../queries.ts'

/** Full screen because it is the target of the address: no script is needed, and Back leaves it. */
const FULL_SCREEN = 'plein-ecran'

/**
 * The card and a QR code that pays once (guide, 7.1). Looking at this page makes a code, which changes nothing that its owner
 * has: the code says nothing, costs nothing, and is worth something only once its owner shows it.
 */
export const qrCode = page(beneficiarySpace, places.beneficiary.qrCode, {
  title: 'Mon QR code',
  scripts: ['live-qr'],
  async view({ db, actor, now }) {
    const { card, text, expires_at } = await newCode(db, actor, now)
    const time = frenchInstant(expires_at).slice(-8)
    return (
      <>
        <PageHeading>Mon QR code</PageHeading>
        <Columns>
          <Panel title="À présenter en caisse">
            <live-qr id={FULL_SCREEN} data-seconds={QR_SECONDS} data-from={places.beneficiary.nextQrCode.to()}>
              <a class="button button-quiet qr-close" href="#contenu">
                Fermer
              </a>
              <QrCode text={text} label="QR code de votre carte" />
              <div class="qr-words">
                <p class="qr-text">
                  <span class="hint">Le code, si le lecteur ne marche pas :</span>
                  <b data-text>{grouped(text)}</b>
                </p>
                <p data-left>{`Ce code sert une seule fois, jusqu’à ${time} (${QR_SECONDS} secondes).`}</p>
                <p class="hint">Le lecteur ne voit rien ? Augmentez la luminosité de votre écran.</p>
                <p role="status" data-said></p>
              </div>
            </live-qr>
            <Actions>
              <ButtonLink href={`#${FULL_SCREEN}`}>Plein écran</ButtonLink>
              <ButtonLink href={places.beneficiary.qrCode.to()} kind="quiet">
                Nouveau code
              </ButtonLink>
              <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
                Retour
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel title="Informations carte">
            <CardFace
              name={nameOnCard(card)}
              number={card.number}
              photoUrl={places.beneficiary.cardPhoto.to()}
              validity={card.campaign_name ?? ''}
            />
          </Panel>
        </Columns>
      </>
    )
  },
})

/** The next code, for the page that shows one: it asks before the code ends. */
export const nextQrCode = scriptAnswer(beneficiarySpace, places.beneficiary.nextQrCode, async ({ db, actor, now }) => {
  const { text } = await newCode(db, actor, now)
  return Response.json({ path: qrPicture(text).path, text: grouped(text), seconds: QR_SECONDS })
})

async function newCode(db: Reader, actor: Beneficiary, now: Date) {
  const card = found(await liveCardOf(db, actor.id))
  return { card, ...(await issueQrCode(db, card.id, now)) }
}
