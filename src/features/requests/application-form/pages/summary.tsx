import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { mustTakeSms, readablePhone, takesSms } from '../../../../platform/phones.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Lines, Panel, type SummaryItem, SummaryList } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form, RadioGroup } from '../../../../ui/form.tsx'
import { addressLines } from '../../../people/addresses/index.ts'
import { nameOnCardLines } from '../../../people/beneficiaries/index.ts'
import { benefitOf } from '../../../scheme/campaigns/index.ts'
import { school } from '../../../schools/schools/index.ts'
import {
  type Application,
  type Apprenticeship,
  apprenticeQuestion,
  apprenticeReason,
  benefitRule,
  CFA_QUESTION,
  CONTACT,
  courseNames,
  DIPLOMA_QUESTION,
  draftOf,
  generalSecondaryQuestion,
  IDENTITY_DOCUMENT,
  isDiplomaAsked,
  noticesOf,
  PHOTO,
  SCHOOLING,
  type Schooling,
  SITUATION,
  SITUATIONS,
  SUMMARY,
  situationOf,
  submitApplication,
  wasGivenBefore,
} from '../../card-applications/index.ts'
import { numberGiven } from '../../enrolment/index.ts'
import { DIPLOMA } from './diploma.tsx'
import { SchoolSaid } from './school-choice.tsx'
import { atStep, hrefToChange, StepActions, StepHeading, titleOf } from './step.tsx'

/** Everything that was answered, what it gives, and « Envoyer » (guide, 3.1). */
export const summaryStep = page(beneficiarySpace, places.beneficiary.summary, {
  title: titleOf(SUMMARY),
  async view({ db, actor, now, form, visit }) {
    const application = await atStep({ db, actor, now }, SUMMARY)
    if (application instanceof Response) return application
    const { contact = {} } = application.answers
    const situation = situationOf(application) ?? 'pupil'
    const [studies, benefit, notices, givenBefore] = await Promise.all([
      studiesOf(db, application),
      benefitOf(db, application.campaign_id, benefitRule(application.answers)),
      noticesOf(db, actor),
      wasGivenBefore(db, actor, application.campaign_id),
    ])
    const { offersSms, smsCountries } = visit.site.config
    const mayGetSms = contact.mobilePhone && offersSms && takesSms(contact.mobilePhone, smsCountries)
    const ways = [
      { value: 'email', label: `E-mail : ${notices.email}` },
      ...(contact.mobilePhone && mayGetSms ? [{ value: 'sms', label: `SMS : ${readablePhone(contact.mobilePhone)}` }] : []),
    ]
    return (
      <>
        <ErrorSummary form={form} elsewhere={AT_THE_SCHOOL} />
        <StepHeading step={SUMMARY} application={application} />
        <Panel title="Vos réponses">
          <SummaryList
            items={[
              { label: 'Situation', value: SITUATIONS[situation], changeHref: hrefToChange(SITUATION) },
              {
                label: 'Adresse',
                value: contact.address && <Lines lines={addressLines(contact.address)} />,
                changeHref: hrefToChange(CONTACT),
              },
              { label: 'Téléphone fixe', value: phoneOr(contact.fixedPhone), changeHref: hrefToChange(CONTACT) },
              { label: 'Téléphone portable', value: phoneOr(contact.mobilePhone), changeHref: hrefToChange(CONTACT) },
              ...studies,
              ...pictures(situation),
              ...(situation === 'neither' ? [] : nameLines(actor)),
            ]}
          />
        </Panel>
        <Benefits application={application} benefit={benefit} givenBefore={givenBefore} />
        {visit.site.config.apiParticulier && situation !== 'neither' && (
          <p class="hint">
            Quand vous envoyez votre demande, la Région vérifie votre inscription auprès de l’Éducation nationale (API Particulier), avec
            votre nom, votre prénom, votre civilité, votre date de naissance et votre établissement.
          </p>
        )}
        <Form form={form} class="panel">
          <RadioGroup
            form={form}
            name="notifiedBy"
            legend="De quelle manière souhaitez-vous recevoir les prochaines notifications ?"
            hint={offersSms ? whyNoSms(contact.mobilePhone, Boolean(mayGetSms)) : undefined}
            known={mayGetSms ? notices.notified_by : 'email'}
            options={ways}
          />
          <StepActions step={SUMMARY} application={application} send="Envoyer" />
        </Form>
      </>
    )
  },
  submit: form(SUMMARY.schema, async ({ tx, actor, input, visit }) => {
    const { config } = visit.site
    if (config.offersSms && input.notifiedBy === 'sms') mustTakeSms((await draftOf(tx, actor)).answers.contact?.mobilePhone, config)
    await submitApplication(tx, actor, config.offersSms ? input : { notifiedBy: 'email' })
    return see(places.beneficiary.home.said('envoi'))
  }),
})

interface Given {
  application: Application
  benefit: Awaited<ReturnType<typeof benefitOf>>
  givenBefore: boolean
}

function Benefits({ application, benefit, givenBefore }: Given) {
  const situation = situationOf(application) ?? 'pupil'
  const { apprenticeship } = application.answers
  return (
    <Panel title="Voici les avantages dont vous bénéficiez">
      <ul>
        {situation !== 'neither' && (
          <li>
            <strong>{`${frenchEuros(benefit.amount_cents)} : ${benefit.label}`}</strong>
            {benefit.wallet_label && ` (porte-monnaie « ${benefit.wallet_label} »)`}
            {givenBefore && (
              <p>Ce montant vous a déjà été versé, avec le compte que vous avez fermé : il ne l’est pas une deuxième fois.</p>
            )}
            {situation === 'apprentice' && apprenticeship && <p class="hint">{apprenticeReason(apprenticeship, application)}</p>}
          </li>
        )}
        {situation === 'apprentice' && <li>Aide THR (transport, hébergement, restauration), à demander depuis votre page d’accueil</li>}
        <li>Bons Plans {OUR_REGION.card}</li>
      </ul>
    </Panel>
  )
}

