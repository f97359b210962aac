import { z } from 'zod'
import { places } from '../../../../places.ts'
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
import { noPicture, saveGoodDeal } from '../save-good-deal.ts'
import { DELETED, Deletion, DeskForm, DeskList, Preview, PublicationFields, StateTag } from './desk.tsx'

export const goodDealsDesk = page(regionFor('content.write'), places.region.goodDeals, {
  title: 'Bons plans',
  said: DELETED,
  async view({ db, now, said }) {
    const deals = await goodDealsAtDesk(db)
    return (
      <DeskList
        title="Bons plans"
        add="Ajouter un bon plan"
        href={places.region.newGoodDeal.to()}
        said={said}
        columns={[{ label: 'Titre' }, { label: 'Proposé par' }, { label: 'Validité' }, { label: 'Ouvert à' }]}
        rows={deals.map((deal) => [
          <a href={places.region.goodDeal.to({ id: deal.id })}>{deal.title}</a>,
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
      hint={`${picturePolicy.formats}, ${picturePolicy.megabytes} Mo au plus. Elle est coupée au format d’une carte postale.${known ? ' Laissez vide pour garder l’image actuelle.' : ''}`}
      policy={picturePolicy}
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

export const newGoodDeal = page(regionFor('content.write'), places.region.newGoodDeal, {
  title: 'Ajouter un bon plan',
  scripts: ['file-check'],
  view: ({ form }) => (
    <DeskForm form={form} title="Ajouter un bon plan" back={places.region.goodDeals.to()} multipart>
      <Fields form={form} />
    </DeskForm>
  ),
  submit: form(
    goodDealForm,
    { ...withPicture, alsoWrong: async ({ typed }) => (typed.picture ? [] : noPicture().errors) },
    async ({ tx, actor, input, file }) =>
      see(places.region.goodDeal.to({ id: await saveGoodDeal(tx, actor, { id: null, input, picture: file }) })),
  ),
})

export const editGoodDeal = page(regionFor('content.write'), places.region.goodDealChange, {
  title: ({ id }) => `Modifier le bon plan n° ${id}`,
  scripts: ['file-check'],
  async view({ db, form, params }) {
    const known = found(await goodDealAtDesk(db, params.id))
    return (
      <DeskForm form={form} title="Modifier un bon plan" back={places.region.goodDeal.to({ id: known.id })} multipart>
        <Fields form={form} known={known} />
      </DeskForm>
    )
  },
  submit: form(goodDealForm, withPicture, async ({ tx, actor, input, params, file }) =>
    see(places.region.goodDeal.to({ id: await saveGoodDeal(tx, actor, { id: params.id, input, picture: file }) })),
  ),
})

export const goodDealPreview = page(regionFor('content.write'), places.region.goodDeal, {
  title: ({ id }) => `Aperçu du bon plan n° ${id}`,
  async view({ db, params, now }) {
    const deal = found(await goodDealAtDesk(db, params.id))
    return (
      <Preview
        title={deal.title}
        content={deal}
        now={now}
        list={places.region.goodDeals.to()}
        change={places.region.goodDealChange.to(params)}
        deletion={places.region.goodDealDeletion.to(params)}
      >
        <GoodDealWhole deal={deal} picture={places.region.goodDealPicture} />
      </Preview>
    )
  },
})

export const goodDealPicturePreview = download(regionFor('content.write'), places.region.goodDealPicture, async ({ db, params, visit }) => {
  const { picture_file_id } = found(await goodDealAtDesk(db, params.id))
  return pictureAnswer(found(await readFile(db, picture_file_id, visit.site)))
})

export const deletingGoodDeal = page(regionFor('content.write'), places.region.goodDealDeletion, {
  title: ({ id }) => `Supprimer le bon plan n° ${id}`,
  async view({ db, form, params }) {
    const { id, title } = found(await goodDealAtDesk(db, params.id))
    return <Deletion form={form} title="Supprimer un bon plan" name={title} back={places.region.goodDeal.to({ id })} />
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteGoodDeal(tx, actor, params.id)
    return see(places.region.goodDeals.said('suppression'))
  }),
})
