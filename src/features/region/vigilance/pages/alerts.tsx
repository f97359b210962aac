import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { paragraphs } from '../../../../platform/forms/fields.ts'
import { choiceAsked, formAsked, LINES_A_PAGE, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, Lines, PageHeading, Pagination, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, SearchForm, Select, TextArea } from '../../../../ui/form.tsx'
import { lookAt } from '../look-at.ts'
import { type Alert, alertById, alertsOf, type Filter, reasonsAround } from '../queries.ts'
import { aboutInWords, KIND_CODES, KINDS } from '../vigilance.ts'

const SHOWN = ['toutes'] as const

/** What the program noticed, the newest first. */
export const alertList = page(regionFor('vigilance.read'), places.region.alerts, {
  title: 'Vigilance',
  said: { regard: 'C’est noté : vous avez regardé cette alerte' },
  async view({ db, query, actor, said }) {
    const filter: Filter = {
      kind: choiceAsked(query, 'genre', KIND_CODES),
      open: choiceAsked(query, 'etat', SHOWN) === null,
      page: pageAsked(query),
    }
    const alerts = await alertsOf(db, filter)
    const past = pastTheEnd(alerts, query)
    if (past) return past
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Vigilance</PageHeading>
        <InfoBox>
          <p>
            Ce que le site a remarqué d’inhabituel. Regardez ce que c’est, et écrivez ce que vous avez trouvé : vos collègues le lisent ici.
          </p>
        </InfoBox>
        <Search query={query} />
        <Panel>
          <DataTable
            caption={filter.open ? 'À regarder, du plus récent au plus ancien' : 'Alertes, de la plus récente à la plus ancienne'}
            columns={[{ label: 'Quoi' }, { label: 'Combien', numeric: true }, { label: 'Qui' }, { label: 'Le' }, { label: 'Regardé' }]}
            empty={filter.open ? 'Rien n’attend d’être regardé.' : 'Aucune alerte.'}
            rows={alerts.map((alert) => [
              <a key="kind" href={places.region.alert.to({ id: alert.id })}>
                {KINDS[alert.kind].title}
                <span class="unseen">{` : alerte n° ${alert.id}`}</span>
              </a>,
              alert.times,
              whoIn(alert),
              frenchMinute(alert.last_at),
              <Looked key="looked" {...alert} />,
            ])}
          />
          {(alerts.length === LINES_A_PAGE || filter.page > 1) && (
            <Pagination
              page={filter.page}
              pages={alerts.length === LINES_A_PAGE ? filter.page + 1 : filter.page}
              href={(to) => places.region.alerts.to({ genre: query.get('genre') ?? '', etat: query.get('etat') ?? '', page: to })}
            />
          )}
        </Panel>
        <Thresholds agent={actor} />
      </>
    )
  },
})

const Search = ({ query }: { query: URLSearchParams }) => {
  const typed = formAsked(query)
  return (
    <SearchForm action={places.region.alerts.to()}>
      <Select
        form={typed}
        name="genre"
        label="Quoi"
        optional
        placeholder="Tout"
        options={KIND_CODES.map((value) => ({ value, label: KINDS[value].title }))}
      />
      <Select
        form={typed}
        name="etat"
        label="État"
        optional
        options={[
          { value: '', label: 'À regarder' },
          { value: 'toutes', label: 'Toutes' },
        ]}
      />
      <Actions>
        <Button icon="search">Filtrer</Button>
      </Actions>
    </SearchForm>
  )
}

const Thresholds = ({ agent }: { agent: Agent }) => (
  <Actions>
    <ButtonLink kind="quiet" href={places.region.thresholds.to()}>
      {may(agent, 'vigilance.set') ? 'Voir ou changer les seuils' : 'Voir les seuils'}
    </ButtonLink>
  </Actions>
)

/** Whom or what it is about, in a few words. */
const whoIn = ({ kind, about, staff_name, place, beneficiary_name, partner_name }: Alert): string => {
  const named = [beneficiary_name, staff_name && `${staff_name}, ${place}`, partner_name].filter((name) => name !== null)
  return named.length > 0 ? named.join(' ; ') : (aboutInWords(kind, about) ?? '—')
}

