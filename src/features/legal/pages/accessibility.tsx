import { page } from '../../../platform/http/page.ts'
import { publicSpace } from '../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../ui/blocks.tsx'

export const accessibility = page(publicSpace, {
  title: 'Accessibilité',
  view: () => (
    <>
      <PageHeading>Déclaration d’accessibilité</PageHeading>
      <Panel title="État de conformité">
        <p>
          Ce site vise la conformité complète au RGAA 4.1. Aucun audit complet par un tiers n’a encore eu lieu : il se déclare donc{' '}
          <strong>partiellement conforme</strong>.
        </p>
        <p>
          À chaque modification, chaque page est vérifiée par un outil automatique, et les parcours sont suivis dans un navigateur, sur
          grand et petit écran.
        </p>
      </Panel>
      <Panel title="Une difficulté ?">
        <p>
          Dites-le-nous au <a href="tel:+33800026080">0800 026 080</a> ou à{' '}
          <a href="mailto:beneficiaires.hdf@hautsdefrance.fr">beneficiaires.hdf@hautsdefrance.fr</a> : nous vous donnerons l’information
          autrement.
        </p>
        <p>
          Si la réponse ne vous convient pas, vous pouvez saisir le Défenseur des droits :{' '}
          <a href="https://formulaire.defenseurdesdroits.fr">formulaire.defenseurdesdroits.fr</a>, ou par téléphone au 09 69 39 00 00.
        </p>
      </Panel>
    </>
  ),
})