/** What may no longer be true when the application is sent is mended at its step. */
const AT_THE_SCHOOL = Object.fromEntries(
  ['school', 'course', 'contractSignedOn', 'contractEndsOn'].map((field) => [field, hrefToChange(SCHOOLING)]),
)

/** What was said of one's studies, line by line, each with the way to change it. */
async function studiesOf(db: Reader, application: Application): Promise<SummaryItem[]> {
  const { schooling, apprenticeship } = application.answers
  const situation = situationOf(application)
  const number = await numberLine(db, application)
  if (situation === 'apprentice' && apprenticeship) return [...(await apprenticeLines(db, application, apprenticeship)), ...number]
  if (situation === 'pupil' && schooling) return [...(await pupilLines(db, application, schooling)), ...number]
  return []
}

/** Whether a national number was given, where one is asked: nothing knows which. */
async function numberLine(db: Reader, application: Application): Promise<SummaryItem[]> {
  const asked = await numberGiven(db, application)
  const value = asked?.given_at ? 'Donné, gardé sous forme d’empreinte' : 'Non donné'
  return asked ? [{ label: 'INE (facultatif)', value, changeHref: hrefToChange(SCHOOLING) }] : []
}

const yesOrNo = (answer: boolean | null): string => (answer ? 'Oui' : 'Non')

async function pupilLines(db: Reader, application: Application, schooling: Schooling): Promise<SummaryItem[]> {
  const [chosen, names] = await Promise.all([school(db, schooling.school), courseNames(db, schooling.course)])
  const changeHref = hrefToChange(SCHOOLING)
  return [
    { label: 'Établissement', value: <SchoolSaid school={found(chosen)} />, changeHref },
    { label: 'Niveau de formation', value: names.level_label, changeHref },
    { label: 'Libellé de la formation', value: names.course_label, changeHref },
    { label: 'Boursier', value: yesOrNo(schooling.scholarshipHolder), changeHref },
    { label: generalSecondaryQuestion(application), value: yesOrNo(schooling.wasInGeneralSecondary), changeHref },
  ]
}

async function apprenticeLines(db: Reader, application: Application, apprenticeship: Apprenticeship): Promise<SummaryItem[]> {
  const { school: id, typedSchool, contractSignedOn, contractEndsOn, otherDiploma } = apprenticeship
  const [chosen, names] = await Promise.all([id === null ? undefined : school(db, id), courseNames(db, apprenticeship.course)])
  const changeHref = hrefToChange(SCHOOLING)
  return [
    { label: CFA_QUESTION, value: yesOrNo(apprenticeship.cfaInRegion), changeHref },
    { label: 'Établissement', value: <SchoolSaid school={typedSchool ?? found(chosen)} />, changeHref },
    { label: 'Niveau de formation', value: names.level_label, changeHref },
    { label: 'Libellé de la formation', value: names.course_label, changeHref },
    { label: 'Boursier', value: yesOrNo(apprenticeship.scholarshipHolder), changeHref },
    { label: 'Date de signature de votre contrat', value: frenchDay(contractSignedOn), changeHref },
    { label: 'Date de fin de votre contrat', value: frenchDay(contractEndsOn), changeHref },
    { label: apprenticeQuestion(application), value: yesOrNo(apprenticeship.wasApprentice), changeHref },
    ...(isDiplomaAsked(application) ? [{ label: DIPLOMA_QUESTION, value: yesOrNo(otherDiploma), changeHref: hrefToChange(DIPLOMA) }] : []),
  ]
}

/** The photo, or the identity document of those who get no card. */
function pictures(situation: 'pupil' | 'apprentice' | 'neither'): SummaryItem[] {
  if (situation === 'neither') {
    const document = <img class="identity-document" src={places.beneficiary.ownIdentityDocument.to()} alt="Votre pièce d’identité" />
    return [{ label: 'Pièce d’identité', value: document, changeHref: hrefToChange(IDENTITY_DOCUMENT) }]
  }
  const photo = <img class="id-photo" src={places.beneficiary.ownPhoto.to()} alt="Vous, tel que sur votre carte" width="70" height="90" />
  return [{ label: 'Photo', value: photo, changeHref: hrefToChange(PHOTO) }]
}

/** The name as the card will bear it, where that is not the name itself. */
const nameLines = (actor: Beneficiary): SummaryItem[] =>
  nameOnCardLines(actor).map(({ value }) => ({
    label: 'Nom imprimé sur la carte',
    value: (
      <>
        {value}
        <span class="hint">Votre nom reste entier partout ailleurs. Une erreur ? Appelez le {OUR_REGION.phone}.</span>
      </>
    ),
  }))

function whyNoSms(mobilePhone: string | null | undefined, mayGetSms: boolean): string | undefined {
  if (mayGetSms) return undefined
  return mobilePhone
    ? 'Nous n’envoyons pas de SMS vers le pays de votre téléphone portable.'
    : 'Pour recevoir des SMS, ajoutez votre téléphone portable dans vos coordonnées.'
}

const phoneOr = (phone: string | null | undefined) => (phone ? readablePhone(phone) : 'Non renseigné')
