import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { download } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import type { Address } from '../../../people/addresses/index.ts'
import { receiptOf } from '../queries.ts'
import { receiptPdf } from '../receipt.ts'

export const receipt = download(beneficiarySpace, places.beneficiary.prepaymentReceipt, async ({ db, actor, params }) => {
  const row = found(await receiptOf(db, actor, params.ticket))
  const pdf = await receiptPdf({ ...row, address: row.address as Address | null })
  return new Response(new Uint8Array(pdf), {
    headers: { 'Content-Type': 'application/pdf', 'Content-Disposition': `attachment; filename="recu-${row.ticket}.pdf"` },
  })
})
