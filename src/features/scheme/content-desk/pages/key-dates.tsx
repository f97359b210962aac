import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { DateField, Select, TextField } from '../../../../ui/form.tsx'
import { CONCERNED, type Concerned, KeyDates, keyDateForm } from '../../content/index.ts'
import { deleteKeyDate } from '../delete.ts'
import { campaigns, keyDateAtDesk, keyDatesAtDesk } from '../queries.ts'
import { saveKeyDate } from '../save-key-date.ts'
import { DELETED, Deletion, DeskForm, DeskList, Preview, PublicationFields, StateTag } from './desk.tsx'

export const keyDatesDesk = page(regionFor('content.write'), places.region.keyDates, {
  title: 'Dates clés',
  said: DELETED,
  async view({ db, now, said }) {
    const dates = await keyDatesAtDesk(db)
    return (
      <DeskList
        title="Dates clés"
        add="Ajouter une date clé"
        href={places.region.newKeyDate.to()}
        said={said}
        columns={[{ label: 'Date' }, { label: 'Ce jour-là' }, { label: 'Concerne' }, { label: 'Campagne' }]}
        rows={dates.map((date) => [
          frenchDay(date.day),
          <a href={places.region.keyDate.to({ id: date.id })}>{date.label}</a>,
          CONCERNED[date.concerns as Concerned],
          date.campaign_name,
          <StateTag content={date} today={dayOf(now)} />,
        ])}
      />
    )
  },
})

type Known = NonNullable<Awaited<ReturnType<typeof keyDateAtDesk>>>
type Campaigns = Awaited<ReturnType<typeof campaigns>>

const Fields = ({ form, known, campaigns }: { form: FormState; known?: Known; campaigns: Campaigns }) => (
  <>
    <DateField form={form} name="day" label="Date" known={known?.day} />
    <TextField form={form} name="label" label="Ce jour-là" hint="Par exemple : dernier jour pour demander sa carte." known={known?.label} />
    <Select
      form={form}
      name="concerns"
      label="Qui cette date concerne"
      hint="Elle n’est montrée qu’à ces personnes, sur leur page d’accueil."
      known={known?.concerns ?? 'everybody'}
      options={Object.entries(CONCERNED).map(([value, label]) => ({ value, label }))}
    />
    <Select
      form={form}
      name="campaignId"
      label="Campagne"
      known={String(known?.campaign_id ?? campaigns[0]?.id ?? '')}
      options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
    <PublicationFields form={form} known={known} />
  </>
)

export const newKeyDate = page(regionFor('content.write'), places.region.newKeyDate, {
  title: 'Ajouter une date clé',
  view: async ({ db, form }) => (
    <DeskForm form={form} title="Ajouter une date clé" back={places.region.keyDates.to()}>
      <Fields form={form} campaigns={await campaigns(db)} />
    </DeskForm>
  ),
  submit: form(keyDateForm, async ({ tx, actor, input }) =>
    see(places.region.keyDate.to({ id: await saveKeyDate(tx, actor, { id: null, input }) })),
  ),
})

export const editKeyDate = page(regionFor('content.write'), places.region.keyDateChange, {
  title: ({ id }) => `Modifier la date clé n° ${id}`,
  async view({ db, form, params }) {
    const known = found(await keyDateAtDesk(db, params.id))
    return (
      <DeskForm form={form} title="Modifier une date clé" back={places.region.keyDate.to({ id: known.id })}>
        <Fields form={form} known={known} campaigns={await campaigns(db)} />
      </DeskForm>
    )
  },
  submit: form(keyDateForm, async ({ tx, actor, input, params }) =>
    see(places.region.keyDate.to({ id: await saveKeyDate(tx, actor, { id: params.id, input }) })),
  ),
})

export const keyDatePreview = page(regionFor('content.write'), places.region.keyDate, {
  title: ({ id }) => `Aperçu de la date clé n° ${id}`,
  async view({ db, params, now }) {
    const date = found(await keyDateAtDesk(db, params.id))
    return (
      <Preview
        title={`${frenchDay(date.day)} : ${date.label}`}
        content={date}
        now={now}
        list={places.region.keyDates.to()}
        change={places.region.keyDateChange.to(params)}
        deletion={places.region.keyDateDeletion.to(params)}
      >
        <InfoBox title={`${OUR_REGION.card}, campagne ${date.campaign_name}`}>
          <KeyDates dates={[date]} />
        </InfoBox>
        <p>{`Concerne : ${CONCERNED[date.concerns as Concerned].toLocaleLowerCase('fr')}.`}</p>
        <p class="hint">Les dates passées ne sont plus montrées sur la page d’accueil des jeunes.</p>
      </Preview>
    )
  },
})

export const deletingKeyDate = page(regionFor('content.write'), places.region.keyDateDeletion, {
  title: ({ id }) => `Supprimer la date clé n° ${id}`,
  async view({ db, form, params }) {
    const { id, day, label } = found(await keyDateAtDesk(db, params.id))
    return (
      <Deletion form={form} title="Supprimer une date clé" name={`${frenchDay(day)} : ${label}`} back={places.region.keyDate.to({ id })} />
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteKeyDate(tx, actor, params.id)
    return see(places.region.keyDates.said('suppression'))
  }),
})
