import { places } from '../../../../places.ts'
import { frenchDay, frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { mustTakeSms } from '../../../../platform/phones.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Columns, InfoBox, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  ErrorSummary,
  Form,
  PasswordField,
  PhoneFields,
  RadioGroup,
  TextField,
  Username,
} from '../../../../ui/form.tsx'
import { latestFileNumber, mustKnowPassword } from '../../../people/accounts/index.ts'
import { addressLines } from '../../../people/addresses/index.ts'
import { nameOnCardLines } from '../../../people/beneficiaries/index.ts'
import { type AskedConsent, consentsAlone, consentsAskedBy, isMinor } from '../../guardians/index.ts'
import { accountForm, changesContact } from '../account.ts'
import { accountOf, emailChangeOf, schoolingOf } from '../queries.ts'
import { saveAccount } from '../save-account.ts'

type Account = Awaited<ReturnType<typeof accountOf>>
type Schooling = Awaited<ReturnType<typeof schoolingOf>>

/** Guide, 6: what is known of somebody, and what they may change of it. */
export const myAccount = page(beneficiarySpace, places.beneficiary.account, {
  title: 'Mon compte',
  said: { changements: 'Vos changements sont enregistrés', adresse: 'Votre adresse est enregistrée' },
  async view({ db, actor, form, now, visit, said }) {
    const { offersSms } = visit.site.config
    const [account, asked, schooling, change, username] = await Promise.all([
      accountOf(db, actor),
      consentsAskedBy(db, actor.id),
      schoolingOf(db, actor),
      emailChangeOf(db, actor),
      latestFileNumber(db, actor.id),
    ])
    return (
      <>
        <ErrorSummary form={form} />
        {said ? <Success title={said} /> : <PageHeading>Mon compte</PageHeading>}
        {change && <EmailThatWaits change={change} />}
        <Columns>
          <Panel title="Mon identité">
            <Identity account={account} />
          </Panel>
          <Panel title="Établissement scolaire">
            <SchoolingLines schooling={schooling} />
          </Panel>
        </Columns>
        <Form form={form} action={places.beneficiary.account.to()} class="panel">
          <Contact form={form} account={account} />
          <RadioGroup
            form={form}
            name="notifiedBy"
            legend="Ma préférence de notification"
            known={offersSms ? account.notified_by : 'email'}
            options={[{ value: 'email', label: 'E-mail' }, ...(offersSms ? [{ value: 'sms', label: 'SMS' }] : [])]}
          />
          <Consents form={form} account={account} asked={consentsAlone(account.birth_date, now) ? null : asked} />
          <Username name={username} />
          <PasswordField
            form={form}
            name="password"
            label="Votre mot de passe"
            hint="Seulement si vous changez votre e-mail ou un téléphone."
            autocomplete="current-password"
          />
          <Actions>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
        <Panel title="Mes données et ma sécurité">
          <Actions>
            <ButtonLink href={places.beneficiary.password.to()} kind="quiet" icon="key">
              Changer mon mot de passe
            </ButtonLink>
            {isMinor(account.birth_date, now) && (
              <ButtonLink href={places.beneficiary.guardians.to()} kind="quiet" icon="users">
                Mes responsables légaux
              </ButtonLink>
            )}
            <ButtonLink href={places.beneficiary.sessions.to()} kind="quiet" icon="list">
              Mes connexions
            </ButtonLink>
            <ButtonLink href={places.beneficiary.consultations.to()} kind="quiet" icon="search">
              Qui a consulté mon dossier
            </ButtonLink>
            <ButtonLink href={places.beneficiary.data.to()} kind="quiet" icon="documents">
              Mes données
            </ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
  submit: form(
    accountForm,
    {
      async prepare({ db, now, actor, input, visit: { network } }) {
        if (changesContact(await accountOf(db, actor), input)) await mustKnowPassword(db, now, actor, { password: input.password, network })
      },
    },
    async ({ tx, actor, input, visit }) => {
      const { publicUrl, offersSms } = visit.site.config
      const notifiedBy = offersSms ? input.notifiedBy : 'email'
      if (notifiedBy === 'sms') mustTakeSms(input.mobilePhone, visit.site.config)
      const isEmailAsked = await saveAccount(tx, actor, { ...input, notifiedBy, publicUrl })
      return see(isEmailAsked ? places.beneficiary.emailChange.to() : places.beneficiary.account.said('changements'))
    },
  ),
})

/** The new address, until it takes the place of the one in use. */
const EmailThatWaits = ({ change }: { change: NonNullable<Awaited<ReturnType<typeof emailChangeOf>>> }) => (
  <InfoBox
    title={change.confirmed_at ? 'Votre nouvelle adresse e-mail attend son heure' : 'Votre nouvelle adresse e-mail reste à confirmer'}
  >
    <p>
      {change.confirmed_at && change.takes_effect_at ? (
        <>
          <strong>{change.email}</strong> est confirmée, et remplace l’ancienne le {frenchMinute(change.takes_effect_at)}.
        </>
      ) : (
        <>
          Ouvrez le lien envoyé à <strong>{change.email}</strong>.
        </>
      )}{' '}
      Jusque-là, nous écrivons à {change.current_email}.
    </p>
    <p>
      <a href={places.beneficiary.emailChange.to()}>
        {change.confirmed_at ? 'Voir ou abandonner ce changement' : 'Recevoir un autre lien, ou abandonner ce changement'}
      </a>
    </p>
  </InfoBox>
)

const Identity = ({ account }: { account: Account }) => (
  <>
    <SummaryList
      items={[
        { label: 'Civilité', value: account.civility },
        { label: 'Nom', value: account.last_name },
        { label: 'Prénom', value: account.first_name },
        ...nameOnCardLines(account),
        { label: 'Date de naissance', value: frenchDay(account.birth_date) },
      ]}
    />
    <p class="hint">
      Ces informations ne sont pas modifiables. Pour toute autre modification, merci de nous contacter au{' '}
      <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a> ou d’adresser un mail à{' '}
      <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a>.
    </p>
  </>
)

const SchoolingLines = ({ schooling }: { schooling: Schooling }) =>
  schooling && schooling.situation !== 'neither' ? (
    <>
      <SummaryList
        items={[
          { label: 'Établissement scolaire', value: schooling.school_name },
          { label: 'Niveau de formation', value: schooling.level_label },
          { label: 'Libellé de la formation', value: schooling.course_label },
          { label: 'Je suis boursier', value: schooling.scholarship_holder ? 'Oui' : 'Non' },
          ...(schooling.situation === 'pupil'
            ? [{ label: 'Je suis primo-entrant', value: schooling.benefit_rule === 'pupil-returning' ? 'Non' : 'Oui' }]
            : []),
        ]}
      />
      <p class="hint">
        Pour toute modification de votre scolarité, merci de consulter la <a href={places.public.faq.to()}>foire aux questions</a>.
      </p>
    </>
  ) : (
    <p>Vous n’avez pas indiqué d’établissement.</p>
  )

const Contact = ({ form, account }: { form: FormState; account: Account }) => (
  <>
    <div class="field">
      <p class="block-title" id="address-label">
        Adresse
      </p>
      <a class="block-link" href={places.beneficiary.accountAddress.to()} aria-describedby="address-label">
        {account.address ? (
          <>
            {addressLines(account.address).map((line) => (
              <span key={line}>{line}</span>
            ))}
            <b>Modifier mon adresse</b>
          </>
        ) : (
          <b>Saisir mon adresse</b>
        )}
      </a>
    </div>
    <TextField
      form={form}
      name="email"
      label="E-mail"
      hint="Si vous la changez, nous envoyons un lien à la nouvelle adresse pour la confirmer."
      type="email"
      inputmode="email"
      autocomplete="email"
      spellcheck={false}
      known={account.email}
    />
    <PhoneFields form={form} fixed={account.fixed_phone} mobile={account.mobile_phone} />
  </>
)

/** `asked`: of their guardians, by whoever is under 15. */
const Consents = ({ form, account, asked }: { form: FormState; account: Account; asked: AskedConsent[] | null }) => (
  <fieldset class="field">
    <legend>Mes consentements</legend>
    <p class="hint">
      {asked ? (
        <>
          Avant 15 ans, il faut aussi l’accord d’un <a href={places.beneficiary.guardians.to()}>responsable légal</a>. Vous pouvez les
          retirer seul quand vous voulez.
        </>
      ) : (
        'Vous pouvez les donner ou les retirer quand vous voulez.'
      )}
    </p>
    <Checkbox
      form={form}
      name="goodDeals"
      label={`Je souhaite recevoir des informations sur les Bons Plans proposés par les partenaires ${OUR_REGION.card}`}
      {...consented(
        account.good_deals_consent_at,
        asked?.find(({ consent }) => consent === 'good-deals'),
      )}
    />
    <Checkbox
      form={form}
      name="newsletters"
      label={`Je souhaite m’abonner aux newsletters hebdo (+ newsletters spéciales « c’est voté ») et recevoir des invitations à des événements organisés par la Région ${OUR_REGION.name}`}
      {...consented(
        account.newsletters_consent_at,
        asked?.find(({ consent }) => consent === 'newsletters'),
      )}
    />
  </fieldset>
)

function consented(at: Date | null, asked: AskedConsent | undefined) {
  if (at) return { known: true, hint: `Donné le ${frenchDayOf(at)}` }
  if (!asked) return { known: false, hint: null }
  if (asked.answer === null)
    return { known: true, hint: `Demandé le ${frenchDayOf(asked.asked_at)} : l’accord d’un responsable légal est attendu` }
  return { known: false, hint: `Refusé par un responsable légal le ${frenchDayOf(asked.answered_at ?? asked.asked_at)}` }
}
