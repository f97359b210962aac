import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { readablePhone } from '../../../../platform/phones.ts'
import type { AccountHolder } from '../../../../spaces/actors.ts'
import { staffSpace, wayOf } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, Success, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PasswordField, PrintButton, Username } from '../../../../ui/form.tsx'
import { mustProve, provePassword } from '../../staff/index.ts'
import {
  Enrolment,
  enrolmentForm,
  OFFER_MINUTES,
  PASSKEYS_AT_MOST,
  passkeysOf,
  RECOVERY_CODES,
  securityOf,
  showCodes,
  writtenCode,
  wrongCodes,
} from '../../staff-sign-in/index.ts'
import { changePhone, changeSecurity, securityForm } from '../secure.ts'

const Protection = ({ since, isGuardian }: { since: Date | null; isGuardian: boolean }) =>
  since || isGuardian ? <Tag tone="good">{since ? `Activée le ${frenchDayOf(since)}` : 'Code par mail'}</Tag> : <Tag>Désactivée</Tag>

const Expired = () => (
  <Warning title="Rien n’a été ajouté">
    <p>{`Un téléphone ou une clé d’accès s’ajoute dans les ${OFFER_MINUTES} minutes. Saisissez votre mot de passe pour recommencer.`}</p>
  </Warning>
)

const SentCodes = ({ phone, offersSms }: { phone: string | null; offersSms: boolean }) => (
  <>
    <p>
      {phone
        ? `Le code de chaque connexion vous est envoyé par SMS au ${readablePhone(phone)}.`
        : `Sans application ni clé d’accès, le code vous est envoyé par mail. ${offersSms ? 'Un SMS ou une application' : 'Une application'} protège mieux : qui lit vos mails n’a pas le code.`}
    </p>
    {offersSms && (
      <p>
        <a href={places.guardian.codePhone.to()}>{phone ? 'Changer de numéro' : 'Recevoir mes codes par SMS'}</a>
      </p>
    )}
  </>
)

/** Whoever was given a place at a shop or a school may be rid of it. */
const Leaving = ({ actor }: { actor: AccountHolder }) =>
  actor.kind === 'partner' || actor.kind === 'school' ? (
    <p>
      <a href={places.staff.leaving.to({ workplace: actor.workplace_id })}>
        {`Je ne travaille pas pour ${actor.kind === 'partner' ? actor.partner_name : actor.school_name}`}
      </a>
    </p>
  ) : null

