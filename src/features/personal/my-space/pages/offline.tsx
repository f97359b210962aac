import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { frenchMovement } from '../../../../platform/money.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { offlineSpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Columns, DataTable, PageHeading, Panel, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { stateInWords } from '../../../money/prepayments/index.ts'
import { myCardOf } from '../my-card.ts'
import { OwnCard } from './own-card.tsx'

const PREPAYMENTS_KEPT = 50

/** What the browser shows in place of a page that it cannot get. It is kept by everybody: nobody is in it. */
export const offline = page(publicSpace, places.public.offline, {
  title: 'Hors connexion',
  view: () => (
    <>
      <PageHeading>Vous êtes hors connexion</PageHeading>
      <p>Cette page a besoin du réseau. Elle s’affichera dès qu’il sera revenu.</p>
      <Actions>
        <TryAgain />
      </Actions>
      <Columns>
        <Panel title="Ce qui se lit sans réseau">
          <p>
            Votre carte (sans le QR code) et la liste de vos prépaiements, si vous avez ouvert « Ma carte » sur cet appareil il y a moins de
            12 heures, et tant que vous ne vous déconnectez pas.
          </p>
          <Actions>
            <ButtonLink href={places.beneficiary.card.to()} kind="quiet" icon="card">
              Ma carte
            </ButtonLink>
          </Actions>
        </Panel>
        <NeedsNetwork />
      </Columns>
      <p>
        Sans réseau, « Déconnexion » efface ce que cet appareil gardait de vous. Quand le réseau revient, choisissez-la encore une fois pour
        fermer votre session.
      </p>
    </>
  ),
})

/** The copy of « Ma carte » that the browser keeps. No balance: without network it may be wrong. */
export const myCardOffline = page(offlineSpace, places.beneficiary.cardOffline, {
  title: 'Ma carte hors connexion',
  async view({ db, actor, now }) {
    const card = await myCardOf(db, actor.id, 1, now, PREPAYMENTS_KEPT)
    if (!card) return see(places.beneficiary.home.to())
    const { rows, total } = card.prepayments
    return (
      <>
        <PageHeading>Ma carte</PageHeading>
        <Warning title={`Hors connexion : informations du ${frenchMinute(now).replace(':', ' h ')}`}>
          <p>Un prépaiement a pu être encaissé ou annulé depuis. La page se met à jour dès que le réseau revient.</p>
          <Actions>
            <TryAgain />
          </Actions>
        </Warning>
        <Panel>
          <OwnCard owner={actor} card={card} />
        </Panel>
        <Panel>
          <DataTable
            caption="Liste de mes prépaiements"
            columns={[
              { label: 'Date' },
              { label: 'N° ticket' },
              { label: 'Partenaire' },
              { label: 'PM' },
              { label: 'Montant', numeric: true },
              { label: 'État' },
            ]}
            rows={rows.map(({ created_on, ticket, partner_name, wallet_kind, amount_cents, state }) => [
              frenchDay(created_on),
              ticket,
              partner_name,
              wallet_kind,
              frenchMovement(-amount_cents),
              <Tag key="state" tone={stateInWords(state).tone}>
                {stateInWords(state).label}
              </Tag>,
            ])}
          />
          {total > rows.length && <p>{`Ce sont les ${rows.length} derniers : les autres ont besoin du réseau.`}</p>}
        </Panel>
        <Columns>
          <NeedsNetwork />
          <Panel title="Cet appareil est à plusieurs ?">
            <p>« Déconnexion » efface cette page de l’appareil. Sans cela, elle ne s’affiche plus au bout de 12 heures.</p>
            <Actions>
              <ButtonLink href={places.public.signOut.to()} kind="quiet-red" icon="sign-out">
                Déconnexion
              </ButtonLink>
            </Actions>
          </Panel>
        </Columns>
      </>
    )
  },
})

const NeedsNetwork = () => (
  <Panel title="Ce qui a besoin du réseau">
    <ul>
      <li>afficher votre QR code et payer avec ;</li>
      <li>voir votre solde et vos transactions ;</li>
      <li>payer en ligne ;</li>
      <li>créer, imprimer ou annuler un prépaiement ;</li>
      <li>faire ou suivre une demande.</li>
    </ul>
    <p>
      Votre carte est perdue ou volée ? Appelez le <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>, sans Internet.
    </p>
  </Panel>
)

const TryAgain = () => (
  <button class="button button-quiet needs-script" type="button" data-try-again>
    <span>Réessayer</span>
  </button>
)
