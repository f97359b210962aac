import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'

/** What who creates an account agrees to. */
export const conditions = page(publicSpace, places.public.conditions, {
  isSameForAll: true,
  title: 'Conditions d’utilisation',
  description: `Les règles de la carte ${OUR_REGION.card} et de ce site : qui peut s’en servir, pour acheter quoi, et ce qui est interdit.`,
  view: () => (
    <>
      <PageHeading>Conditions d’utilisation</PageHeading>
      <p>
        En créant un compte, vous acceptez ces conditions. Elles disent l’essentiel ; le règlement général de la carte, dans « Mes documents
        », et les décisions de la Région les complètent.
      </p>
      <Panel title="1. Qui peut avoir un compte et une carte">
        <ul>
          <li>Les lycéens et les apprentis : une carte, de l’argent pour leur formation selon leur situation, et des bons plans.</li>
          <li>Les jeunes qui ne sont ni lycéens ni apprentis : les bons plans.</li>
          <li>Un seul compte par personne, à son vrai nom. Ce que vous déclarez doit être exact.</li>
          <li>Votre établissement, ou la Région, vérifie votre demande avant de la valider.</li>
        </ul>
      </Panel>
      <Panel title="2. À quoi sert l’argent">
        <p>
          À acheter ce qu’il faut pour votre formation (manuels et équipements), chez les{' '}
          <a href={places.public.whereToUse.to()}>partenaires de la carte</a> seulement. Vos achats doivent être liés à votre formation.
        </p>
        <p>
          Chaque porte-monnaie a une date de fin : ce qui n’est pas dépensé ce jour-là revient à la Région. Un prépaiement qui n’est pas
          remis à temps revient dans votre porte-monnaie.
        </p>
        <p>
          L’aide au transport, à l’hébergement et à la restauration (THR) des apprentis a son propre règlement ; elle est versée sur un
          compte bancaire à votre nom.
        </p>
      </Panel>
      <Panel title="3. Ce qu’il ne faut pas faire">
        <ul>
          <li>prêter, donner ou vendre votre carte, votre QR code, vos tickets de prépaiement ou votre mot de passe ;</li>
          <li>échanger l’argent de la carte contre des espèces, ou acheter pour revendre ;</li>
          <li>ouvrir plusieurs comptes, prendre le nom d’un autre, envoyer de faux documents ;</li>
          <li>chercher à entrer dans le compte d’un autre, ou à empêcher le site de marcher.</li>
        </ul>
      </Panel>
      <Panel title="4. Votre carte perdue, volée ou abîmée">
        <p>
          Déclarez-le tout de suite dans « Ma carte », « Un problème de carte ? », ou appelez le numéro vert{' '}
          <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>. L’ancienne carte s’arrête à l’instant, une autre est fabriquée, et
          votre argent vous suit. Ce qui a été payé avant la déclaration ne peut pas vous être rendu par le site : appelez le numéro vert.
        </p>
      </Panel>
      <Panel title="5. Ce que la Région peut faire">
        <ul>
          <li>refuser une demande, ou vous la renvoyer à corriger, en vous disant pourquoi ;</li>
          <li>bloquer un compte ou une carte, si ces conditions ne sont pas respectées ou pour protéger votre argent ;</li>
          <li>demander le remboursement de ce qui a été obtenu ou dépensé sans y avoir droit ;</li>
          <li>arrêter le site le temps d’une réparation, et changer ces conditions : la page dit toujours celles qui s’appliquent.</li>
        </ul>
        <p>
          Vous n’êtes pas d’accord avec une décision ? Appelez le numéro vert ou <a href={places.public.contact.to()}>écrivez-nous</a>. Vous
          pouvez aussi saisir le tribunal administratif.
        </p>
      </Panel>
      <Panel title="6. Fermer votre compte">
        <p>
          Quand vous voulez, dans <a href={places.beneficiary.data.to()}>Mes données</a>. C’est définitif : la carte s’arrête, les
          prépaiements en attente sont annulés, et ce qui reste dans le porte-monnaie revient à la Région. Ce que deviennent vos
          informations est écrit dans la <a href={places.public.privacyPolicy.to()}>politique de confidentialité</a>.
        </p>
      </Panel>
    </>
  ),
})
