import { z } from 'zod'
import { places } from '../../../../places.ts'
import { addDays, type Day, dayOf, frenchHour, frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { AUDIENCES, type Audience, LEVELS, type Level } from '../../../../spaces/banners.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, CheckboxGroup, DateField, RadioGroup, TextArea, TextField } from '../../../../ui/form.tsx'
import { Banners } from '../../../../ui/shell.tsx'
import { bannerForm, DAYS_AT_MOST, stateOf } from '../banner.ts'
import { deleteBanner } from '../delete.ts'
import { bannerAtDesk, bannersAtDesk } from '../queries.ts'
import { saveBanner } from '../save-banner.ts'
import { DELETED, Deletion, DeskForm, DeskList } from './desk.tsx'

type Known = NonNullable<Awaited<ReturnType<typeof bannerAtDesk>>>

const STATES = {
  'to-come': { label: 'À venir', tone: 'info' },
  shown: { label: 'En ligne', tone: 'good' },
  withdrawn: { label: 'Terminé', tone: 'neutral' },
} as const

const StateTag = ({ banner, now }: { banner: Known; now: Date }) => {
  const { label, tone } = STATES[stateOf(banner, now)]
  return <Tag tone={tone}>{label}</Tag>
}

const audiencesInWords = ({ shown_to }: Known) => shown_to.map((audience) => AUDIENCES[audience as Audience]).join(', ')

export const bannersDesk = page(regionFor('content.write'), places.region.banners, {
  title: 'Messages sur toutes les pages',
  said: DELETED,
  async view({ db, now, said }) {
    const banners = await bannersAtDesk(db)
    return (
      <DeskList
        title="Messages sur toutes les pages"
        add="Ajouter un message"
        href={places.region.newBanner.to()}
        said={said}
        columns={[{ label: 'Message' }, { label: 'Niveau' }, { label: 'Montré à' }, { label: 'Du' }, { label: 'Au' }]}
        rows={banners.map((banner) => [
          <a key="text" href={places.region.banner.to({ id: banner.id })}>
            {banner.text}
          </a>,
          LEVELS[banner.level as Level],
          audiencesInWords(banner),
          frenchMinute(banner.shown_from),
          frenchMinute(banner.shown_until),
          <StateTag key="state" banner={banner} now={now} />,
        ])}
      />
    )
  },
})

const typedHour = (instant: Date): string => frenchHour(instant).replace(' h ', ':')

/** A new one is for now, and for a day. */
const knownInstants = (now: Date, known?: Known): { fromDay: Day; fromHour: string; untilDay: Day; untilHour: string } => {
  const from = known?.shown_from ?? now
  return {
    fromDay: dayOf(from),
    fromHour: typedHour(from),
    untilDay: known ? dayOf(known.shown_until) : addDays(dayOf(now), 1),
    untilHour: typedHour(known?.shown_until ?? now),
  }
}

const HOUR_HINT = 'Par exemple : 8:00'

function Fields({ form, now, known }: { form: FormState; now: Date; known?: Known }) {
  const instants = knownInstants(now, known)
  return (
    <>
      <TextArea
        form={form}
        name="text"
        label="Message"
        hint="Ce qui se passe, jusqu’à quand, et quoi faire. 300 caractères au plus, sans nom de personne."
        rows={4}
        known={known?.text}
      />
      <RadioGroup
        form={form}
        name="level"
        legend="Niveau"
        known={known?.level}
        options={Object.entries(LEVELS).map(([value, label]) => ({ value, label }))}
      />
      <CheckboxGroup
        form={form}
        name="shownTo"
        legend="Montré à"
        known={known?.shown_to}
        options={Object.entries(AUDIENCES).map(([value, label]) => ({ value, label }))}
      />
      <DateField form={form} name="fromDay" label="Début : jour" known={instants.fromDay} />
      <TextField
        form={form}
        name="fromHour"
        label="Début : heure"
        hint={HOUR_HINT}
        width={10}
        autocomplete="off"
        known={instants.fromHour}
      />
      <DateField
        form={form}
        name="untilDay"
        label="Fin : jour"
        hint={`${DAYS_AT_MOST} jours au plus après le début.`}
        known={instants.untilDay}
      />
      <TextField
        form={form}
        name="untilHour"
        label="Fin : heure"
        hint={HOUR_HINT}
        width={10}
        autocomplete="off"
        known={instants.untilHour}
      />
    </>
  )
}

export const newBanner = page(regionFor('content.write'), places.region.newBanner, {
  title: 'Ajouter un message sur toutes les pages',
  view: ({ form, now }) => (
    <DeskForm form={form} title="Ajouter un message sur toutes les pages" back={places.region.banners.to()}>
      <Fields form={form} now={now} />
    </DeskForm>
  ),
  submit: form(bannerForm, async ({ tx, actor, input }) =>
    see(places.region.banner.to({ id: await saveBanner(tx, actor, { id: null, input }) })),
  ),
})

export const editBanner = page(regionFor('content.write'), places.region.bannerChange, {
  find: async ({ db, params }) => found(await bannerAtDesk(db, params.id)),
  title: ({ id }) => `Modifier le message n° ${id}`,
  view: ({ form, now, subject }) => (
    <DeskForm form={form} title="Modifier un message" back={places.region.banner.to({ id: subject.id })}>
      <Fields form={form} now={now} known={subject} />
    </DeskForm>
  ),
  submit: form(bannerForm, async ({ tx, actor, input, params }) =>
    see(places.region.banner.to({ id: await saveBanner(tx, actor, { id: params.id, input }) })),
  ),
})

export const bannerPreview = page(regionFor('content.write'), places.region.banner, {
  find: async ({ db, params }) => found(await bannerAtDesk(db, params.id)),
  title: ({ id }) => `Message n° ${id}`,
  view: ({ now, subject: banner }) => (
    <>
      <PageHeading>Message sur toutes les pages</PageHeading>
      <Panel title="Publication">
        <SummaryList
          items={[
            { label: 'État', value: <StateTag banner={banner} now={now} /> },
            { label: 'Montré à', value: audiencesInWords(banner) },
            { label: 'Du', value: frenchMinute(banner.shown_from) },
            { label: 'Au', value: frenchMinute(banner.shown_until) },
          ]}
        />
        <p class="hint">Ce qui est enregistré se voit sur toutes les pages en moins d’une minute.</p>
        <Actions>
          <ButtonLink href={places.region.banners.to()} kind="quiet">
            Retour à la liste
          </ButtonLink>
          <ButtonLink href={places.region.bannerChange.to({ id: banner.id })}>Modifier</ButtonLink>
          <ButtonLink href={places.region.bannerDeletion.to({ id: banner.id })} kind="quiet-red">
            Supprimer
          </ButtonLink>
        </Actions>
      </Panel>
      <h2 class="panel-title">Aperçu</h2>
      <Banners banners={[{ id: banner.id, level: banner.level as Level, label: LEVELS[banner.level as Level], text: banner.text }]} />
    </>
  ),
})

export const deletingBanner = page(regionFor('content.write'), places.region.bannerDeletion, {
  find: async ({ db, params }) => found(await bannerAtDesk(db, params.id)),
  title: ({ id }) => `Supprimer le message n° ${id}`,
  view: ({ form, subject: { id, text } }) => (
    <Deletion form={form} title="Supprimer un message" name={text} back={places.region.banner.to({ id })} />
  ),
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteBanner(tx, actor, params.id)
    return see(places.region.banners.said('suppression'))
  }),
})
