import type { FormState } from '../../../../platform/forms/state.ts'
import { DateField, MoneyField, Select, TextField } from '../../../../ui/form.tsx'
import { BANDS, ENROLMENT_ACCEPTANCES, RULES, WEEKLY_MAILS } from '../campaign.ts'

interface Fields {
  form: FormState
  /** What the form holds before it is typed in. */
  known: Record<string, string>
}

const dayIn = (known: Record<string, string>, name: string) => `${known[`${name}.year`]}-${known[`${name}.month`]}-${known[`${name}.day`]}`

export const DateFields = ({ form, known }: Fields) => (
  <>
    <TextField
      form={form}
      name="name"
      label="Nom de la campagne"
      known={known.name}
      hint="Par exemple : 2027-2028"
      width={20}
      autocomplete="off"
    />
    <DateField
      form={form}
      name="applicationsOpenOn"
      label="Ouverture des demandes"
      hint="Ce jour-là, cette campagne devient celle des nouvelles demandes."
      known={dayIn(known, 'applicationsOpenOn')}
    />
    <DateField
      form={form}
      name="startsOn"
      label="Début de la campagne"
      hint="Ce jour-là, toutes les demandes validées sont créditées."
      known={dayIn(known, 'startsOn')}
    />
    <DateField
      form={form}
      name="schoolsBeginOn"
      label="Rentrée des établissements"
      hint="Leur délai de réponse compte à partir de ce jour. Sans date : à partir du début de la campagne."
      optional
      known={dayIn(known, 'schoolsBeginOn')}
    />
    <DateField form={form} name="prepaymentsExpireOn" label="Date limite des prépaiements" known={dayIn(known, 'prepaymentsExpireOn')} />
    <DateField
      form={form}
      name="endsOn"
      label="Fin de la campagne"
      hint="Dernier jour où une demande peut être envoyée, et où les porte-monnaie de la campagne servent. Une aide versée tard sert un peu plus longtemps."
      known={dayIn(known, 'endsOn')}
    />
    <h2>Pour les jeunes</h2>
    <DelayFields form={form} known={known} delays={FOR_PEOPLE} />
    <MoneyField
      form={form}
      name="smsFrom"
      label="Paiement annoncé par SMS à partir de"
      hint="À qui a choisi le SMS. Un paiement plus petit lui est annoncé par e-mail, qui ne coûte rien."
      known={known.smsFrom}
    />
    <h2>Pour les établissements</h2>
    <SchoolFields form={form} known={known} />
    <h2>Pour les partenaires</h2>
    <TillFields form={form} known={known} />
    <h2>Pour tous les professionnels</h2>
    <DelayFields form={form} known={known} delays={FOR_STAFF} />
  </>
)

/** How schools are reminded, and what their lists do. */
const SchoolFields = ({ form, known }: Fields) => (
  <>
    <DelayFields form={form} known={known} delays={FOR_SCHOOLS} />
    <Select
      form={form}
      name="weeklyMailOn"
      label="Mail aux établissements de ce qui attend"
      hint="Une fois par semaine, le matin."
      known={known.weeklyMailOn}
      options={WEEKLY_MAILS.map((label, day) => ({ value: String(day), label }))}
    />
    <Select
      form={form}
      name="enrolmentAcceptance"
      label="Demande trouvée sur la liste de l’établissement"
      hint="Comment elle est validée, quand rien ne diffère entre elle et la liste. Toute seule, sa photo n’est regardée par personne avant que l’aide soit versée : jusqu’à la fabrication de la carte, seul le QR code paie."
      known={known.enrolmentAcceptance}
      options={Object.entries(ENROLMENT_ACCEPTANCES).map(([value, label]) => ({ value, label }))}
    />
  </>
)

/** What a till asks, and when a shop is paid on another account. */
const TillFields = ({ form, known }: Fields) => (
  <>
    <MoneyField
      form={form}
      name="dailyCap"
      label="Plafond par jour sur numéro de carte"
      hint="Ce qu’une carte peut payer en un jour quand son numéro est tapé en caisse."
      known={known.dailyCap}
    />
    <MoneyField
      form={form}
      name="assentAbove"
      label="Accord demandé sur numéro de carte au-dessus de"
      hint="Par jour et par carte. Au-dessus, son propriétaire donne son accord : dans son espace, par son code de paiement, ou avec une pièce d’identité."
      known={known.assentAbove}
    />
    <DelayFields form={form} known={known} delays={FOR_SHOPS} />
  </>
)

export const BenefitFields = ({ form, known }: Fields) => (
  <>
    {RULES.map(({ field, words }) => (
      <fieldset key={field} class="desk-group">
        <legend>{words}</legend>
        <MoneyField form={form} name={`${field}Amount`} label="Montant" known={known[`${field}Amount`]} />
        <TextField form={form} name={`${field}Label`} label="Intitulé" hint="Affiché après le montant." known={known[`${field}Label`]} />
      </fieldset>
    ))}
  </>
)

