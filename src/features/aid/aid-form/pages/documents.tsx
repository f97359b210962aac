import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import { inTransaction } from '../../../../platform/database/index.ts'
import { found, UserError, WrongFields } from '../../../../platform/errors.ts'
import { documentAnswer, readFile, storeFile } from '../../../../platform/files.ts'
import { optionalFile } from '../../../../platform/forms/fields.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, type Reading, see } from '../../../../platform/http/page.ts'
import { PICTURES } from '../../../../platform/images.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Details, Panel, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Button, ErrorSummary, FileField, Form, TextField } from '../../../../ui/form.tsx'
import {
  bankForm,
  CHECK,
  DOCUMENTS,
  DOCUMENTS_AND_BANK,
  type DocumentKind,
  type Draft,
  documentPolicy,
  documentsAsked,
  fileOf,
  fillingOf,
  fillingToChange,
  firstOpenStep,
  historyOf,
  hrefOf,
  ibanMissing,
  keepDocument,
  type Request,
  requestOf,
  saveBankDetails,
} from '../../apprentice-aid/index.ts'
import { atStep, goOn, StepActions, StepHeading, titleOf } from './step.tsx'

const fieldOf = (kind: DocumentKind) => `${kind}File`

/** The documents and the bank details (guide, 3.2.1). Each document has its own form: what came is kept whatever is wrong elsewhere. */
async function view({ db, actor, form, now }: Reading<Beneficiary>) {
  const filling = await atStep(db, actor, now, DOCUMENTS_AND_BANK)
  if (filling instanceof Response) return filling
  const { current, draft } = filling
  const rejected = current.state === 'rejected-by-bank' ? (await historyOf(db, current.id)).findLast(({ reason }) => reason) : undefined
  return (
    <>
      <ErrorSummary form={form} />
      <StepHeading step={DOCUMENTS_AND_BANK} />
      {rejected && (
        <Warning title="Votre banque a rejeté le virement">
          <p>« {rejected.reason} »</p>
          <p>Saisissez de nouvelles coordonnées bancaires et envoyez le RIB qui leur correspond, puis renvoyez votre demande.</p>
        </Warning>
      )}
      <p>
        L’aide qui vous est allouée sera versée directement sur votre compte bancaire. Veuillez saisir vos coordonnées bancaires et
        télécharger les justificatifs demandés ci-dessous.
      </p>
      <Panel title="Justificatifs">
        <p class="hint">
          Au format PDF, ou une photo du document ({PICTURES.formats}) dont nous faisons un PDF : {documentPolicy.megabytes} Mo au plus
          chacun. Chaque document est envoyé dès que vous le choisissez, et gardé même si vous terminez plus tard.
        </p>
        {documentsAsked(current).map((kind) => (
          <DocumentBlock key={kind} form={form} kind={kind} request={current} />
        ))}
      </Panel>
      <BankDetails form={form} current={current} owner={`${actor.printed_first_name} ${actor.printed_last_name}`}>
        <StepActions step={DOCUMENTS_AND_BANK} draft={draft} />
      </BankDetails>
    </>
  )
}

function BankDetails({
  form,
  current,
  owner,
  children,
}: {
  form: FormState
  current: Request
  owner: string
  children: ComponentChildren
}) {
  return (
    <Panel title="Relevé d’identité bancaire">
      <Form form={form} action={hrefOf(DOCUMENTS_AND_BANK)}>
        <TextField
          form={form}
          name="bankHolder"
          label="Nom du titulaire"
          hint="Tel qu’il est écrit sur le RIB. Le compte doit être à votre nom."
          autocomplete="off"
          known={current.bank_holder ?? owner}
        />
        <TextField
          form={form}
          name="iban"
          label="N° IBAN"
          hint={
            current.iban_last4 && !current.bank_details_rejected
              ? `Enregistré : ${shownIban(current)}. Laissez vide pour le garder.`
              : '27 caractères pour un compte français, qui commencent par FR.'
          }
          autocomplete="off"
          spellcheck={false}
          optional={current.iban_last4 !== null && !current.bank_details_rejected}
        />
        <TextField
          form={form}
          name="bic"
          label="BIC"
          hint="8 ou 11 caractères."
          autocomplete="off"
          spellcheck={false}
          width={20}
          known={current.bank_details_rejected ? null : current.bic}
        />
        <TextField
          form={form}
          name="bankName"
          label="Domiciliation bancaire"
          hint="Le nom de votre banque, écrit sur votre RIB. Si votre IBAN commence par FR, il la contient : vous pouvez laisser ce champ vide."
          autocomplete="off"
          known={current.bank_details_rejected ? null : current.bank_name}
          sometimes
        />
        {children}
      </Form>
    </Panel>
  )
}

export const shownIban = ({ iban_first4, iban_last4 }: Request): string =>
  iban_first4 && iban_last4 ? maskedIban({ iban_first4, iban_last4 }) : ''