/** The code that is asked besides the password. */
export const securityPage = page(staffSpace, places.staff.security, {
  title: 'Sécurité du compte',
  said: {
    desactivation: 'La double authentification est désactivée',
    mail: 'Vos codes de connexion arrivent à nouveau par mail',
    cle: 'La clé d’accès est ajoutée',
    retrait: 'La clé d’accès est retirée',
  },
  async view({ db, now, actor, visit, form, query, said }) {
    const [{ email, enrolled_at, code_phone, protected_since, codes_left }, passkeys, proves] = await Promise.all([
      securityOf(db, now, actor.id),
      passkeysOf(db, actor.id),
      mustProve(db, actor.id),
    ])
    const hasOther = enrolled_at !== null || passkeys.length > 0
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Sécurité du compte</PageHeading>
        {query.has('expire') && <Expired />}
        <Panel title="Double authentification">
          {actor.kind === 'guardian' && !hasOther && <SentCodes phone={code_phone} offersSms={visit.site.config.offersSms} />}
          <p>
            À chaque connexion, un code de votre téléphone ou une clé d’accès s’ajoute à votre mot de passe : un mot de passe volé ne suffit
            plus.
          </p>
          <SummaryList
            items={[
              { label: 'Adresse e-mail', value: email },
              {
                label: 'Double authentification',
                value: <Protection since={protected_since} isGuardian={actor.kind === 'guardian'} />,
              },
              { label: 'Application', value: enrolled_at ? `Depuis le ${frenchDayOf(enrolled_at)}` : 'Aucune' },
              ...passkeys.map(({ name, created_at, used_at }) => ({
                label: 'Clé d’accès',
                value: `${name}, ajoutée le ${frenchDayOf(created_at)}${used_at ? `, utilisée le ${frenchDayOf(used_at)}` : ''}`,
              })),
              ...(protected_since ? [{ label: 'Codes de secours restants', value: `${codes_left} sur ${RECOVERY_CODES}` }] : []),
            ]}
          />
        </Panel>
        <Panel title="Changer">
          <Form form={form}>
            <Username name={email} />
            <PasswordField form={form} name="password" label="Mot de passe" autocomplete="current-password" />
            <Actions>
              <Button name="action" value="offer">
                {enrolled_at ? 'Changer de téléphone' : 'Ajouter une application'}
              </Button>
              {passkeys.length < PASSKEYS_AT_MOST && (
                <Button name="action" value="passkey">
                  Ajouter une clé d’accès
                </Button>
              )}
              {protected_since && (
                <Button kind="quiet" name="action" value="codes">
                  Créer de nouveaux codes de secours
                </Button>
              )}
              {passkeys.map(({ id, name }) => (
                <Button key={id} kind="quiet-red" name="action" value={`forget-${id}`}>
                  {`Retirer la clé « ${name} »`}
                </Button>
              ))}
              {protected_since && !proves && (
                <Button kind="quiet-red" name="action" value="remove">
                  {actor.kind === 'guardian' ? 'Recevoir mes codes par mail' : 'Désactiver la double authentification'}
                </Button>
              )}
            </Actions>
          </Form>
        </Panel>
        <Leaving actor={actor} />
      </>
    )
  },
  submit: form(
    securityForm,
    { prepare: ({ db, now, actor, visit, input }) => provePassword(db, now, actor, { password: input.password, network: visit.network }) },
    async ({ tx, actor, visit, input }) => {
      const codes = await changeSecurity(tx, actor, { action: input.action, key: visit.site.ibanKey })
      if (input.action === 'offer') return see(places.staff.phoneChange.to())
      if (input.action === 'passkey') return see(places.staff.newPasskey.to())
      if (input.action.startsWith('forget-')) return see(places.staff.security.said('retrait'))
      if (input.action === 'remove') return see(places.staff.security.said(actor.kind === 'guardian' ? 'mail' : 'desactivation'))
      return showCodes(visit, codes)
    },
  ),
})

export const phoneChangePage = page(staffSpace, places.staff.phoneChange, {
  title: 'Ajouter votre téléphone',
  async view({ db, now, actor, visit, form }) {
    const { email, offered_secret_encrypted } = await securityOf(db, now, actor.id)
    if (!offered_secret_encrypted) return see(places.staff.security.to({ expire: 'oui' }))
    return (
      <>
        <Enrolment
          title="Ajouter votre téléphone"
          form={form}
          visit={visit}
          staffId={actor.id}
          email={email}
          encrypted={offered_secret_encrypted}
        />
        <p>
          <a href={places.staff.security.to()}>Ne rien changer</a>
        </p>
      </>
    )
  },
  submit: form(
    enrolmentForm,
    { isFleeting: true, prepare: ({ db, now, actor }) => takeTry(db, wrongCodes(actor.id), now) },
    async ({ tx, actor, visit, input }) => showCodes(visit, await changePhone(tx, actor, { code: input.code, key: visit.site.ibanKey })),
  ),
})

/** Shown once, just after they were made. */
export const recoveryCodesPage = page(staffSpace, places.staff.recoveryCodes, {
  title: 'Vos codes de secours',
  view({ actor, visit }) {
    const codes = visit.takeNote()?.split(' ') ?? []
    if (codes.length !== RECOVERY_CODES || codes.some((code) => !/^\d{10}$/.test(code))) return see(places.staff.security.to())
    return (
      <>
        <Success title="Votre compte est protégé" />
        <Panel title="Vos codes de secours">
          <p>Sans votre téléphone ou votre clé d’accès, un de ces codes les remplace. Chacun sert une fois.</p>
          <ul class="codes">
            {codes.map((code) => (
              <li key={code}>{writtenCode(code)}</li>
            ))}
          </ul>
          <Warning>
            <p>Notez-les ou imprimez-les maintenant : ils ne seront plus affichés. Ceux que vous aviez avant ne servent plus.</p>
          </Warning>
          <Actions>
            <PrintButton>Imprimer</PrintButton>
            <ButtonLink href={wayOf(visit, actor.kind)}>Continuer</ButtonLink>
          </Actions>
        </Panel>
        <InfoBox>
          <p>Gardez-les ailleurs que dans votre téléphone.</p>
        </InfoBox>
      </>
    )
  },
})
