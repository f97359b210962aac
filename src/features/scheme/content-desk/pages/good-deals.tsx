import { z } from 'zod'
import { dayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { pictureAnswer, readFile } from '../../../../platform/files.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DateField, FileField, RadioGroup, TextArea, TextField } from '../../../../ui/form.tsx'
import { type GoodDealInput, GoodDealWhole, goodDealForm, validityInWords } from '../../content/index.ts'
import { deleteGoodDeal } from '../delete.ts'
import { picturePolicy } from '../file-policies.ts'
import { goodDealAtDesk, goodDealsAtDesk } from '../queries.ts'
import { saveGoodDeal } from '../save-good-deal.ts'
import { Deletion, DeskForm, DeskList, deletedFrom, Preview, PublicationFields, StateTag } from './desk.tsx'

const LIST = '/region/bons-plans'

export const goodDealsDesk = page(regionFor('content'), {
  title: 'Bons plans',
  async view({ db, now, query }) {
    const deals = await goodDealsAtDesk(db)
    return (
      <DeskList
        title="Bons plans"
        add="Ajouter un bon plan"
        list={LIST}
        query={query}
        columns={[{ label: 'Titre' }, { label: 'Proposé par' }, { label: 'Validité' }, { label: 'Ouvert à' }]}
        rows={deals.map((deal) => [
          <a href={`${LIST}/${deal.id}`}>{deal.title}</a>,
          deal.offered_by,
          validityInWords(deal),
          deal.for_holders_only ? 'Demande validée' : 'Tous',
          <StateTag content={deal} today={dayOf(now)} />,
        ])}
      />
    )
  },
})

type Known = NonNullable<Awaited<ReturnType<typeof goodDealAtDesk>>>

const Fields = ({ form, known }: { form: FormState; known?: Known }) => (
  <>
    <TextField form={form} name="title" label="Titre" known={known?.title} />
    <TextField
      form={form}
      name="partnerCode"
      label="Code du partenaire"
      hint="Si le bon plan vient d’un partenaire, par exemple L212."
      known={known?.partner_code}
      width={10}
      optional
    />
    <TextField form={form} name="organiser" label="Organisateur" hint="Si ce n’est pas un partenaire." known={known?.organiser} optional />
    <TextArea form={form} name="body" label="Texte" hint="Une ligne vide sépare deux paragraphes." known={known?.body} rows={8} />
    <TextField form={form} name="url" label="Adresse d’une page pour en savoir plus" known={known?.url} inputmode="text" optional />
    <FileField
      form={form}
      name="picture"
      label="Image"
      hint={`JPG, PNG, WebP ou HEIC, ${picturePolicy.megabytes} Mo au plus. Elle est coupée au format d’une carte postale.${known ? ' Laissez vide pour garder l’image actuelle.' : ''}`}
      accept={picturePolicy.accept}
      optional={known !== undefined}
    />
    <DateField form={form} name="validFrom" label="Valable à partir du" known={known?.valid_from} optional />
    <DateField form={form} name="validUntil" label="Valable jusqu’au" known={known?.valid_until} optional />
    <RadioGroup
      form={form}
      name="openTo"
      legend="Ouvert à"
      known={known && (known.for_holders_only ? 'holders' : 'all')}
      options={[
        { value: 'all', label: 'Tous les jeunes inscrits' },
        { value: 'holders', label: 'Les jeunes dont la demande est validée' },
      ]}
    />
    <PublicationFields form={form} known={known} />
  </>
)

const withPicture = { upload: { policy: picturePolicy, chosen: ({ input }: { input: GoodDealInput }) => input.picture } }

export const newGoodDeal = page(regionFor('content'), {
  title: 'Ajouter un bon plan',
  view: ({ form }) => (
    <DeskForm form={form} title="Ajouter un bon plan" back={LIST} multipart>
      <Fields form={form} />
    </DeskForm>
  ),
  submit: form(goodDealForm, withPicture, async ({ tx, actor, input, file }) =>
    see(`${LIST}/${await saveGoodDeal(tx, actor, { id: null, input, picture: file })}`),
  ),
})

export const editGoodDeal = page(regionFor('content'), {
  title: ({ id }) => `Modifier le bon plan n° ${id}`,
  async view({ db, form, params }) {
    const known = found(await goodDealAtDesk(db, Number(params.id)))
    return (
      <DeskForm form={form} title="Modifier un bon plan" back={`${LIST}/${known.id}`} multipart>
        <Fields form={form} known={known} />
      </DeskForm>
    )
  },
  submit: form(goodDealForm, withPicture, async ({ tx, actor, input, params, file }) =>
    see(`${LIST}/${await saveGoodDeal(tx, actor, { id: Number(params.id), input, picture: file })}`),
  ),
})

export const goodDealPreview = page(regionFor('content'), {
  title: ({ id }) => `Aperçu du bon plan n° ${id}`,
  async view({ db, params, now }) {
    const deal = found(await goodDealAtDesk(db, Number(params.id)))
    return (
      <Preview title={deal.title} content={deal} now={now} list={LIST} id={deal.id}>
        <GoodDealWhole deal={deal} place={LIST} />
      </Preview>
    )
  },
})

export const goodDealPicturePreview = download(regionFor('content'), async ({ db, params }) => {
  const { picture_file_id } = found(await goodDealAtDesk(db, Number(params.id)))
  return pictureAnswer(found(await readFile(db, picture_file_id)))
})

export const deletingGoodDeal = page(regionFor('content'), {
  title: ({ id }) => `Supprimer le bon plan n° ${id}`,
  async view({ db, form, params }) {
    const { id, title } = found(await goodDealAtDesk(db, Number(params.id)))
    return <Deletion form={form} title="Supprimer un bon plan" name={title} back={`${LIST}/${id}`} />
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteGoodDeal(tx, actor, Number(params.id))
    return see(deletedFrom(LIST))
  }),
})
