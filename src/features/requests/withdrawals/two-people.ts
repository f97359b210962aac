import { places } from '../../../places.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { isTimely } from '../card-applications/index.ts'
import { validatedAmong } from './queries.ts'
import { withdrawValidations } from './withdraw.ts'
import { keptWithdrawal, REASONS } from './withdrawal.ts'

const NAMED_AT_MOST = 20

/** The Region takes back validations, whoever gave them, whatever was spent. */
export const validationWithdrawal = takesTwo({
  kind: 'card-application.withdrawal',
  title: 'Retirer des validations',
  starts: 'corrections.ask',
  finishes: 'money.release',
  schema: keptWithdrawal,
  async shown(db, { numbers, reason, comment }, now) {
    const rows = await validatedAmong(db, numbers, null)
    const sum = (of: (row: (typeof rows)[number]) => number) => frenchEuros(rows.reduce((cents, row) => cents + of(row), 0))
    const names = rows.slice(0, NAMED_AT_MOST).map((row) => `${row.last_name} ${row.first_name} (${row.school_name ?? '—'})`)
    const more = rows.length - names.length
    const last = rows.filter((row) => !isTimely('validated', row, dayOf(now)))
    return {
      about: numbers.length === 1 ? `Demande ${numbers[0]}` : `${numbers.length} demandes`,
      href: numbers.length === 1 && rows[0] ? places.region.beneficiary.to({ id: rows[0].beneficiary_id }) : null,
      items: [
        {
          label: 'Validations à retirer',
          value: rows.length === numbers.length ? rows.length : `${rows.length} sur ${numbers.length} demandées`,
        },
        { label: 'De', value: [...names, ...(more > 0 ? [`et ${more} autres`] : [])].join(', ') || '—' },
        { label: 'Motif', value: REASONS[reason] },
        { label: 'Commentaire', value: comment },
        { label: 'Revient à la Région', value: sum(({ balance_cents, reserved_cents }) => balance_cents + reserved_cents) },
        { label: 'Dont prépaiements annulés', value: sum(({ reserved_cents }) => reserved_cents) },
        { label: 'Déjà dépensé, dû par les jeunes', value: sum(({ spent_cents }) => spent_cents) },
      ],
      effects: [
        'Ces demandes attendent à nouveau une décision, et les cartes qui ne sont pas fabriquées ne le sont pas.',
        ...(last.length > 0
          ? [`Attention : le temps de valider est passé pour ${last.length} d’entre elles, que personne ne pourra valider à nouveau.`]
          : []),
        'Ce qui est dû est déduit de la prochaine aide de chacun, et peut être abandonné à deux.',
        'Chaque jeune est prévenu, avec le motif et les montants.',
      ],
    }
  },
  async perform(tx, agent, { input }) {
    await withdrawValidations(tx, agent, input)
  },
})

interface Asked {
  numbers: string[]
  reason: keyof typeof REASONS
  comment: string
}

/**
 * Asks a second person to take back validations: nothing changes until then.
 * @throws UserError `withdrawal.not-validated` that names those that are not validated
 */
export async function askToWithdraw(tx: Tx, agent: Agent, asked: Asked): Promise<number> {
  const rows = await validatedAmong(tx, asked.numbers, null)
  const others = asked.numbers.filter((number) => !rows.some((row) => row.number === number))
  if (others.length > 0) {
    const which = others.length === 1 ? `Le dossier ${others[0]} n’est pas` : `Les dossiers ${others.join(', ')} ne sont pas`
    const sentence = `${which} ${others.length === 1 ? 'celui' : 'ceux'} d’un élève ou d’un apprenti dont la demande est validée. Retirez ce numéro de la liste, ou corrigez-le.`
    throw new UserError('withdrawal.not-validated', sentence, { field: 'numbers' })
  }
  const numbers = [...asked.numbers].sort()
  return startAct(tx, agent, validationWithdrawal, { subject: numbers.join(','), input: { ...asked, numbers } })
}
