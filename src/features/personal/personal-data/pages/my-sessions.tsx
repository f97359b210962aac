import { z } from 'zod'
import { frenchMinute } from '../../../../platform/dates.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { closeOtherSessionsOf, closeSessionOf } from '../../../../platform/sessions.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Success, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { sessionsOf } from '../queries.ts'

const HREF = '/espace/mes-connexions'

const DONE: Record<string, string> = { une: 'La connexion est fermée', toutes: 'Toutes les autres connexions sont fermées' }

/** `/espace/mes-connexions`: where the account is open, and the way to close it there. */
export const mySessions = page(beneficiarySpace, {
  title: 'Mes connexions',
  async view({ db, actor, form, now, visit, query }) {
    const sessions = await sessionsOf(db, actor, { token: visit.sessionToken ?? '', now })
    const done = form.errors.length === 0 && DONE[query.get('fait') ?? '']
    return (
      <>
        <ErrorSummary form={form} />
        {done && <Success title={done} level={2} />}
        <PageHeading>Mes connexions</PageHeading>
        <Panel>
          <Form form={form} action={HREF}>
            <DataTable
              caption="Appareils connectés à votre compte"
              columns={[{ label: 'Appareil' }, { label: 'Depuis le' }, { label: 'Vu le' }, { label: 'Action' }]}
              rows={sessions.map(({ id, device, created_at, seen_at, is_this_one }) => [
                device ?? 'Appareil inconnu',
                frenchMinute(created_at),
                frenchMinute(seen_at),
                is_this_one ? (
                  <Tag tone="good">Cet appareil</Tag>
                ) : (
                  <Button kind="quiet-red" name="session" value={String(id)}>
                    Fermer<span class="unseen">{` la connexion du ${frenchMinute(created_at)}`}</span>
                  </Button>
                ),
              ])}
            />
            {sessions.length > 1 && (
              <Actions>
                <Button name="others" value="on">
                  Fermer toutes les autres
                </Button>
              </Actions>
            )}
          </Form>
        </Panel>
        <InfoBox title="Vous ne reconnaissez pas une connexion ?">
          <p>
            Fermez-la, puis <a href="/espace/mot-de-passe">changez votre mot de passe</a>. Une connexion se ferme d’elle-même après 20
            minutes sans activité.
          </p>
        </InfoBox>
        <Actions>
          <ButtonLink href="/espace/mon-compte" kind="quiet">
            Retour
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.union([z.object({ others: z.literal('on') }), z.object({ session: rowId('Choisissez une connexion à fermer.') })]),
    async ({ tx, actor, input, visit }) => {
      if ('others' in input) await closeOtherSessionsOf(tx, actor.id, visit.sessionToken ?? '')
      else await closeSessionOf(tx, actor.id, input.session)
      return see(`${HREF}?fait=${'others' in input ? 'toutes' : 'une'}`)
    },
  ),
})
