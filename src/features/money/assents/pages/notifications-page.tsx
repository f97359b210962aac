import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { notFound } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { deviceIn } from '../../../../platform/http/device.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { devicesOf } from '../../../../platform/messages/devices.ts'
import { publicPointOf } from '../../../../platform/messages/push-request.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DataTable, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { notificationsForm } from '../assent.ts'
import { turnOff, turnOn } from '../choose-devices.ts'

/** The browsers in which the owner of a card is rung when a till asks for their assent. */
export const notificationsPage = page(beneficiarySpace, places.beneficiary.notifications, {
  title: 'Notifications',
  scripts: ['push-device'],
  said: {
    active: 'Les notifications sont actives sur cet appareil',
    retrait: 'Les notifications sont désactivées sur l’appareil que vous avez choisi',
  },
  async view({ db, actor, form, said, visit }) {
    if (!actor.has_card || !visit.site.config.push) return see(places.beneficiary.card.to())
    const devices = await devicesOf(db, actor.id)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Notifications</PageHeading>
        <p>
          Au-dessus d’un montant par jour, une caisse qui tape le numéro de votre carte demande votre accord. Une notification vous prévient
          aussitôt : vous avez deux minutes pour répondre.
        </p>
        <p>
          Elle ne dit ni votre nom, ni le commerce, ni le montant, même sur un écran verrouillé. Vous les lisez dans votre espace, où vous
          acceptez ou refusez.
        </p>
        <Panel title="Cet appareil">
          <Form form={form}>
            <TurnOn form={form} publicKey={publicPointOf(visit.site.pushKey)} />
          </Form>
        </Panel>
        <Panel>
          <Form form={form}>
            <DataTable
              caption="Appareils où les notifications sont actives"
              columns={[{ label: 'Appareil' }, { label: 'Depuis le' }, { label: 'Action' }]}
              empty="Aucun appareil."
              rows={devices.map(({ id, name, created_at, mark }) => [
                <span key="name">
                  {`${name} `}
                  <span data-device={mark} hidden>
                    <Tag tone="good">Cet appareil</Tag>
                  </span>
                </span>,
                frenchDayOf(created_at),
                <Button key="off" kind="quiet-red" name="device" value={String(id)}>
                  Désactiver<span class="unseen">{` les notifications sur ${name}, depuis le ${frenchDayOf(created_at)}`}</span>
                </Button>,
              ])}
            />
          </Form>
        </Panel>
        <p>
          Elles restent actives après votre déconnexion : une caisse peut demander votre accord à tout moment. Changer de mot de passe les
          désactive partout. Téléphone prêté ou vendu : désactivez-les ici.
        </p>
        <Actions>
          <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
            Retour
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(notificationsForm, { isFleeting: true }, async ({ tx, actor, input, visit }) => {
    if ('device' in input) {
      await turnOff(tx, actor, input.device)
      return see(places.beneficiary.notifications.said('retrait'))
    }
    if (!actor.has_card || !visit.site.config.push) throw notFound()
    const name = deviceIn(visit.headers.get('user-agent')) ?? 'Appareil inconnu'
    await turnOn(tx, actor, { name, subscription: input.subscription, key: visit.site.ibanKey })
    return see(places.beneficiary.notifications.said('active'))
  }),
})

/** The script asks the browser, and sends its form with what it gave. */
function TurnOn({ form, publicKey }: { form: FormState; publicKey: string }) {
  const error = form.error('subscription')
  return (
    <push-device class="field" id="subscription" tabindex={-1} data-key={publicKey}>
      <p class="error" data-said role="alert" hidden={!error}>
        {error}
      </p>
      <input type="hidden" name="subscription" />
      <p data-otherwise>
        Ce navigateur ne peut pas recevoir de notifications : elles demandent un navigateur récent, avec JavaScript. Sur iPhone ou iPad,
        ajoutez d’abord le site à l’écran d’accueil (« Partager », puis « Sur l’écran d’accueil »), et ouvrez-le de là. Sans notification,
        rien n’est perdu : l’accueil de votre espace montre d’abord ce qu’une caisse vous demande.
      </p>
      <p data-already hidden>
        Les notifications sont actives sur cet appareil.
      </p>
      <button class="button button-main" type="button" data-turn-on hidden>
        <span>Activer les notifications sur cet appareil</span>
      </button>
    </push-device>
  )
}
