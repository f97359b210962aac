import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { AccountHolder, Beneficiary } from '../../../../spaces/actors.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { CardFace, Columns, InfoBox, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { amountsOn, RULES, whenItOpens } from '../../campaigns/index.ts'

/** The guide's section 2, for who is not signed in: the card, what is on it, both buttons, then its two panels. The way to their space for who is. */
export const home = page(publicSpace, places.public.home, {
  isSameForAll: true,
  title: 'Accueil',
  description: `La carte de la Région ${OUR_REGION.name} qui aide les lycéens et les apprentis à payer leurs manuels et leur équipement. Créez votre compte, demandez-la.`,
  async view({ db, now, actor }) {
    const amounts = actor ? [] : await amountsOn(db, dayOf(now))
    const notYet = actor || amounts.length > 0 ? null : await whenItOpens(db, dayOf(now))
    return (
      <>
        {actor ? (
          <>
            <PageHeading>Mon compte {OUR_REGION.card}</PageHeading>
            <OwnSpace actor={actor} />
          </>
        ) : (
          <>
            <Opening amounts={amounts} notYet={notYet} />
            {!notYet && <Accounts />}
          </>
        )}
        <Panel title={`${OUR_REGION.card}, c’est quoi ?`}>
          <p>
            La Région aide les lycéens et les apprentis à payer leurs manuels et leur équipement, et ouvre des bons plans à tous les jeunes.
            Qui y a droit, combien, jusqu’à quand, et comment ça marche : tout est sur une page.
          </p>
          <Actions>
            <ButtonLink href={places.public.scheme.to()} kind="quiet">
              Découvrir le dispositif
            </ButtonLink>
            <ButtonLink href={places.public.whereToUse.to()} kind="quiet" icon="map-pin">
              Où utiliser la carte
            </ButtonLink>
          </Actions>
        </Panel>
        <p>
          Une question ? Appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
          {!actor && (
            <>
              {' '}
              Vous travaillez dans un établissement, chez un partenaire ou à la Région ?{' '}
              <a href={places.public.staffSignIn.to()}>Espace des professionnels</a>
            </>
          )}
        </p>
      </>
    )
  },
})

/** The card, what each situation has on it, and both ways in: what fits the first screen of a phone. */
function Opening({ amounts, notYet }: { amounts: Awaited<ReturnType<typeof amountsOn>>; notYet: string | null }) {
  const given = RULES.flatMap(({ rule, words, isDecided }) => {
    const cents = amounts.find((amount) => amount.rule === rule)?.amount_cents ?? 0
    return cents > 0 && !isDecided ? [{ words, cents }] : []
  })
  return (
    <section class="opening">
      <div class="opening-words">
        <PageHeading>Mon compte {OUR_REGION.card}</PageHeading>
        {notYet ? (
          <InfoBox title="Pas encore ouvert">
            <p>{notYet}</p>
          </InfoBox>
        ) : (
          <ul class="opening-amounts plain">
            {given.map(({ words, cents }) => (
              <li key={words}>
                <Money cents={cents} /> <span>{words}</span>
              </li>
            ))}
          </ul>
        )}
        <Actions>
          <ButtonLink href={places.public.signIn.to()}>Se connecter</ButtonLink>
          {!notYet && (
            <ButtonLink href={places.public.signUp.to()} kind="red">
              Créer un compte
            </ButtonLink>
          )}
        </Actions>
      </div>
      <div class="opening-card" aria-hidden="true">
        <CardFace name="Votre nom" number="12345678" photoUrl={null} validity={amounts[0]?.campaign_name ?? ''} />
      </div>
    </section>
  )
}

const SPACES = {
  beneficiary: places.beneficiary.home.to(),
  partner: places.partner.home.to(),
  school: places.school.requests.to(),
  agent: places.region.home.to(),
  guardian: places.guardian.home.to(),
}

const OwnSpace = ({ actor }: { actor: AccountHolder | Beneficiary }) => (
  <Panel title="Vous êtes connecté">
    <p>{actor.kind === 'beneficiary' ? `${actor.first_name} ${actor.last_name}` : actor.name}</p>
    <Actions>
      <ButtonLink href={SPACES[actor.kind]}>Aller dans mon espace</ButtonLink>
    </Actions>
    <Help />
  </Panel>
)

const orCardBefore = (article: 'une' | 'de'): string =>
  OUR_REGION.cardBefore === undefined ? '' : ` (ou ${article} carte ${OUR_REGION.cardBefore})`

const Accounts = () => (
  <Columns>
    <Panel title="J’ai déjà un compte">
      <p>{`J’ai une carte ${OUR_REGION.card}${orCardBefore('une')}.`}</p>
      <p>
        <a href={places.public.signIn.to()}>Je me connecte</a> et j’accède à mon compte :
      </p>
      <ul>
        <li>pour poursuivre ma demande de carte {OUR_REGION.card}</li>
        <li>pour accéder à mes avantages</li>
      </ul>
      <Help />
    </Panel>
    <Panel title="Je n’ai pas de compte">
      <p>{`Je n’ai pas de carte ${OUR_REGION.card}${orCardBefore('de')}.`}</p>
      <p>
        <a href={places.public.signUp.to()}>Je crée mon compte</a> et demande ma carte {OUR_REGION.card}.
      </p>
      <p>
        En savoir plus : <a href={OUR_REGION.siteOfCard}>{OUR_REGION.domain}</a>
      </p>
      <Help />
    </Panel>
  </Columns>
)

const Help = () => (
  <p>
    Besoin d’aide ? Je consulte la <a href={places.public.faq.to()}>foire aux questions</a>
  </p>
)
