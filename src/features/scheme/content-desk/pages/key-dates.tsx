import { z } from 'zod'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { DateField, Select, TextField } from '../../../../ui/form.tsx'
import { KeyDates, keyDateForm } from '../../content/index.ts'
import { deleteKeyDate } from '../delete.ts'
import { campaigns, keyDateAtDesk, keyDatesAtDesk } from '../queries.ts'
import { saveKeyDate } from '../save-key-date.ts'
import { Deletion, DeskForm, DeskList, deletedFrom, Preview, PublicationFields, StateTag } from './desk.tsx'

const LIST = '/region/dates-cles'

export const keyDatesDesk = page(regionFor('content'), {
  title: 'Dates clés',
  async view({ db, now, query }) {
    const dates = await keyDatesAtDesk(db)
    return (
      <DeskList
        title="Dates clés"
        add="Ajouter une date clé"
        list={LIST}
        query={query}
        columns={[{ label: 'Date' }, { label: 'Ce jour-là' }, { label: 'Campagne' }]}
        rows={dates.map((date) => [
          frenchDay(date.day),
          <a href={`${LIST}/${date.id}`}>{date.label}</a>,
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
      name="campaignId"
      label="Campagne"
      known={String(known?.campaign_id ?? campaigns[0]?.id ?? '')}
      options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
    <PublicationFields form={form} known={known} />
  </>
)

export const newKeyDate = page(regionFor('content'), {
  title: 'Ajouter une date clé',
  view: async ({ db, form }) => (
    <DeskForm form={form} title="Ajouter une date clé" back={LIST}>
      <Fields form={form} campaigns={await campaigns(db)} />
    </DeskForm>
  ),
  submit: form(keyDateForm, async ({ tx, actor, input }) => see(`${LIST}/${await saveKeyDate(tx, actor, { id: null, input })}`)),
})

export const editKeyDate = page(regionFor('content'), {
  title: ({ id }) => `Modifier la date clé n° ${id}`,
  async view({ db, form, params }) {
    const known = found(await keyDateAtDesk(db, Number(params.id)))
    return (
      <DeskForm form={form} title="Modifier une date clé" back={`${LIST}/${known.id}`}>
        <Fields form={form} known={known} campaigns={await campaigns(db)} />
      </DeskForm>
    )
  },
  submit: form(keyDateForm, async ({ tx, actor, input, params }) =>
    see(`${LIST}/${await saveKeyDate(tx, actor, { id: Number(params.id), input })}`),
  ),
})

export const keyDatePreview = page(regionFor('content'), {
  title: ({ id }) => `Aperçu de la date clé n° ${id}`,
  async view({ db, params, now }) {
    const date = found(await keyDateAtDesk(db, Number(params.id)))
    return (
      <Preview title={`${frenchDay(date.day)} : ${date.label}`} content={date} now={now} list={LIST} id={date.id}>
        <InfoBox title={`Génération #HDF, campagne ${date.campaign_name}`}>
          <KeyDates dates={[date]} />
        </InfoBox>
        <p class="hint">Les dates passées ne sont plus montrées sur la page d’accueil des jeunes.</p>
      </Preview>
    )
  },
})

export const deletingKeyDate = page(regionFor('content'), {
  title: ({ id }) => `Supprimer la date clé n° ${id}`,
  async view({ db, form, params }) {
    const { id, day, label } = found(await keyDateAtDesk(db, Number(params.id)))
    return <Deletion form={form} title="Supprimer une date clé" name={`${frenchDay(day)} : ${label}`} back={`${LIST}/${id}`} />
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteKeyDate(tx, actor, Number(params.id))
    return see(deletedFrom(LIST))
  }),
})
