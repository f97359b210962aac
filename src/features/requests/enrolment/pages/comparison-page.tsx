import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { Columns, InfoBox, PageHeading, Panel, Said, type SummaryItem, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import type { EnrolledPupil } from '../../../schools/enrolment-lists/index.ts'
import { contractInWords, differsInWords, enrolmentInWords, hasLeft, numbersCompared } from '../enrolment.ts'
import { facts } from '../facts.ts'
import { judge } from '../judge.ts'
import { type Comparison, comparisonOf } from '../queries.ts'

const judgementForm = z.object({
  pupil: z.coerce.number().int().positive(),
  action: choice(['same', 'other'], 'Dites si c’est la même personne.'),
})

/** Who asked, beside those on the list who may be that person. */
export const enrolmentComparison = page(schoolFor('requests.decide'), places.school.enrolmentComparison, {
  find: ({ db, actor, params }) => comparisonOf(db, actor, params.number),
  title: ({ number }) => `Inscription, demande ${number}`,
  said: {
    'meme-personne': 'C’est noté : c’est la même personne',
    'autre-personne': 'C’est noté : c’est une autre personne',
  },
  trace: ({ subject: { request } }) => ({
    fact: facts['enrolment.read'],
    beneficiary_id: request.beneficiary_id,
    details: { application_id: request.id },
  }),
  view({ form, now, params, said, subject: { request, answer, pupils } }) {
    const { label, tone } = enrolmentInWords(answer?.answer ?? null, answer?.why ?? null, answer?.differs ?? [])
    const today = dayOf(now)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`${request.first_name} ${request.last_name} : inscription`}</PageHeading>
        <p>
          <Tag tone={tone}>{label}</Tag> {whyInWords(answer)}
        </p>
        <Columns>
          <Panel title="La demande">
            <SummaryList
              items={[
                { label: 'Nom', value: request.last_name },
                { label: 'Prénom', value: request.first_name },
                { label: 'Date de naissance', value: frenchDay(request.birth_date) },
                { label: 'Formation', value: request.course_label ?? '—' },
                ...(request.contract_ends_on ? [{ label: 'Fin du contrat', value: frenchDay(request.contract_ends_on) }] : []),
                ...(request.ine.length > 0 ? [{ label: 'INE', value: 'Donné' }] : []),
              ]}
            />
          </Panel>
          {pupils.map((pupil) => (
            <Panel key={pupil.id} title="Votre liste">
              <SummaryList items={[...itemsOf(pupil, hasLeft(pupil, today)), ...numberOf(request, pupil)]} />
              <Form form={form}>
                <input type="hidden" name="pupil" value={pupil.id} />
                <Actions>
                  <Button kind="quiet" name="action" value="other">
                    Une autre personne
                  </Button>
                  {answer?.answer === 'unknown' && (
                    <Button name="action" value="same">
                      La même personne
                    </Button>
                  )}
                </Actions>
              </Form>
            </Panel>
          ))}
        </Columns>
        {answer && pupils.length === 0 && (
          <InfoBox>
            <p>Personne sur votre liste ne ressemble à l’auteur de cette demande. S’il vient d’arriver, donnez une liste plus récente.</p>
          </InfoBox>
        )}
        <Actions>
          <ButtonLink href={places.school.request.to(params)} kind="quiet">
            Retour à la demande
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(judgementForm, async ({ tx, actor, params, input }) => {
    const isSame = input.action === 'same'
    await judge(tx, actor, { number: params.number, pupil: input.pupil, isSame })
    return see(places.school.enrolmentComparison.said(isSame ? 'meme-personne' : 'autre-personne', params))
  }),
})

function whyInWords(answer: Comparison['answer']): string {
  if (!answer) return 'Votre établissement n’a pas encore donné de liste, ou cette demande vient d’arriver.'
  if (answer.why === 'left') return 'Cette personne est sur votre liste, mais elle a quitté l’établissement.'
  if (answer.why === 'several') return 'Plusieurs élèves, ou plusieurs demandes, correspondent : dites qui est qui.'
  if (answer.why === 'close') return 'Le nom ou la date de naissance diffère un peu : comparez.'
  return answer.differs.length > 0 ? `Différence : ${differsInWords(answer.differs)}.` : ''
}

const itemsOf = (pupil: EnrolledPupil, isGone: boolean): SummaryItem[] => [
  { label: 'Nom', value: pupil.usage_name ? `${pupil.last_name} (nom d’usage : ${pupil.usage_name})` : pupil.last_name },
  { label: 'Prénoms', value: pupil.first_names.join(', ') },
  { label: 'Date de naissance', value: pupil.birth_date ? frenchDay(pupil.birth_date) : 'Non indiquée' },
  { label: 'Classe', value: pupil.class ?? '—' },
  ...(pupil.course ? [{ label: 'Code de la formation', value: pupil.course }] : []),
  ...(contractInWords(pupil) ? [{ label: 'Contrat', value: contractInWords(pupil) }] : []),
  ...(isGone ? [{ label: 'Sortie', value: pupil.left_on ? frenchDay(pupil.left_on) : 'Classe « Inactifs »' }] : []),
]

/** Nobody sees the numbers, only whether they are the same. */
function numberOf(request: Comparison['request'], pupil: EnrolledPupil): SummaryItem[] {
  if (request.ine.length === 0) return []
  const compared = numbersCompared(request, pupil)
  const value = compared === 'same' ? 'Le même que dans la demande' : compared === 'other' ? 'Un autre que dans la demande' : 'Non indiqué'
  return [{ label: 'INE', value }]
}
