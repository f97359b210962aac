import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf, frenchMinute } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import { LINES_A_PAGE, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { SchoolUser } from '../../../../spaces/actors.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { ListFoot, ListTable } from '../../../../ui/list.tsx'
import { isTimely } from '../../card-applications/index.ts'
import { validatedAmong, withdrawableAt } from '../queries.ts'
import { withdrawOwnValidations } from '../withdraw.ts'
import { lastInstant, ownWithdrawalsForm, whyNot } from '../withdrawal.ts'
import { WhyFields } from './why-fields.tsx'

/** All of them are read, in the order of names. */
const ORDER = { nom: ['name'] } as const

/** A school takes back several validations that it has just given. */
export const ownWithdrawals = page(schoolFor('requests.decide'), places.school.withdrawals, {
  title: 'Retirer des validations',
  said: { retrait: 'Les validations choisies sont retirées', rien: 'Aucune validation n’est retirée' },
  async view({ db, actor, now, form, query, said }) {
    const all = await withdrawableAt(db, actor, now)
    const rows = all.slice((pageAsked(query) - 1) * LINES_A_PAGE, pageAsked(query) * LINES_A_PAGE)
    const past = pastTheEnd(rows, query)
    if (past) return past
    const shown = listed(query, { total: all.length, order: orderAsked(query, ORDER, 'nom') })
    const isTicked = query.has('coche')
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Retirer des validations</PageHeading>
        <Left rows={await leftInWords(db, actor, { numbers: query.getAll('laissees[]'), now })} />
        <p>
          Vos validations encore dans leur délai. Celles que vous retirez reviennent dans vos demandes à traiter, l’aide revient à la
          Région, et chaque jeune est prévenu avec le motif.
        </p>
        <Form form={form} class="panel">
          <ListTable
            listed={shown}
            caption={`Validations qui peuvent être retirées : ${all.length}`}
            columns={[{ label: 'Choix' }, { label: 'Nom' }, { label: 'Validée le' }, { label: 'Jusqu’au' }, { label: 'Remarque' }]}
            empty="Aucune validation n’est encore dans son délai."
            rows={rows.map((row) => [
              <input
                key="tick"
                class="tick"
                type="checkbox"
                name="numeros[]"
                value={row.number}
                checked={form.chosen('numeros[]', row.number, isTicked)}
                aria-label={`Choisir ${row.first_name} ${row.last_name}`}
              />,
              <a key="name" href={places.school.request.to({ number: row.number })}>{`${row.last_name} ${row.first_name}`}</a>,
              frenchMinute(row.decided_at),
              frenchMinute(lastInstant(row)),
              whyNot(row, now) ? 'Déjà dépensée ou réservée' : isTimely('validated', row, dayOf(now)) ? '—' : 'Ne pourra plus être validée',
            ])}
          />
          {all.length > 0 && (
            <>
              <p class="tick-all">
                <a href={shown.asking({ coche: isTicked ? null : 'oui' })}>{isTicked ? 'Tout décocher' : 'Tout cocher'}</a>
              </p>
              <ListFoot listed={shown} />
              <WhyFields form={form} />
            </>
          )}
          <Actions>
            <ButtonLink kind="quiet" href={places.school.requests.to()}>
              Toutes les demandes
            </ButtonLink>
            {all.length > 0 && <Button kind="red">Retirer la sélection</Button>}
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(ownWithdrawalsForm, async ({ tx, actor, input: { numeros, ...why } }) => {
    const numbers = [...new Set(numeros)]
    if (numbers.length === 0) throw new UserError('withdrawal.none-chosen', 'Vous n’avez choisi personne. Cochez au moins une validation.')
    const { done, left } = await withdrawOwnValidations(tx, actor, { numbers, ...why })
    return see(places.school.withdrawals.said(done.length > 0 ? 'retrait' : 'rien', { 'laissees[]': left }))
  }),
})

/** Why each of those that were left stays as it is. */
async function leftInWords(
  db: Reader,
  school: SchoolUser,
  { numbers, now }: { numbers: string[]; now: Date },
): Promise<[string, string][]> {
  if (numbers.length === 0) return []
  const known = new Map((await validatedAmong(db, numbers, school)).map((row) => [row.number, row]))
  return numbers.map((number) => {
    const row = known.get(number)
    const name = row ? `${row.last_name} ${row.first_name}` : `Demande ${number}`
    return [
      name,
      (row ? whyNot(row, now)?.words : undefined) ?? 'Cette validation est déjà retirée, ou n’est pas celle de votre établissement.',
    ]
  })
}

const Left = ({ rows }: { rows: [string, string][] }) =>
  rows.length > 0 ? (
    <Panel>
      <DataTable
        caption={rows.length > 1 ? `${rows.length} validations ne sont pas retirées` : 'Une validation n’est pas retirée'}
        columns={[{ label: 'Nom' }, { label: 'Pourquoi' }]}
        sentences
        rows={rows}
      />
    </Panel>
  ) : null
