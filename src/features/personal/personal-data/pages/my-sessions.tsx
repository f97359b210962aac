import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { closeOtherSessionsOf, closeSessionOf } from '../../../../platform/sessions.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { forgetBrowser, isKnownBrowser } from '../../../people/accounts/index.ts'
import { sessionsOf } from '../queries.ts'

/** Where the account is open, and the way to close it there. */
export const mySessions = page(beneficiarySpace, places.beneficiary.sessions, {
  title: 'Mes connexions',
  said: {
    une: 'La connexion est fermée',
    toutes: 'Toutes les autres connexions sont fermées',
    navigateur: 'Ce navigateur est oublié',
  },
  async view({ db, actor, form, now, visit, said }) {
    const sessions = await sessionsOf(db, actor, { token: visit.sessionToken ?? '', now })
    const isKnown = await isKnownBrowser(db, visit, actor.id)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Mes connexions</PageHeading>
        <Panel>
          <Form form={form} action={places.beneficiary.sessions.to()}>
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
        {isKnown && (
          <Panel title="Ce navigateur est reconnu">
            <p>
              Vous vous êtes déjà connecté dans ce navigateur : si quelqu’un essaie des mots de passe ailleurs, vous pouvez toujours entrer
              ici. Il reste reconnu après votre déconnexion, pendant 180 jours. Ailleurs, changer de mot de passe fait tout oublier.
            </p>
            <Form form={form} action={places.beneficiary.sessions.to()}>
              <Button kind="quiet" name="browser" value="forget">
                Oublier ce navigateur
              </Button>
            </Form>
          </Panel>
        )}
        <InfoBox title="Vous ne reconnaissez pas une connexion ?">
          <p>
            Fermez-la, puis <a href={places.beneficiary.password.to()}>changez votre mot de passe</a>. Une connexion se ferme d’elle-même
            après 20 minutes sans activité.
          </p>
        </InfoBox>
        <Actions>
          <ButtonLink href={places.beneficiary.account.to()} kind="quiet">
            Retour
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.union([
      z.object({ others: z.literal('on') }),
      z.object({ browser: z.literal('forget') }),
      z.object({ session: rowId('Choisissez une connexion à fermer.') }),
    ]),
    async ({ tx, actor, input, visit }) => {
      if ('browser' in input) {
        await forgetBrowser(tx, visit, actor.id)
        return see(places.beneficiary.sessions.said('navigateur'))
      }
      if ('others' in input) await closeOtherSessionsOf(tx, actor.id, visit.sessionToken ?? '')
      else await closeSessionOf(tx, actor.id, input.session)
      return see(places.beneficiary.sessions.said('others' in input ? 'toutes' : 'une'))
    },
  ),
})
