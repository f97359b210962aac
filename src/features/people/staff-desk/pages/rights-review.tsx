import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { ROLE_NAMES, ROLES, rolesInWords } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { agentsToReview, type Reviewed, reviews } from '../queries.ts'
import { confirmReview, fingerprintOf, reviewDueAt, reviewForm } from '../review.ts'
import { UNUSED_DAYS } from '../unused.ts'

/** Who may do what at the Region, looked at once a year. */
export const rightsReview = page(regionFor('agent-accounts.manage'), places.region.rightsReview, {
  title: 'Revue des droits',
  said: { revue: 'La revue est faite' },
  async view({ db, now, form, said }) {
    const [agents, done, due] = await Promise.all([agentsToReview(db), reviews(db), reviewDueAt(db)])
    const isDue = due !== null && due <= now
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Revue des droits</PageHeading>
        {isDue ? (
          <Warning title="La revue de cette année est à faire">
            <p>Regardez chaque compte : la personne travaille-t-elle encore ici, et a-t-elle besoin de chacun de ses rôles ?</p>
          </Warning>
        ) : (
          due && (
            <InfoBox>
              <p>{`Une fois par an, un administrateur regarde qui peut faire quoi, et le confirme. Prochaine revue avant le ${frenchDayOf(due)}.`}</p>
            </InfoBox>
          )
        )}
        <Panel>
          <Agents agents={agents} now={now} />
        </Panel>
        <Panel>
          <DataTable
            caption="Les rôles"
            sentences
            columns={[{ label: 'Rôle' }, { label: 'Ce qu’il permet' }, { label: 'Comptes', numeric: true }]}
            rows={ROLE_NAMES.map((role) => [
              ROLES[role].label,
              ROLES[role].hint,
              agents.filter(({ roles }) => roles.includes(role)).length,
            ])}
          />
        </Panel>
        <Panel title="Confirmer">
          <p>
            Pour retirer un rôle ou fermer un compte, ouvrez-le d’abord. Confirmez quand tout est juste : la date et votre nom seront
            gardés.
          </p>
          <Form form={form}>
            <input type="hidden" name="seen" value={fingerprintOf(agents)} />
            <TextArea
              form={form}
              name="remarks"
              label="Remarques"
              hint="Par exemple : ce qui a été changé, et pourquoi."
              rows={3}
              optional
            />
            <Actions>
              <ButtonLink href={places.region.staff.to()} kind="quiet">
                Tous les comptes
              </ButtonLink>
              <Button>Confirmer la revue</Button>
            </Actions>
          </Form>
        </Panel>
        <Panel>
          <DataTable
            caption="Revues, de la plus récente à la plus ancienne"
            columns={[{ label: 'Le' }, { label: 'Par' }, { label: 'Comptes', numeric: true }, { label: 'Remarques' }]}
            empty="Aucune revue pour l’instant."
            rows={done.map(({ at, by, accounts, remarks }) => [frenchDayOf(at), by, accounts, remarks ?? ''])}
          />
        </Panel>
      </>
    )
  },
  submit: form(reviewForm, async ({ tx, actor, input }) => {
    await confirmReview(tx, actor, input)
    return see(places.region.rightsReview.said('revue'))
  }),
})

const Agents = ({ agents, now }: { agents: Reviewed[]; now: Date }) => (
  <DataTable
    caption={agents.length > 1 ? `${agents.length} comptes de la Région` : `${agents.length} compte de la Région`}
    columns={[
      { label: 'Nom' },
      { label: 'Adresse e-mail' },
      { label: 'Rôles' },
      { label: 'Ouvert le' },
      { label: 'Vu le' },
      { label: 'À regarder' },
    ]}
    rows={agents.map((agent) => [
      <a key="name" href={places.region.staffMember.to({ id: agent.id })}>
        {agent.name}
      </a>,
      agent.email,
      rolesInWords(agent.roles),
      frenchDayOf(agent.opened_at),
      agent.seen_at ? frenchDayOf(agent.seen_at) : 'Jamais',
      <Watch key="watch" agent={agent} now={now} />,
    ])}
  />
)

/** Half-way to where an account closes by itself. */
const LONG_MS = (UNUSED_DAYS / 2) * 24 * 3_600_000

function Watch({ agent, now }: { agent: Reviewed; now: Date }) {
  if (agent.is_invited) return <Tag tone="info">N’est jamais venu</Tag>
  const used = Math.max(agent.opened_at.getTime(), agent.seen_at?.getTime() ?? 0)
  return now.getTime() - used > LONG_MS ? <Tag tone="warning">Ne vient plus</Tag> : null
}
