import { type Day, dayOf, frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Form } from '../../../../ui/form.tsx'
import { oldestBeside } from '../cases.ts'
import type { Case, CaseFile, Desk, HistoryLine } from '../desk.ts'
import { tagOf } from './case-tag.tsx'

/** One of them, whole, as who decides on it reads it. Each reading is written down. */
export function filePage<Actor extends Decider, Row extends Case, File extends CaseFile>(desk: Desk<Actor, Row, File>) {
  return page(desk.space, desk.file, {
    find: ({ db, actor, params }) => desk.fileOf(db, actor, params.number),
    title: ({ number }) => desk.fileTitle(number),
    trace: ({ subject: file }) => ({ beneficiary_id: file.beneficiary_id, ...desk.trace(file) }),
    said: { ...Object.fromEntries(desk.decisions.map(({ slug, done }) => [slug, done])), ...desk.alsoDone },
    async view({ db, actor, now, said, visit, subject: file }) {
      const today = dayOf(now)
      const [history, next, panels] = await Promise.all([
        desk.history(db, actor, file),
        oldestBeside(db, desk.waiting(db, actor, today), file.number),
        desk.panels(file, { db, actor, now }),
      ])
      const isAwaited = file.state === desk.awaited
      const mayDecide = desk.mayDecide?.(actor) ?? true
      // A decision is said once it is taken, and no longer when the file has come back.
      const isOver = isAwaited && desk.decisions.some(({ done }) => done === said)
      return (
        <>
          <Said>{isOver ? null : said}</Said>
          <PageHeading>{`${file.first_name} ${file.last_name}`}</PageHeading>
          <p>
            {tagOf(desk, file, today)} {desk.subtitle(file)}
          </p>
          {panels}
          {isAwaited && mayDecide && <Decide desk={desk} file={file} today={today} csrf={visit.csrf()} />}
          <Panel>
            <History lines={history} />
          </Panel>
          <Actions>
            <ButtonLink kind="quiet" href={desk.list.to()}>
              Toutes les demandes
            </ButtonLink>
            {next && mayDecide && <ButtonLink href={desk.file.to(next)}>Demande suivante à traiter</ButtonLink>}
          </Actions>
        </>
      )
    },
  })
}

interface Deciding<Actor extends Decider, Row extends Case, File extends CaseFile> {
  desk: Desk<Actor, Row, File>
  file: File
  today: Day
  csrf: string
}

/** What is asked, and what can be decided: the first decision at once, the others on a page of their own. */
function Decide<Actor extends Decider, Row extends Case, File extends CaseFile>({ desk, file, today, csrf }: Deciding<Actor, Row, File>) {
  const { words, only } = desk.question(file, today)
  const [first, ...others] = desk.decisions
  const isPossible = ({ slug }: { slug: string }) => !only || only.includes(slug)
  const { number } = file
  const links = others.filter(isPossible).map(({ slug, place, title, kind }) => (
    <ButtonLink key={slug} kind={kind === 'main' ? 'quiet' : kind} href={place.to({ number })}>
      {title}
    </ButtonLink>
  ))
  return (
    <Panel title="Votre décision">
      <p>{words}</p>
      {first && isPossible(first) ? (
        <Form form={new FormState(csrf, '')} action={first.place.to({ number })}>
          <Actions>
            <Button icon="check">{first.onFile ?? first.title}</Button>
            {links}
          </Actions>
        </Form>
      ) : (
        <Actions>{links}</Actions>
      )}
    </Panel>
  )
}

const History = ({ lines }: { lines: readonly HistoryLine[] }) => (
  <DataTable
    caption="Historique"
    columns={[{ label: 'Date' }, { label: 'Événement' }, { label: 'Par' }, { label: 'Motif' }]}
    rows={lines.map(({ at, words, by, reason }) => [frenchMinute(at), words, by, reason ?? '—'])}
  />
)
