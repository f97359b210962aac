import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { campaignOpenOn, currentCampaign } from '../../../scheme/campaigns/index.ts'
import {
  columnsOf,
  giveUpList,
  LIST_FOR_SCHOOL,
  listById,
  listPolicy,
  listsOf,
  pointAtColumns,
  tryList,
} from '../../../schools/enrolment-lists/index.ts'
import {
  columnsForm,
  columnsIn,
  LatestLists,
  LIST_STATES,
  ListToTry,
  listToTryForm,
  PointAtColumns,
  ReportPanels,
  reportOf,
  WhereItIsFound,
} from '../../enrolment/index.ts'
import { facts } from '../facts.ts'
import { forSchool, offerToSchool, schoolNamed } from '../list-for-school.ts'

const space = regionFor('requests.decide')

/** Where the Region gives the list of a school. */
export const schoolLists = page(space, places.region.schoolLists, {
  find: ({ db, params }) => schoolNamed(db, params.id),
  title: (_params, { name }) => `Listes des élèves, ${name}`,
  scripts: ['file-check'],
  said: {
    colonnes: 'C’est noté, pour cette fois et les suivantes. Choisissez de nouveau votre fichier : il n’a pas été gardé',
    abandon: 'La liste essayée est effacée : rien n’a changé',
  },
  async view({ db, now, form, said, subject: school }) {
    const [lists, campaign] = await Promise.all([listsOf(db, { kind: 'agent', school_id: school.id }), campaignOpenOn(db, dayOf(now))])
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`${school.name}, ${school.town} : liste des élèves`}</PageHeading>
        <p>
          D’ordinaire l’établissement donne sa liste lui-même. S’il ne le peut pas, donnez-la pour lui : une autre personne de la Région, ou
          l’établissement, la met en place.
        </p>
        {campaign ? (
          <Panel title={`Donner la liste de ${campaign.name}`}>
            <ListToTry form={form} label="Fichier du logiciel de l’établissement" />
          </Panel>
        ) : (
          <InfoBox>
            <p>Aucune campagne n’est ouverte : la liste se donne quand les demandes ouvrent.</p>
          </InfoBox>
        )}
        <WhereItIsFound />
        <LatestLists
          caption="Les dernières listes de cet établissement"
          lists={lists}
          hrefOf={(list) => (list.is_by_region ? places.region.schoolList.to({ id: school.id, list: list.id }) : null)}
        />
        <Actions>
          <ButtonLink kind="quiet" href={places.region.slowSchools.to()}>
            Demandes qui attendent
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    listToTryForm,
    { upload: { policy: listPolicy, chosen: ({ input }) => input.file } },
    async ({ tx, actor, params, input, file, now, visit }) => {
      const { id } = await schoolNamed(tx, params.id)
      const campaign = await currentCampaign(tx, dayOf(now))
      const given = { sent: file, fileName: input.file.name, campaign, keys: visit.site.ibanKey }
      const list = await tryList(tx, forSchool(actor, id), given)
      return see(list === null ? places.region.schoolListColumns.to({ id }) : places.region.schoolList.to({ id, list }))
    },
  ),
})

/** Which column says what, of a table that the Region has of a school. */
export const schoolListColumns = page(space, places.region.schoolListColumns, {
  find: async ({ db, params }) => found(await columnsOf(db, { kind: 'agent', school_id: params.id })),
  title: ({ id }) => `Colonnes du fichier de l’établissement n° ${id}`,
  view: ({ form, params: { id }, subject }) => <PointAtColumns form={form} table={subject} back={places.region.schoolLists.to({ id })} />,
  submit: form(columnsForm, async ({ tx, actor, params: { id }, input }) => {
    await pointAtColumns(tx, forSchool(actor, id), columnsIn(input))
    return see(places.region.schoolLists.said('colonnes', { id }))
  }),
})

/** What a list that the Region gave says of the requests of the school. */
export const schoolList = page(space, places.region.schoolList, {
  async find({ db, params }) {
    const list = await listById(db, { kind: 'agent', school_id: params.id }, params.list)
    return list.is_by_region && list.state !== 'replaced' ? list : see(places.region.schoolLists.to({ id: params.id }))
  },
  title: (_params, { id }) => `Liste n° ${id}`,
  trace: ({ subject: { id, school_id } }) => ({ fact: facts['enrolment-list.read-by-region'], details: { list_id: id, school_id } }),
  async view({ db, now, actor, form, subject: list }) {
    const today = dayOf(now)
    const [school, report, waits] = await Promise.all([
      schoolNamed(db, list.school_id),
      reportOf(db, list, today),
      waitingAbout(db, now, LIST_FOR_SCHOOL, list.school_id),
    ])
    const { label, tone } = LIST_STATES[list.state]
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`${school.name}, ${school.town} : liste des élèves, ${list.campaign_name}`}</PageHeading>
        <p>
          <Tag tone={tone}>{label}</Tag>
        </p>
        {waits && (
          <InfoBox>
            <p>
              Elle attend une seconde personne, de la Région ou de l’établissement :{' '}
              <a href={places.region.actOfTwo.to({ id: waits.id })}>{`demande n° ${waits.id}`}</a>.
            </p>
          </InfoBox>
        )}
        {list.state === 'tried' && !waits && (
          <Panel title="Rien n’est encore fait">
            <p>Regardez ci-dessous ce que dit cette liste. Si elle est juste, demandez qu’elle soit mise en place.</p>
            <Form form={form}>
              <Actions>
                <Button kind="quiet" name="action" value="give-up">
                  Effacer cet essai
                </Button>
                {list.given_by === actor.id && (
                  <Button name="action" value="offer">
                    Demander à une seconde personne
                  </Button>
                )}
              </Actions>
            </Form>
          </Panel>
        )}
        <ReportPanels list={list} report={report} today={today} />
        <Actions>
          <ButtonLink href={places.region.schoolLists.to({ id: list.school_id })} kind="quiet">
            Toutes les listes
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.object({ action: choice(['offer', 'give-up'], 'Choisissez ce que vous faites de cette liste.') }),
    async ({ tx, actor, params: { id, list }, input, visit }) => {
      const agent = forSchool(actor, id)
      if (input.action === 'give-up') {
        await giveUpList(tx, agent, list)
        return see(places.region.schoolLists.said('abandon', { id }))
      }
      const act = await offerToSchool(tx, agent, { id: list, publicUrl: visit.site.config.publicUrl })
      return see(places.region.actOfTwo.to({ id: act }))
    },
  ),
})
