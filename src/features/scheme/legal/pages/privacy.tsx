import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { KEPT_DAYS } from '../../../../platform/retention.ts'
import { IDLE_MINUTES, SESSION_HOURS } from '../../../../platform/sessions.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { DataTable, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { FromElsewhere } from '../from-elsewhere.tsx'
import { REGION_ADDRESS } from '../region.ts'

interface Kept {
  data: string
  purpose: string
  seenBy: string
  until: string
}

const UNTIL_CLOSED = 'Jusqu’à la fermeture de votre compte.'

const AFTER_THE_AID = `${KEPT_DAYS.endedAid} jours après le paiement ou le refus, ${KEPT_DAYS.unsentAid} jours si la demande n’est pas envoyée, et avant si vous fermez votre compte.`

/** What is kept of a young person, one line each. A line changes with the code that keeps or forgets it. */
const KEPT: Kept[] = [
  {
    data: 'Civilité, nom (et celui d’avant s’il a été corrigé), prénom, date de naissance',
    purpose: 'Savoir qui vous êtes, fabriquer votre carte, éviter les doubles demandes.',
    seenBy:
      'Vous, votre établissement, les agents de la Région. Un partenaire, au moment de payer : votre prénom et l’initiale de votre nom.',
    until: `${UNTIL_CLOSED} Un compte qui n’a jamais servi est fermé au bout de ${KEPT_DAYS.accountNeverUsed} jours.`,
  },
  {
    data: 'Adresse postale, téléphones, adresse e-mail',
    purpose: 'Vous envoyer la carte, vous prévenir, calculer une distance si vous demandez l’aide THR.',
    seenBy: 'Vous et les agents de la Région.',
    until: UNTIL_CLOSED,
  },
  {
    data: 'Situation, établissement, formation, bourse, dates du contrat d’apprentissage',
    purpose: 'Décider de votre demande et du montant de l’aide.',
    seenBy: 'Vous, votre établissement, les agents de la Région.',
    until: `${UNTIL_CLOSED} L’établissement et la décision restent ensuite, sans votre nom, pour les statistiques.`,
  },
  {
    data: 'Photo',
    purpose: 'Figurer sur la carte et vous reconnaître chez un partenaire.',
    seenBy: 'Vous, votre établissement, les agents de la Région et, au moment de payer, le partenaire.',
    until: UNTIL_CLOSED,
  },
  {
    data: 'Justificatif d’identité (si vous n’êtes ni lycéen ni apprenti)',
    purpose: 'Vérifier votre identité.',
    seenBy: 'Vous et les agents de la Région qui valident les demandes.',
    until: `Effacé 30 jours après la décision, ou ${KEPT_DAYS.unsentIdentityDocument} jours après son dépôt si la demande n’est pas envoyée.`,
  },
  {
    data: 'Numéro de carte, porte-monnaie, paiements, prépaiements',
    purpose: 'Tenir votre porte-monnaie et payer les partenaires.',
    seenBy: 'Vous et les agents de la Région. Un partenaire : les paiements faits chez lui.',
    until:
      'Les montants restent aussi longtemps que la loi oblige la Région à garder ses comptes. Après la fermeture de votre compte, rien n’y dit plus qu’ils sont à vous.',
  },
  {
    data: 'Aide THR : compte bancaire (IBAN, BIC, titulaire) et RIB',
    purpose: 'Vous verser l’aide.',
    seenBy: 'Vous, et les agents de la Région chargés des paiements. L’IBAN et le RIB sont chiffrés.',
    until: `Effacés ${AFTER_THE_AID}`,
  },
  {
    data: 'Aide THR : contrat d’apprentissage, attestation d’hébergement, distance',
    purpose: 'Vérifier que vous y avez droit et calculer le montant.',
    seenBy: 'Vous, votre CFA, les agents de la Région chargés de l’aide. Les documents sont chiffrés.',
    until: `Les documents sont effacés ${AFTER_THE_AID} Les montants et la distance restent ensuite, sans votre nom.`,
  },
  {
    data: 'Consentements (bons plans, newsletters) et choix de l’e-mail ou du SMS',
    purpose: 'Vous écrire seulement ce que vous avez accepté, comme vous l’avez choisi.',
    seenBy: 'Vous et les agents de la Région.',
    until: 'Jusqu’à ce que vous les retiriez dans « Mon compte », ou à la fermeture de votre compte.',
  },
  {
    data: 'E-mails et SMS que nous vous envoyons',
    purpose: 'Vous prévenir, et savoir ce qui vous a été dit si vous nous appelez.',
    seenBy: 'Vous et les agents de la Région.',
    until: `Effacés au bout de ${KEPT_DAYS.message} jours, et avant si vous fermez votre compte.`,
  },
  {
    data: 'Mot de passe',
    purpose: 'Vous connecter.',
    seenBy: 'Personne : il n’est gardé que sous une forme d’où on ne peut pas le retrouver.',
    until: UNTIL_CLOSED,
  },
  {
    data: 'Connexions : date, heure et type d’appareil',
    purpose: 'Vous garder connecté, et vous montrer vos connexions ouvertes.',
    seenBy: 'Vous. Un agent de la Région qui vous aide voit seulement si vous êtes connecté.',
    until: `${IDLE_MINUTES} minutes sans activité, ${SESSION_HOURS} heures au plus.`,
  },
  {
    data: 'Journal des accès : qui a ouvert ou modifié votre dossier, et quand',
    purpose: 'Que chaque consultation par un professionnel laisse une trace, que vous pouvez lire.',
    seenBy: 'Vous, et les agents de la Région qui administrent le site.',
    until: 'Il ne peut pas être effacé. Après la fermeture de votre compte, rien n’y dit plus de qui il s’agissait.',
  },
  {
    data: 'Empreinte de votre identité, après la fermeture d’un compte',
    purpose:
      'Ne pas donner deux fois l’argent de la même campagne, ou l’aide THR de la même année. On ne peut pas y lire votre nom ni votre date de naissance.',
    seenBy: 'Personne : elle ne sert qu’à comparer.',
    until: 'Effacée quand elle ne peut plus servir : la campagne, et l’année du contrat pour l’aide THR, sont terminées.',
  },
  {
    data: 'Formulaire de contact : nom, adresse e-mail, question, et numéro de dossier si vous le donnez',
    purpose: 'Vous répondre.',
    seenBy: 'Les agents de la Région.',
    until: 'Un an, ou jusqu’à la fermeture de votre compte.',
  },
  {
    data: 'Journaux techniques',
    purpose: 'Trouver les pannes et protéger le site.',
    seenBy: 'Ceux qui font fonctionner le site.',
    until: 'Le site n’y écrit ni nom, ni numéro, ni adresse. Les essais de connexion sont comptés une heure environ, sans adresse lisible.',
  },
]

