import { z } from 'zod'
import { places } from '../../../../places.ts'
import { type Day, dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { DROPPED, type EnrolmentList, exportedInWords, FAMILIES, giveUpList, listById } from '../../../schools/enrolment-lists/index.ts'
import { differsInWords, enrolmentInWords, hasLeft } from '../enrolment.ts'
import { facts } from '../facts.ts'
import { useList } from '../look.ts'
import { type Report, reportOf, withoutRequest } from '../queries.ts'
import { LIST_STATES } from './give-page.tsx'

/** What a list says of the requests: before it is put in use, and since. */
export const enrolmentReport = page(schoolFor('lists.give'), places.school.enrolmentList, {
  find: ({ db, actor, params }) => listById(db, actor, params.id),
  title: ({ id }) => `Liste n° ${id}`,
  trace: ({ subject: { id } }) => ({ fact: facts['enrolment-list.read'], details: { list_id: id } }),
  async view({ db, now, form, subject: list }) {
    if (list.state === 'replaced') return see(places.school.enrolmentLists.to())
    const today = dayOf(now)
    const report = await reportOf(db, list, today)
    const { label, tone } = LIST_STATES[list.state]
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Liste des élèves, ${list.campaign_name}`}</PageHeading>
        <p>
          <Tag tone={tone}>{label}</Tag>
        </p>
        {list.state === 'tried' && <Asking form={form} list={list} report={report} />}
        <ReportPanels list={list} report={report} today={today} hrefOf={(number) => places.school.request.to({ number })} />
        <Actions>
          <ButtonLink href={places.school.enrolmentLists.to()} kind="quiet">
            Donner une autre liste
          </ButtonLink>
          <ButtonLink href={places.school.enrolmentLetters.to({ id: list.id })} kind="quiet">
            Lettres aux élèves sans demande
          </ButtonLink>
          <ButtonLink href={places.school.requests.to()} kind="quiet">
            Demandes de carte
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.object({ action: choice(['take', 'give-up'], 'Choisissez ce que vous faites de cette liste.') }),
    async ({ tx, actor, params, input }) => {
      if (input.action === 'give-up') {
        await giveUpList(tx, actor, params.id)
        return see(places.school.enrolmentLists.said('abandon'))
      }
      await useList(tx, actor, params.id)
      return see(places.school.enrolmentLists.said('liste'))
    },
  ),
})

interface Reported {
  list: EnrolmentList
  report: Report
  today: Day
  /** Where a request is shown to whoever reads; without, nothing leads there. */
  hrefOf?: (fileNumber: string) => string
}

/** All that a list says of the requests of its school. */
export const ReportPanels = ({ list, report, today, hrefOf }: Reported) => (
  <>
    <Panel title={list.file_name}>
      <SummaryList items={summaryOf(list, report, today)} />
    </Panel>
    {list.dropped.length > 0 && (
      <InfoBox title="Ce qui n’a pas été lu">
        <p>
          {`Ce fichier contient aussi : ${list.dropped.map((one) => DROPPED[one]).join(', ')}. Rien n’en est gardé. La prochaine fois, choisissez un export sans ces informations.`}
        </p>
      </InfoBox>
    )}
    <Told list={list} />
    <Requests report={report} hrefOf={hrefOf} />
  </>
)

const count = (number: number, one: string, many: string): string => `${number} ${number > 1 ? many : one}`

/** How the requests are shared among the answers. */
function shares({ requests }: Report) {
  const found = requests.filter(({ enrolment }) => enrolment.answer === 'found')
  return {
    same: found.filter(({ enrolment }) => enrolment.differs.length === 0),
    differing: found.filter(({ enrolment }) => enrolment.differs.length > 0),
    unsure: requests.filter(({ enrolment }) => enrolment.answer === 'unknown'),
    notFound: requests.filter(({ enrolment }) => enrolment.answer === 'not-found'),
  }
}

function Asking({ form, list, report }: { form: FormState; list: EnrolmentList; report: Report }) {
  const waiting = shares(report).same.filter(({ request }) => request.state === 'submitted').length
  const isByItself = list.enrolment_acceptance !== 'by-hand' && waiting > 0
  return (
    <>
      {isByItself && (
        <Warning title="Des demandes seront validées en votre nom">
          <p>
            {`${count(waiting, 'demande à traiter est trouvée', 'demandes à traiter sont trouvées')} sans aucune différence. Si vous utilisez cette liste, vous attestez que ces jeunes sont inscrits : leurs demandes seront validées ${list.enrolment_acceptance === 'at-once' ? 'dans les minutes qui suivent' : 'cette nuit'}, sans autre geste. Celles qui sont envoyées plus tard aussi.`}
          </p>
        </Warning>
      )}
      <Panel title="Rien n’est encore fait">
        {list.is_by_region && (
          <p>
            La Région a donné cette liste pour votre établissement. Vous pouvez l’utiliser, ou l’effacer si elle n’est pas juste. Sans
            réponse de votre part, deux personnes de la Région peuvent la mettre en place.
          </p>
        )}
        <p>Regardez ci-dessous ce que dit cette liste. Si elle est juste, utilisez-la : elle remplace celle d’avant.</p>
        <Form form={form}>
          <Actions>
            <Button kind="quiet" name="action" value="give-up">
              {list.is_by_region ? 'Effacer cette liste' : 'Effacer cet essai'}
            </Button>
            <Button name="action" value="take">
              Utiliser cette liste
            </Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}

export function summaryOf(list: EnrolmentList, report: Report, today: Day) {
  const { same, differing, unsure, notFound } = shares(report)
  const there = [...report.pupils.values()].filter((pupil) => !hasLeft(pupil, today))
  return [
    { label: 'Logiciel', value: FAMILIES[list.family] },
    ...(list.exported_at ? [{ label: 'Exportée le', value: exportedInWords(list.exported_at) }] : []),
    { label: 'Donnée', value: `Le ${frenchMinute(list.given_at)}, par ${list.given_by_name}` },
    { label: 'Élèves ou apprentis lus', value: list.pupils },
    ...(list.elsewhere > 0 ? [{ label: 'Lignes d’un autre site ou d’une autre année', value: list.elsewhere }] : []),
    { label: 'Sortis de l’établissement', value: list.pupils - there.length },
    { label: 'Demandes trouvées, sans différence', value: same.length },
    { label: 'Demandes trouvées, avec une différence', value: differing.length },
    { label: 'Demandes à comparer vous-même', value: unsure.length },
    { label: 'Demandes qui ne sont pas sur la liste', value: notFound.length },
    { label: 'Élèves présents sans demande', value: withoutRequest(report, today).length },
    { label: 'Lignes à corriger', value: list.told.length },
  ]
}

/** More than anybody reads on a page. */
const LINES_SHOWN = 200

const Told = ({ list: { told } }: { list: EnrolmentList }) =>
  told.length === 0 ? null : (
    <Panel>
      <DataTable
        caption={told.length > LINES_SHOWN ? `Lignes à corriger : les ${LINES_SHOWN} premières, sur ${told.length}` : 'Lignes à corriger'}
        columns={[{ label: 'Ligne', numeric: true }, { label: 'Pourquoi' }]}
        sentences
        rows={told.slice(0, LINES_SHOWN).map(({ line, why }) => [line, why])}
      />
    </Panel>
  )

/** Those that a person has to look at. */
function Requests({ report, hrefOf }: Pick<Reported, 'report' | 'hrefOf'>) {
  const { differing, unsure, notFound } = shares(report)
  const tables = [
    { caption: 'Trouvées, avec une différence', of: differing },
    { caption: 'À comparer : plusieurs personnes correspondent, ou une seule y ressemble', of: unsure },
    { caption: 'Pas sur la liste', of: notFound },
  ]
  return (
    <>
      {tables.map(({ caption, of }) =>
        of.length === 0 ? null : (
          <Panel key={caption}>
            <DataTable
              caption={`${caption} : ${of.length}${of.length > LINES_SHOWN ? ` (les ${LINES_SHOWN} premières)` : ''}`}
              columns={[{ label: 'Demande' }, { label: 'Né(e) le' }, { label: 'Formation demandée' }, { label: 'Sur la liste' }]}
              rows={of
                .slice(0, LINES_SHOWN)
                .map(({ request, enrolment }) => [
                  <RequestName key="name" name={`${request.last_name} ${request.first_name}`} href={hrefOf?.(request.file_number)} />,
                  frenchDay(request.birth_date),
                  request.course_label ?? '—',
                  onTheList(report, enrolment),
                ])}
            />
          </Panel>
        ),
      )}
    </>
  )
}

const RequestName = ({ name, href }: { name: string; href: string | undefined }) => (href ? <a href={href}>{name}</a> : <span>{name}</span>)

function onTheList({ pupils }: Report, { answer, why, pupil, candidates, differs }: Report['requests'][number]['enrolment']): string {
  const named = [pupil, ...candidates].flatMap((id) => {
    const one = id === null ? undefined : pupils.get(id)
    return one
      ? [
          `${one.last_name} ${one.first_names[0]}${one.class ? `, ${one.class}` : ''}${one.birth_date ? `, ${frenchDay(one.birth_date)}` : ''}`,
        ]
      : []
  })
  const what = differs.length > 0 ? `Différence : ${differsInWords(differs)}` : enrolmentInWords(answer, why, differs).label
  return named.length > 0 ? `${what} (${named.join(' ; ')})` : what
}
