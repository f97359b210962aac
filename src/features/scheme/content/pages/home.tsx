import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Beneficiary, Staff } from '../../../../spaces/actors.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Columns, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'

/** The two panels of the guide, section 2, for who is not signed in; the way to their space for who is. */
export const home = page(publicSpace, places.public.home, {
  title: 'Accueil',
  view: ({ actor }) => (
    <>
      <PageHeading>Mon compte Génération #HDF</PageHeading>
      {actor ? <OwnSpace actor={actor} /> : <Accounts />}
      <Panel title="Génération #HDF, c’est quoi ?">
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
        Une question ? Appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a>.
        {!actor && (
          <>
            {' '}
            Vous travaillez dans un établissement, chez un partenaire ou à la Région ?{' '}
            <a href={places.public.staffSignIn.to()}>Espace des professionnels</a>
          </>
        )}
      </p>
    </>
  ),
})

const SPACES = {
  beneficiary: places.beneficiary.home.to(),
  partner: places.partner.home.to(),
  school: places.school.requests.to(),
  agent: places.region.home.to(),
}

const OwnSpace = ({ actor }: { actor: Beneficiary | Staff }) => (
  <Panel title="Vous êtes connecté">
    <p>{actor.kind === 'beneficiary' ? `${actor.first_name} ${actor.last_name}` : actor.name}</p>
    <Actions>
      <ButtonLink href={SPACES[actor.kind]}>Aller dans mon espace</ButtonLink>
    </Actions>
    <Help />
  </Panel>
)

const Accounts = () => (
  <Columns>
    <Panel title="J’ai déjà un compte">
      <p>J’ai une carte Génération #HDF (ou une carte Picardie Cursus).</p>
      <p>Je me connecte et j’accède à mon compte :</p>
      <ul>
        <li>pour poursuivre ma demande de carte Génération #HDF</li>
        <li>pour accéder à mes avantages</li>
      </ul>
      <Actions>
        <ButtonLink href={places.public.signIn.to()}>Se connecter</ButtonLink>
      </Actions>
      <Help />
    </Panel>
    <Panel title="Je n’ai pas de compte">
      <p>Je n’ai pas de carte Génération #HDF (ou de carte Picardie Cursus).</p>
      <p>Je crée mon compte et demande ma carte Génération #HDF.</p>
      <p>
        En savoir plus : <a href="https://generation.hautsdefrance.fr">generation.hautsdefrance.fr</a>
      </p>
      <Actions>
        <ButtonLink href={places.public.signUp.to()}>Créer un compte</ButtonLink>
      </Actions>
      <Help />
    </Panel>
  </Columns>
)

const Help = () => (
  <p>
    Besoin d’aide ? Je consulte la <a href={places.public.faq.to()}>foire aux questions</a>
  </p>
)
