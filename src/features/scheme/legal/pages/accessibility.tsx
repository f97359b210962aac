import { conformity, criteria, date, findings, pages, type Result } from '../../../../accessibility/conformity.ts'
import { places } from '../../../../places.ts'
import { type Day, frenchDay } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Details, PageHeading, Panel } from '../../../../ui/blocks.tsx'

/** The statement that article 47 of the law of 11 February 2005 asks for, in the sections of its official model. */
export const accessibility = page(publicSpace, places.public.accessibility, {
  isSameForAll: true,
  title: 'Déclaration d’accessibilité',
  description: `Où en est l’accessibilité du site ${OUR_REGION.card}, ce qui reste à corriger, et comment signaler une difficulté.`,
  view: ({ visit }) => (
    <>
      <PageHeading>Déclaration d’accessibilité</PageHeading>
      <p>
        La Région {OUR_REGION.name} s’engage à rendre ses sites accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février
        2005. Cette déclaration s’applique au site {new URL(visit.site.config.publicUrl).host}.
      </p>
      <State />
      <WhatIsNotAccessible />
      <HowItWasMade />
      <Panel title="Retour d’information et contact">
        <p>
          Vous ne pouvez pas lire une page ou utiliser un service ? Dites-le-nous au{' '}
          <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>, à <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a> ou
          par le <a href={places.public.contact.to()}>formulaire de contact</a> : nous vous donnerons l’information ou le service autrement.
        </p>
      </Panel>
      <Panel title="Voies de recours">
        <p>
          Vous nous avez signalé un défaut d’accessibilité qui vous empêche d’utiliser le site, et notre réponse ne vous convient pas ? Vous
          pouvez :
        </p>
        <ul>
          <li>
            écrire un message au Défenseur des droits :{' '}
            <a href="https://formulaire.defenseurdesdroits.fr">formulaire.defenseurdesdroits.fr</a> ;
          </li>
          <li>
            contacter le délégué du Défenseur des droits près de chez vous :{' '}
            <a href="https://www.defenseurdesdroits.fr/saisir/delegues">defenseurdesdroits.fr/saisir/delegues</a> ;
          </li>
          <li>l’appeler au 09 69 39 00 00 ;</li>
          <li>lui envoyer un courrier (gratuit, sans timbre) : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.</li>
        </ul>
      </Panel>
    </>
  ),
})

const having = (result: Result) => criteria.filter((criterion) => criterion.result === result)

/** « 3 critères », « 1 critère ». */
const counted = (count: number) => `${count} critère${count > 1 ? 's' : ''}`

const State = () => (
  <>
    <Panel title="État de conformité">
      <p>
        Ce site est <strong>{conformity.state}</strong> au référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1.2
        {conformity.percent < 100 && ', en raison des non-conformités et des points non vérifiés énumérés plus bas'}.
      </p>
    </Panel>
    <Panel title="Résultats des tests">
      <p>
        L’audit, fait en interne par l’équipe du site le {frenchDay(date as Day)}, révèle que <strong>{conformity.percent} %</strong> des
        critères du RGAA qui concernent ce site sont respectés. Sur {counted(criteria.length)} :
      </p>
      <ul>
        <li>{counted(having('C').length)} : respectés sur toutes les pages vérifiées ;</li>
        <li>{counted(having('NC').length)} : non respectés sur une page au moins ;</li>
        <li>{counted(having('NT').length)} : personne n’a pu en décider. Le taux les compte comme non respectés ;</li>
        <li>{counted(having('NA').length)} : sans objet sur ce site.</li>
      </ul>
      <p>Personne n’a encore vérifié le site avec un lecteur d’écran, ni avec des personnes handicapées.</p>
      <EachCriterion />
    </Panel>
  </>
)

const RESULTS: Record<Result, string> = { C: 'respecté', NC: 'non respecté', NT: 'non vérifié', NA: 'sans objet' }

const EachCriterion = () => (
  <Details title="Résultat de chaque critère, et comment il a été vérifié">
    {[...Map.groupBy(criteria, ({ theme }) => theme)].map(([theme, ofTheme]) => (
      <>
        <h3>{theme}</h3>
        <ul>
          {ofTheme.map(({ number, title, result, how }) => (
            <li key={number}>
              {number}. {title} <strong>{RESULTS[result]}</strong> ({how})
            </li>
          ))}
        </ul>
      </>
    ))}
  </Details>
)

const titleOf = (id: string) => pages.find((page) => page.id === id)?.title ?? id

const WhatIsNotAccessible = () => (
  <Panel title="Contenus non accessibles">
    <h3>Non-conformités</h3>
    {findings.length === 0 ? (
      <p>Sur les pages vérifiées, nous n’en avons pas trouvé.</p>
    ) : (
      <ul>
        {findings.map(({ criterion, what, pages }) => (
          <li key={criterion + what}>
            {what} (critère {criterion} ; pages : {pages.map(titleOf).join(', ')})
          </li>
        ))}
      </ul>
    )}
    <h3>Points que personne n’a pu vérifier</h3>
    <ul>
      {having('NT').map(({ number, how }) => (
        <li key={number}>
          critère {number} : {how} ;
        </li>
      ))}
      <li>les documents PDF que la Région publie dans « Mes documents » peuvent ne pas être lisibles par un lecteur d’écran.</li>
    </ul>
    <h3>Dérogations pour charge disproportionnée</h3>
    <p>Aucune.</p>
    <h3>Contenus non soumis à l’obligation d’accessibilité</h3>
    <p>La carte des partenaires : la liste placée à côté d’elle donne les mêmes informations.</p>
    <p>Les documents que l’on nous envoie (photo, pièce d’identité, contrat) : ce sont des images, sans texte.</p>
  </Panel>
)

const HowItWasMade = () => (
  <Panel title="Établissement de cette déclaration">
    <p>Elle a été établie le {frenchDay(date as Day)}.</p>
    <h3>Technologies utilisées</h3>
    <ul>
      <li>HTML5, CSS, SVG</li>
      <li>JavaScript, dont les pages n’ont pas besoin pour marcher</li>
      <li>PDF balisé, pour les reçus</li>
    </ul>
    <h3>Environnement de test</h3>
    <p>
      Le navigateur Chromium, en 1 280, 375 et 320 pixels de large, avec et sans JavaScript, au clavier, texte agrandi et espacé. Pas encore
      de technologie d’assistance.
    </p>
    <h3>Outils pour évaluer l’accessibilité</h3>
    <ul>
      <li>axe-core</li>
      <li>html-validate</li>
    </ul>
    <h3>Pages vérifiées</h3>
    <ul>
      {pages.map(({ id, title }) => (
        <li key={id}>{title}</li>
      ))}
    </ul>
    <p>Un outil automatique, lui, voit toutes les pages du site à chaque modification.</p>
  </Panel>
)
