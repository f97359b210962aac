import { places } from '../../../../places.ts'
import { form, page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { ErrorSummary, Form, RadioGroup } from '../../../../ui/form.tsx'
import { schoolYear } from '../../../scheme/campaigns/index.ts'
import { SITUATION, saveAnswers } from '../../card-applications/index.ts'
import { atStep, goOn, StepActions, StepHeading, titleOf } from './step.tsx'

const optionsOf = (year: string) => [
  {
    value: 'apprentice',
    label: 'Je suis apprenti (munissez-vous de votre contrat de travail pour effectuer votre demande)',
    hint: 'Apprentis ou élèves intégrant une École de Production.',
  },
  {
    value: 'pupil',
    label: 'Je suis lycéen',
    hint: `Pour l’année scolaire ${year}, je suis élève pré-bac scolarisé ${OUR_REGION.inIt} dans un lycée public ou privé sous contrat d’association avec l’État, dans un Établissement Régional d’Enseignement Adapté (EREA), dans une École Régionale du Premier Degré (ERPD), à l’École Régionale des Déficients Visuels (ERDV), ou inscrit au CNED dans une classe complète de niveau lycée.`,
  },
  { value: 'neither', label: 'Je ne suis ni lycéen, ni apprenti' },
]

export const situationStep = page(beneficiarySpace, places.beneficiary.situation, {
  title: titleOf(SITUATION),
  async view({ db, actor, now, form }) {
    const application = await atStep({ db, actor, now }, SITUATION)
    if (application instanceof Response) return application
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={SITUATION} />
        <Form form={form} class="panel">
          <RadioGroup
            form={form}
            name="situation"
            legend="Sélectionnez votre situation à la rentrée prochaine"
            known={application.answers.situation?.situation ?? null}
            options={optionsOf(schoolYear(application))}
          />
          <StepActions step={SITUATION} application={application} />
        </Form>
      </>
    )
  },
  submit: form(SITUATION.schema, async ({ tx, actor, input, visit }) => {
    const application = await saveAnswers(tx, actor, SITUATION, () => ({ situation: input }))
    return goOn(SITUATION, application, visit.url.searchParams)
  }),
})
