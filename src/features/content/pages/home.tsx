import { page } from '../../../platform/http/page.ts'
import { publicSpace } from '../../../spaces/public.tsx'
import { Columns, PageHeading, Panel } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'

/** The two panels of the guide, section 2. */
export const home = page(publicSpace, {
  title: 'Accueil',
  view: () => (
    <>
      <PageHeading>Mon compte Génération #HDF</PageHeading>
      <Columns>
        <Panel title="J’ai déjà un compte">
          <p>J’ai une carte Génération #HDF (ou une carte Picardie Cursus).</p>
          <p>Je me connecte et j’accède à mon compte :</p>
          <ul>
            <li>pour poursuivre ma demande de carte Génération #HDF</li>
            <li>pour accéder à mes avantages</li>
          </ul>
          <Actions>
            <ButtonLink href="/connexion">Se connecter</ButtonLink>
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
            <ButtonLink href="/inscription">Créer un compte</ButtonLink>
          </Actions>
          <Help />
        </Panel>
      </Columns>
      <p>
        Une question ? Appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a>. Vous travaillez dans un établissement, chez un
        partenaire ou à la Région ? <a href="/professionnels/connexion">Espace des professionnels</a>
      </p>
    </>
  ),
})

const Help = () => (
  <p>
    Besoin d’aide ? Je consulte la <a href="/faq">foire aux questions</a>
  </p>
)