/** What « Mes données » says is here. */
export const privacyPolicy = page(publicSpace, places.public.privacyPolicy, {
  title: 'Politique de confidentialité',
  view: ({ visit }) => (
    <>
      <PageHeading>Politique de confidentialité</PageHeading>
      <Panel title="En bref">
        <p>
          La Région Hauts-de-France est responsable de ce que ce site sait de vous. Elle s’en sert pour gérer la carte Génération #HDF et
          l’aide THR, qui sont une mission de service public, et pour rien d’autre. Les informations sur les bons plans et les newsletters,
          elles, ne vous sont envoyées qu’avec votre accord.
        </p>
        <p>Rien n’est vendu, ni utilisé pour de la publicité. Aucune décision n’est prise par une machine seule.</p>
      </Panel>
      <Panel>
        <DataTable
          sentences
          caption="Ce que nous gardons, pourquoi, qui le voit et combien de temps"
          columns={[{ label: 'Donnée' }, { label: 'Pourquoi' }, { label: 'Qui la voit' }, { label: 'Combien de temps' }]}
          rows={KEPT.map(({ data, purpose, seenBy, until }): ComponentChildren[] => [data, purpose, seenBy, until])}
        />
        <p>
          « Près de moi », sur la carte des partenaires, ne demande votre position que si vous le choisissez, l’arrondit à un kilomètre
          environ, et ne la garde pas.
        </p>
      </Panel>
      <Panel title="Vos droits">
        <p>Connecté à votre espace, vous pouvez tout de suite :</p>
        <ul>
          <li>
            télécharger tout ce que nous gardons de vous, ou fermer votre compte et le faire effacer :{' '}
            <a href={places.beneficiary.data.to()}>Mes données</a> ;
          </li>
          <li>
            voir qui a ouvert votre dossier : <a href={places.beneficiary.consultations.to()}>Qui a consulté mon dossier</a> ;
          </li>
          <li>
            corriger votre adresse, vos téléphones, votre e-mail, et retirer vos consentements :{' '}
            <a href={places.beneficiary.account.to()}>Mon compte</a>.
          </li>
        </ul>
        <p>
          Pour le reste (corriger votre nom, vous opposer à un usage, le limiter, ou poser une question), écrivez au délégué à la protection
          des données de la Région : <a href="mailto:beneficiaires.hdf@hautsdefrance.fr">beneficiaires.hdf@hautsdefrance.fr</a>, ou par
          courrier à « Délégué à la protection des données, {REGION_ADDRESS} ». Une réponse vous est due dans un délai d’un mois. Si vous
          avez moins de 18 ans, vos parents peuvent aussi le faire pour vous.
        </p>
        <p>
          Si la réponse ne vous convient pas, vous pouvez saisir la CNIL : <a href="https://www.cnil.fr/fr/plaintes">cnil.fr/fr/plaintes</a>
          .
        </p>
      </Panel>
      <Panel title="Comment vos données sont protégées">
        <p>
          Les photos sont vidées de leurs informations cachées (lieu, appareil). Le QR code ne contient rien sur vous et change toutes les
          minutes. Un établissement ne voit que ses élèves et apprentis, un partenaire que ses propres paiements.
        </p>
      </Panel>
      <Panel title="Ce qui vient d’ailleurs">
        <FromElsewhere tiles={visit.site.config.mapTiles} />
        <p>
          Les cookies sont décrits dans la <a href={places.public.cookies.to()}>politique de gestion des cookies</a>.
        </p>
      </Panel>
    </>
  ),
})