/** One document: whether it came, and the form that sends it. The element sends it as soon as it is chosen or dropped. */
function DocumentBlock({ form, kind, request }: { form: FormState; kind: DocumentKind; request: Request }) {
  const { slug, label, hint } = DOCUMENTS[kind]
  const isSent = fileOf(request, kind) !== null
  const field = fieldOf(kind)
  const sending = (
    <Form form={form} action={places.beneficiary.aidDocumentToSend.to({ document: kind })} multipart>
      <FileField form={form} name={field} label={isSent ? `Remplacer : ${label}` : label} hint={hint} policy={documentPolicy} />
      <Button kind="quiet" icon="upload">
        Envoyer<span class="unseen"> : {label}</span>
      </Button>
    </Form>
  )
  return (
    <file-drop class="document" id={`document-${slug}`}>
      {isSent && (
        <p class="document-sent" tabindex={-1} data-sent>
          <Tag tone="good">Reçu</Tag> <strong>{label}</strong>{' '}
          <a href={places.beneficiary.ownAidDocument.to({ number: request.number, document: kind })}>
            Voir<span class="unseen"> : {label}</span> (PDF)
          </a>
        </p>
      )}
      {isSent ? (
        <Details title={`Remplacer ce document`} open={form.error(field) !== undefined}>
          {sending}
        </Details>
      ) : (
        sending
      )}
    </file-drop>
  )
}

export const documentsStep = page(beneficiarySpace, places.beneficiary.aidDocuments, {
  title: titleOf(DOCUMENTS_AND_BANK),
  scripts: ['file-drop'],
  view,
  submit: form(
    bankForm,
    {
      async alsoWrong({ db, actor, now, typed }) {
        const { current, draft } = await fillingOf(db, actor, now)
        if (!current) return []
        const noIban = typed.iban ? undefined : ibanMissing(current)
        return [...(noIban?.errors ?? []), ...missingIn(draft).flatMap((kind) => notSent(kind).errors)]
      },
      // Right bank details are kept even if a document is missing.
      prepare: ({ db, actor, visit, input, now }) =>
        inTransaction(db, now, (tx) => saveBankDetails(tx, actor, { ...input, key: visit.site.ibanKey })),
    },
    async ({ tx, actor }) => {
      const { current, draft } = await fillingToChange(tx, actor)
      const missing = missingIn(draft)
      if (missing.length > 0 && current) throw new WrongFields(missing.flatMap((kind) => notSent(kind).errors))
      return firstOpenStep(draft) === CHECK ? goOn(DOCUMENTS_AND_BANK, draft) : see(hrefOf(firstOpenStep(draft)))
    },
  ),
})

const missingIn = (draft: Draft): DocumentKind[] => documentsAsked(draft).filter((kind) => draft.documents[kind] === null)

const notSent = (kind: DocumentKind) =>
  new UserError('aid.document-missing', `Envoyez ce document : ${DOCUMENTS[kind].label}.`, { field: fieldOf(kind) })

function noFile(kind: DocumentKind): never {
  throw new UserError('aid.no-file', `Choisissez un PDF ou une photo : ${DOCUMENTS[kind].label}.`, { field: fieldOf(kind) })
}

/** Where each document is sent; seen, it is the page of them all. */
export const sendDocument = page(beneficiarySpace, places.beneficiary.aidDocumentToSend, {
  title: titleOf(DOCUMENTS_AND_BANK),
  scripts: ['file-drop'],
  view,
  submit: form(
    z.object({ contractFile: optionalFile(), bankFile: optionalFile(), lodgingFile: optionalFile() }),
    {
      async prepare({ db, actor, params, now }) {
        const kind = params.document
        const open = await atStep(db, actor, now, DOCUMENTS_AND_BANK)
        return open instanceof Response ? open : kind
      },
      upload: { policy: documentPolicy, chosen: ({ input, prepared: kind }) => input[`${kind}File`] ?? noFile(kind) },
    },
    async ({ tx, actor, prepared: kind, file, visit }) => {
      const file_id = await storeFile(tx, documentPolicy, file, visit.site.ibanKey)
      await keepDocument(tx, actor, { kind, file_id })
      return see(`${hrefOf(DOCUMENTS_AND_BANK)}#document-${DOCUMENTS[kind].slug}`)
    },
  ),
})

/** One of one's own documents. */
export const ownDocument = download(beneficiarySpace, places.beneficiary.ownAidDocument, async ({ db, actor, params, visit }) => {
  const request = await requestOf(db, actor, params.number)
  const kind = params.document
  const id = fileOf(request, kind)
  const file = found(id === null ? undefined : await readFile(db, id, visit.site))
  return documentAnswer(file, `${DOCUMENTS[kind].slug}-${request.number}.pdf`)
})
