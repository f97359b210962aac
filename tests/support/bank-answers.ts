import { createHash } from 'node:crypto'
import { readAnswer } from '../../src/features/money/bank-files/read-answer.ts'
import { doAnswer } from '../../src/features/region/transfers/do-answer.ts'
import { effectsOf } from '../../src/features/region/transfers/queries.ts'
import { tryAnswer } from '../../src/features/region/transfers/try-answer.ts'
import { type Db, inTransaction } from '../../src/platform/database/index.ts'
import { inPieces } from '../../src/platform/import/saved-text.ts'
import type { Agent } from '../../src/spaces/actors.ts'
import { TEST_NOW } from './database.ts'
import { ledgerIsClean } from './ledger-model.ts'

/** What a bank or an accountant answers to a file of transfers. */

let reports = 0
const anId = () => {
  reports += 1
  return `PSR-${reports}`
}

interface Line {
  number: string
  status?: string
  code?: string
  cents?: number
}
/** What a bank says of each transfer of a file. */
export const pain002 = (messageId: string | null, lines: Line[], { id = anId(), group = '', payment = 'PART' } = {}) =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-11-23T09:00:00</CreDtTm></GrpHdr>
  <OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group && `<GrpSts>${group}</GrpSts>`}</OrgnlGrpInfAndSts>
  <OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}.0</OrgnlPmtInfId><PmtInfSts>${payment}</PmtInfSts>${lines
    .map(
      ({ number, status = 'ACSC', code, cents }) => `<TxInfAndSts><OrgnlEndToEndId>${number}</OrgnlEndToEndId><TxSts>${status}</TxSts>
    ${code ? `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>` : ''}
    ${cents ? `<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">${(cents / 100).toFixed(2)}</InstdAmt></Amt></OrgnlTxRef>` : ''}</TxInfAndSts>`,
    )
    .join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`

/** A statement of the account. */
export const camt = (entries: string[], id = anId()) =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${id}</MsgId></GrpHdr><Stmt>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`
/** The debit of a whole file. */
export const debit = (messageId: string | null, cents: number, day = '2026-11-23') =>
  `<Ntry><Amt Ccy="EUR">${(cents / 100).toFixed(2)}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt>
  <NtryDtls><Btch><MsgId>${messageId}</MsgId><PmtInfId>${messageId}.0</PmtInfId></Btch></NtryDtls></Ntry>`
/** What comes back of one transfer. */
export const credit = (number: string, cents: number, code = 'AC04') =>
  `<Ntry><Amt Ccy="EUR">${(cents / 100).toFixed(2)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-23</Dt></BookgDt>
  <NtryDtls><TxDtls><Refs><EndToEndId>${number}</EndToEndId></Refs><RtrInf><Rsn><Cd>${code}</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`

/** What the accountant's CSV says. */
export const table = (...rows: string[]) => ['Numéro de relevé;Montant;Date de paiement;Refusé;Motif', ...rows].join('\r\n')

/** Reads such answers, and does them. */
export function answering({ db, agent }: { db: Db; agent: Agent }) {
  /** @returns the answer that was read, and what its page says it would do */
  const tried = (text: string) =>
    inTransaction(db, TEST_NOW, async (tx) => {
      const bytes = Buffer.from(text)
      const answer = { ...(await readAnswer(inPieces(bytes))), fileName: 'x.xml', hash: createHash('sha256').update(bytes).digest() }
      const id = await tryAnswer(tx, agent, answer)
      const effects = await effectsOf(tx, { id, kind: answer.kind }, '2026-11-23')
      return { id, effects: Object.fromEntries(effects.map(({ effect, lines }) => [effect, lines])) }
    })

  async function answered(text: string) {
    const { id, effects } = await tried(text)
    await inTransaction(db, TEST_NOW, (tx) => doAnswer(tx, agent, { answer_id: id }))
    await ledgerIsClean(db)
    return effects
  }
  return { tried, answered }
}
