import { places } from '../../../../places.ts'
import { addDays, dayOf, frenchDay } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Columns, DataTable, InfoBox, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { type Aid, aidOf, benefitsOf, campaignOpenOn, RULES, schoolYear, whenItOpens } from '../../campaigns/index.ts'

/** Who is entitled to what, and when, as the current campaign says it. */
export const scheme = page(publicSpace, places.public.scheme, {
  isSameForAll: true,
  title: 'Le dispositif',
  description: `Qui a droit à la carte ${OUR_REGION.card}, combien la Région met dessus, jusqu’à quand s’en servir, et comment la demander en cinq étapes.`,
  async view({ db, now, actor }) {
    const campaign = await campaignOpenOn(db, dayOf(now))
    if (!campaign) return <NotYet words={await whenItOpens(db, dayOf(now))} />
    const [benefits, aid] = await Promise.all([benefitsOf(db, campaign.id), aidOf(db, campaign.id)])
    return (
      <>
        <Introduction />
        <Panel title={`Qui a droit à quoi en ${schoolYear(campaign)}`}>
          <DataTable
            caption="Montant mis sur la carte"
            columns={[{ label: 'Votre situation' }, { label: 'Pourquoi' }, { label: 'Montant', numeric: true }]}
            rows={RULES.filter(({ field, isDecided }) => !isDecided || benefits[`${field}Amount`] > 0).map(({ words, field }) => [
              words,
              benefits[`${field}Label`],
              <Money key="amount" cents={benefits[`${field}Amount`]} />,
            ])}
          />
          <p>Tous ont les bons plans, dès que leur demande est validée.</p>
        </Panel>
        {aid.bands.length > 0 && (
          <Panel title="Apprentis : l’aide au transport, à l’hébergement et à la restauration (THR)">
            <p>{`Chaque année du contrat, à partir de ${aid.firstRequestDays} jours après sa signature, versée sur votre compte bancaire :`}</p>
            <ul>
              <li>{`transport, selon la distance entre chez vous et votre CFA : ${transport(aid)} ;`}</li>
              <li>{`restauration : ${frenchEuros(aid.meals)} ;`}</li>
              <li>{`hébergement, en internat, en foyer ou en logement social : ${frenchEuros(aid.lodging)}.`}</li>
            </ul>
          </Panel>
        )}
        <Columns>
          <Calendar campaign={campaign} />
          <FiveSteps />
        </Columns>
        <p>
          Voir aussi : <a href={places.public.whereToUse.to()}>où utiliser la carte</a>, la{' '}
          <a href={places.public.faq.to()}>foire aux questions</a> et les{' '}
          <a href={places.public.conditions.to()}>conditions d’utilisation</a>.
        </p>
        {!actor && (
          <Actions>
            <ButtonLink href={places.public.signUp.to()}>Créer un compte</ButtonLink>
          </Actions>
        )}
      </>
    )
  },
})

const Introduction = () => (
  <>
    <PageHeading>Le dispositif {OUR_REGION.card}</PageHeading>
    <p>
      La Région {OUR_REGION.name} aide les lycéens et les apprentis à payer leurs manuels et leur équipement, avec une carte qui sert chez
      les partenaires du dispositif, et ouvre des bons plans à tous les jeunes. La demande est gratuite.
    </p>
  </>
)

/** Before the first campaign nothing is promised. */
const NotYet = ({ words }: { words: string }) => (
  <>
    <Introduction />
    <InfoBox title="Pas encore ouvert">
      <p>{words}</p>
    </InfoBox>
    <FiveSteps />
  </>
)

const Calendar = ({ campaign }: { campaign: NonNullable<Awaited<ReturnType<typeof campaignOpenOn>>> }) => (
  <Panel title="Le calendrier">
    <ul>
      <li>
        <strong>{frenchDay(campaign.applications_open_on)}</strong> : les demandes ouvrent
      </li>
      <li>
        <strong>{frenchDay(campaign.starts_on)}</strong> : la carte est utilisable
      </li>
      <li>
        <strong>{frenchDay(campaign.prepayments_expire_on)}</strong> : dernier jour pour utiliser un prépaiement
      </li>
      <li>
        <strong>{frenchDay(campaign.ends_on)}</strong> : dernier jour pour envoyer une demande, et pour utiliser le porte-monnaie
      </li>
      <li>
        {`Une demande envoyée à temps peut encore être validée jusqu’au ${frenchDay(addDays(campaign.ends_on, campaign.decision_days))}. Une aide versée peut se dépenser pendant ${campaign.spending_days} jours au moins`}
      </li>
      <li>
        Après la fin de la campagne, ce qu’un partenaire vous rembourse{' '}
        {campaign.refund_days === 0 ? 'revient à la Région' : `peut être dépensé pendant ${campaign.refund_days} jours`}
      </li>
    </ul>
  </Panel>
)

const FiveSteps = () => (
  <Panel title="Comment ça marche, en cinq étapes">
    <ol>
      <li>
        <strong>Inscription</strong> : vous créez votre compte.
      </li>
      <li>
        <strong>Demande</strong> : vous dites votre situation, et envoyez votre photo ou votre pièce d’identité.
      </li>
      <li>
        <strong>Validation</strong> : votre établissement, ou la Région, vérifie. La carte marche aussitôt sur votre téléphone.
      </li>
      <li>
        <strong>Fabrication</strong> : la carte en plastique est fabriquée.
      </li>
      <li>
        <strong>Expédition</strong> : elle arrive chez vous par la poste.
      </li>
    </ol>
  </Panel>
)

const transport = ({ bands }: Aid): string => {
  const amounts = bands.map(({ amount_cents }) => amount_cents)
  return `de ${frenchEuros(Math.min(...amounts))} à ${frenchEuros(Math.max(...amounts))}`
}