const Looked = ({ looked_at, looked_by_name }: Alert) =>
  looked_at ? (
    <span>{`${looked_by_name}, le ${frenchMinute(looked_at)}`}</span>
  ) : (
    <span class="one-line">
      <Tag tone="warning">À regarder</Tag>
    </span>
  )

/** One of them: what it is, what to do about it, and who looked. */
export const alertPage = page(regionFor('vigilance.read'), places.region.alert, {
  find: ({ db, params }) => alertById(db, params.id),
  title: ({ id }, alert) => `${KINDS[alert.kind].title}, alerte n° ${id}`,
  async view({ db, actor, subject: alert, form }) {
    const reasons = alert.staff_id === null ? [] : await reasonsAround(db, alert)
    const { title, counted, advice } = KINDS[alert.kind]
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{title}</PageHeading>
        <Panel title={`Alerte n° ${alert.id}`}>
          <SummaryList
            items={[
              { label: 'Combien', value: `${alert.times} ${counted}` },
              ...whoItems(alert, actor),
              { label: 'La première fois', value: frenchMinute(alert.first_at) },
              { label: 'La dernière fois', value: frenchMinute(alert.last_at) },
              { label: 'Mail', value: alert.told_at ? `Envoyé le ${frenchMinute(alert.told_at)}` : 'Aucun' },
              ...reasons.map(({ at, reason }) => ({ label: `Motif donné le ${frenchMinute(at)}`, value: reason })),
              ...(alert.looked_at
                ? [
                    { label: 'Regardé par', value: `${alert.looked_by_name}, le ${frenchMinute(alert.looked_at)}` },
                    { label: 'Ce qui a été trouvé', value: <Lines lines={(alert.finding ?? '').split('\n')} /> },
                  ]
                : []),
            ]}
          />
        </Panel>
        {!alert.looked_at && (
          <>
            <InfoBox title="Que faire">
              <p>{advice}</p>
            </InfoBox>
            {alert.staff_id === actor.id ? (
              <p>Cette alerte vous concerne : une autre personne doit la regarder.</p>
            ) : (
              <Finding form={form} />
            )}
          </>
        )}
        <Actions>
          <ButtonLink kind="quiet" href={places.region.alerts.to()}>
            Revenir à la vigilance
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.object({ finding: paragraphs('Écrivez ce que vous avez trouvé, même si ce n’est rien : vos collègues le liront.', 2000) }),
    async ({ tx, actor, params, input }) => {
      await lookAt(tx, actor, { id: params.id, finding: input.finding })
      return see(places.region.alerts.said('regard'))
    },
  ),
})

function whoItems(alert: Alert, agent: Agent) {
  const { kind, about, staff_name, place, staff_id, beneficiary_id, beneficiary_name, partner_id, partner_name } = alert
  const words = aboutInWords(kind, about)
  return [
    ...(beneficiary_id === null
      ? []
      : [
          {
            label: 'Jeune',
            value: may(agent, 'people.read') ? (
              <a href={places.region.beneficiary.to({ id: beneficiary_id })}>{beneficiary_name}</a>
            ) : (
              beneficiary_name
            ),
          },
        ]),
    ...(staff_id === null ? [] : [{ label: 'Professionnel', value: `${staff_name}, ${place}` }]),
    ...(partner_id === null
      ? []
      : [
          {
            label: 'Partenaire',
            value: may(agent, 'partners.manage') ? <a href={places.region.partner.to({ id: partner_id })}>{partner_name}</a> : partner_name,
          },
        ]),
    ...(words ? [{ label: 'D’où', value: words }] : []),
  ]
}

const Finding = ({ form }: { form: FormState }) => (
  <Panel title="Votre réponse">
    <Form form={form}>
      <TextArea form={form} name="finding" label="Ce que vous avez trouvé" rows={4} />
      <Actions>
        <Button>J’ai regardé</Button>
      </Actions>
    </Form>
  </Panel>
)
