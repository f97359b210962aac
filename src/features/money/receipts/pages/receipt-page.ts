import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { download } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { qrPicture } from '../../../../ui/qr-picture.ts'
import { receiptOfLine, receiptOfTicket } from '../queries.ts'
import { isVoucher, type Receipt, receiptPdf } from '../receipt.ts'

export const transactionReceipt = download(
  beneficiarySpace,
  places.beneficiary.transactionReceipt,
  { isSlow: true },
  async ({ db, actor, params }) => answer(found(await receiptOfLine(db, actor, params.transaction)), 'attachment'),
)

/** « Télécharger » keeps it; « Imprimer » opens it, where the browser prints it. */
export const prepaymentReceipt = download(
  beneficiarySpace,
  places.beneficiary.prepaymentReceipt,
  { isSlow: true },
  async ({ db, actor, params, query }) =>
    answer(found(await receiptOfTicket(db, actor, params.ticket)), query.has('imprimer') ? 'inline' : 'attachment'),
)

/** As tight as lets browsers show a PDF themselves: their viewer has a style of its own, and opens in no sandbox. */
const SHOWN_BY_THE_BROWSER =
  "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

async function answer(receipt: Receipt, disposition: 'attachment' | 'inline'): Promise<Response> {
  const pdf = await receiptPdf(receipt, isVoucher(receipt) && receipt.ticket ? qrPicture(receipt.ticket) : null)
  const name = `recu-${receipt.ticket ?? receipt.transaction_id}.pdf`
  return new Response(new Uint8Array(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `${disposition}; filename="${name}"`,
      'Content-Security-Policy': SHOWN_BY_THE_BROWSER,
    },
  })
}