export const AidFields = ({ form, known }: Fields) => (
  <>
    <MoneyField form={form} name="meals" label="Aide à la restauration, par an" known={known.meals} />
    <MoneyField form={form} name="lodging" label="Aide à l’hébergement, par an" known={known.lodging} />
    <TextField
      form={form}
      name="firstRequestDays"
      label="Ouverture de la première demande"
      hint="En jours après la signature du contrat."
      inputmode="numeric"
      width={4}
      known={known.firstRequestDays}
    />
    <TextField
      form={form}
      name="windowMonths"
      label="Fermeture de la demande"
      hint="En mois après le début de l’année de contrat."
      inputmode="numeric"
      width={4}
      known={known.windowMonths}
    />
    <TextField
      form={form}
      name="detourFactor"
      label="Coefficient de détour"
      hint="De combien la route est plus longue que la ligne droite, quand on ne connaît pas la route. Par exemple : 1,3"
      inputmode="decimal"
      width={4}
      known={known.detourFactor}
    />
    {Array.from({ length: BANDS }, (_, index) => index + 1).map((line) => (
      <fieldset key={line} class="desk-group desk-line">
        <legend>{`Aide au transport, tranche ${line}`}</legend>
        <TextField
          form={form}
          name={`from${line}`}
          label="À partir de"
          inputmode="decimal"
          suffix="km"
          width={4}
          optional={line > 1}
          known={known[`from${line}`]}
        />
        <Select
          form={form}
          name={`included${line}`}
          label="Cette distance"
          known={known[`included${line}`]}
          options={[
            { value: 'yes', label: 'est comprise' },
            { value: 'no', label: 'n’est pas comprise' },
          ]}
        />
        <MoneyField form={form} name={`amount${line}`} label="Montant" optional={line > 1} known={known[`amount${line}`]} />
      </fieldset>
    ))}
    <p class="hint">Une tranche va jusqu’à la suivante. Laissez vides celles qui ne servent pas.</p>
  </>
)

/** How long something lasts, in days or hours, as the form asks it. */
interface Delay {
  name: string
  label: string
  hint: string
}

const FOR_PEOPLE: readonly Delay[] = [
  {
    name: 'reminderDays',
    label: 'Rappel de ce qui reste',
    hint: 'En jours avant la fin : chaque jeune dont le porte-monnaie n’est pas vide reçoit un message, une fois.',
  },
  {
    name: 'refundDays',
    label: 'Remboursement après la fin',
    hint: 'En jours : combien de temps un jeune peut dépenser ce qu’un partenaire lui rembourse une fois son porte-monnaie clôturé. 0 : la somme revient à la Région.',
  },
  {
    name: 'certificateDays',
    label: 'Certificat de scolarité',
    hint: 'En jours sans réponse : le jeune peut alors envoyer un certificat à la Région, qui répond à la place de son établissement.',
  },
  {
    name: 'decisionDays',
    label: 'Réponse après la fin',
    hint: 'En jours, 60 au plus : combien de temps une demande envoyée avant la fin de la campagne peut encore être validée, ou corrigée.',
  },
  {
    name: 'spendingDays',
    label: 'Temps pour dépenser',
    hint: 'En jours : une aide versée peut se dépenser pendant ce temps au moins, même si la campagne se termine avant.',
  },
]

const FOR_SCHOOLS: readonly Delay[] = [
  {
    name: 'firstReminderDays',
    label: 'Premier rappel à un établissement',
    hint: 'En jours sans réponse, comptés à partir de la rentrée au plus tôt.',
  },
  {
    name: 'secondReminderDays',
    label: 'Second rappel à un établissement',
    hint: 'En jours sans réponse. Ensuite, la Région voit cet établissement comme en retard.',
  },
  {
    name: 'withdrawalHours',
    label: 'Retrait d’une validation par l’établissement',
    hint: 'En heures : combien de temps un établissement peut retirer une validation, tant que rien n’est dépensé. 0 : seule la Région le peut.',
  },
]

const FOR_SHOPS: readonly Delay[] = [
  {
    name: 'bankAccountHours',
    label: 'Nouveau compte bancaire d’un partenaire',
    hint: 'En heures après l’accord de la Région, 24 au moins : d’ici là, aucun virement ne part.',
  },
]

const FOR_STAFF: readonly Delay[] = [
  {
    name: 'invitationDays',
    label: 'Validité d’une invitation',
    hint: 'En jours : combien de temps un professionnel invité a pour choisir son mot de passe.',
  },
]

const DelayFields = ({ form, known, delays }: Fields & { delays: readonly Delay[] }) => (
  <>
    {delays.map(({ name, label, hint }) => (
      <TextField key={name} form={form} name={name} label={label} hint={hint} inputmode="numeric" width={4} known={known[name]} />
    ))}
  </>
)
