import { spawnSync } from 'node:child_process'
import { readAnswer } from '../src/features/money/bank-files/read-answer.ts'
import { MADE_UP_PAYER, type Transfer, transfersFiles } from '../src/features/money/bank-files/transfers.ts'
import type { Pieces } from '../src/platform/import/saved-text.ts'

/** `npm run bench -- bank-files`: how long 200,000 transfers take to be written, and as many answers to be read, and in how much memory. */

const TRANSFERS = 200_000
const SECONDS_GOAL = 60
const MEGABYTES_GOAL = 400

type Say = (line: string) => void

/** @param part one of what is measured; without it all, each in a process of its own: what one has left would be counted with the next. */
export async function bankFiles(part: string | undefined, say: Say): Promise<void> {
  const pieces = part === undefined ? undefined : ANSWERS[part]
  if (part === WRITTEN) await measured(say, 'written as pain.001.001.09', write)
  else if (pieces) await measured(say, `answers read of ${part}`, async () => `${(await readAnswer(pieces)).events.length} events`)
  else {
    say(`${TRANSFERS} transfers to a bank, and its answers`)
    for (const one of [WRITTEN, ...Object.keys(ANSWERS)])
      spawnSync(process.execPath, [process.argv[1] as string, 'bank-files', one], { stdio: 'inherit' })
  }
}

const WRITTEN = 'pain.001'

async function write(): Promise<string> {
  let [files, bytes] = [0, 0]
  const order = { message_id: 'REV-HDF-00000001', created_at: new Date(), payer: MADE_UP_PAYER }
  for await (const { xml } of transfersFiles(order, transfers())) {
    files += 1
    bytes += xml.length
  }
  return `${files} files, ${(bytes / 1e6).toFixed(0)} MB`
}

function* transfers(): Generator<Transfer> {
  for (let n = 1; n <= TRANSFERS; n += 1)
    yield {
      ...{ end_to_end_id: `REV1-P${n}`, amount_cents: 1_000 + n, holder: `SARL LIBRAIRIE ${n}`, iban: 'FR7630006000011234567890189' },
      ...{ bic: null, label: `CARTE GENERATION HDF RELEVE REV1-P${n}`, execute_on: '2026-12-01' },
    }
}

const inThousands = (before: string, line: (n: number) => string, after: string): Pieces =>
  async function* () {
    yield Buffer.from(before)
    for (let from = 1; from <= TRANSFERS; from += 1_000)
      yield Buffer.from(Array.from({ length: 1_000 }, (_, index) => line(from + index)).join(''))
    yield Buffer.from(after)
  }

const NAMESPACE = 'xmlns="urn:iso:std:iso:20022:tech:xsd:'
const ANSWERS: Record<string, Pieces> = {
  'a pain.002': inThousands(
    `<Document ${NAMESPACE}pain.002.001.03"><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>`,
    (n) =>
      `<TxInfAndSts><OrgnlEndToEndId>REV1-P${n}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>`,
    '</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>',
  ),
  'a camt.054': inThousands(
    `<Document ${NAMESPACE}camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn>`,
    (n) =>
      `<Ntry><Amt Ccy="EUR">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>REV1-P${n}</EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`,
    '</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>',
  ),
  'the accountant': inThousands('Numéro de relevé;Date de paiement;Refusé;Motif\r\n', (n) => `REV1-P${n};04/12/2026;non;\r\n`, ''),
}

async function measured(say: Say, what: string, run: () => Promise<string>): Promise<void> {
  const [started, before] = [performance.now(), process.cpuUsage()]
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const made = await run()
  clearInterval(watch)
  most = Math.max(most, process.memoryUsage().rss)
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  const verdict = (isReached: boolean) => (isReached ? 'reached' : 'MISSED')
  say(
    `  ${what} (${made}): ${seconds.toFixed(1)} s of processor (${((performance.now() - started) / 1_000).toFixed(1)} s on the clock)  goal ${SECONDS_GOAL} s ${verdict(seconds < SECONDS_GOAL)}`,
  )
  say(`    at most ${(most / 1e6).toFixed(0)} MB in all  goal ${MEGABYTES_GOAL} MB ${verdict(most < MEGABYTES_GOAL * 1e6)}`)
}
