import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { InfoBox, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { chooseAlerts } from '../alerts.ts'
import { removeGuardian } from '../end.ts'
import { consentsAlone, GUARDIAN_LINK_DAYS, GUARDIANS_AT_MOST, guardiansForm, isMinor, mailsToGuardians } from '../guardian.ts'
import { nameGuardian, sendGuardianLink } from '../name.ts'
import { guardiansOf, minorOf } from '../queries.ts'
import { WhatAGuardianSees } from './what-is-seen.tsx'

type Named = Awaited<ReturnType<typeof guardiansOf>>[number]

/** Whom a minor lets follow them, and what those see. From 18 on there is nobody. */
export const myGuardians = page(beneficiarySpace, places.beneficiary.guardians, {
  title: 'Mes responsables légaux',
  said: {
    ajout: 'Un mail part à cette adresse',
    lien: 'Un nouveau lien part à cette adresse',
    retrait: 'Cette personne ne suit plus votre dossier',
    alertes: 'Votre choix est enregistré',
  },
  async view({ db, now, actor, form, said }) {
    const [minor, named] = await Promise.all([minorOf(db, actor), guardiansOf(db, actor)])
    if (!isMinor(minor.birth_date, now)) return <OfAge />
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Mes responsables légaux</PageHeading>
        <p>
          Avant 18 ans, un ou deux adultes responsables de vous (parent, tuteur) peuvent suivre votre demande, si vous le voulez.{' '}
          {consentsAlone(minor.birth_date, now)
            ? 'Vous n’y êtes pas obligé.'
            : 'Avant 15 ans, nous vous conseillons d’en indiquer un : son accord est nécessaire pour recevoir les bons plans et les newsletters. Votre demande de carte, elle, n’attend personne.'}
        </p>
        {named.map((guardian) => (
          <OneGuardian key={guardian.id} guardian={guardian} form={form} />
        ))}
        {named.length < GUARDIANS_AT_MOST && <AddOne form={form} isSecond={named.length > 0} />}
        <Panel title="Ce que voit un responsable légal">
          <WhatAGuardianSees whose="votre" />
          <p>
            Chaque fois qu’un responsable lit votre suivi, c’est noté dans{' '}
            <a href={places.beneficiary.consultations.to()}>« Qui a consulté mon dossier »</a>.
          </p>
        </Panel>
        <Panel title="Prévenir de mes paiements">
          <Form form={form}>
            <Checkbox
              form={form}
              name="alerts"
              label="J’accepte que mes responsables légaux confirmés reçoivent un mail à chacun de mes paiements"
              hint="Le montant, le commerce et la date. Pas ce qu’il vous reste."
              known={minor.alerts_since !== null}
            />
            <Actions>
              <Button name="action" value="alerts">
                Enregistrer
              </Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    guardiansForm,
    {
      async prepare({ db, now, actor, input }) {
        if (input.action === 'name' || input.action === 'link') await takeTry(db, mailsToGuardians(actor.id), now)
      },
    },
    async ({ tx, actor, visit, input }) => {
      const { publicUrl } = visit.site.config
      if (input.action === 'name') {
        await nameGuardian(tx, actor, { email: input.email, publicUrl })
        return see(places.beneficiary.guardians.said('ajout'))
      }
      if (input.action === 'link') {
        await sendGuardianLink(tx, actor, { id: input.id, publicUrl })
        return see(places.beneficiary.guardians.said('lien'))
      }
      if (input.action === 'remove') {
        await removeGuardian(tx, actor, input.id)
        return see(places.beneficiary.guardians.said('retrait'))
      }
      await chooseAlerts(tx, actor, input.alerts)
      return see(places.beneficiary.guardians.said('alertes'))
    },
  ),
})

const OneGuardian = ({ guardian: { id, email, name, named_at, confirmed_at }, form }: { guardian: Named; form: FormState }) => (
  <Panel title={confirmed_at ? (name ?? email) : `À confirmer : ${email}`}>
    <SummaryList
      items={[
        { label: 'Adresse que vous avez indiquée', value: email },
        { label: 'Indiqué le', value: frenchDayOf(named_at) },
        {
          label: 'État',
          value: confirmed_at
            ? `Confirmé le ${frenchDayOf(confirmed_at)} : cette personne suit votre dossier`
            : `Pas encore confirmé : le lien du mail est valable ${GUARDIAN_LINK_DAYS} jours. Rien n’attend cette réponse, sauf vos consentements avant 15 ans`,
        },
      ]}
    />
    <Form form={form}>
      <input type="hidden" name="id" value={id} />
      <Actions>
        {!confirmed_at && (
          <Button kind="quiet" name="action" value="link">
            Envoyer un nouveau lien
          </Button>
        )}
        <Button kind="quiet-red" name="action" value="remove">
          {`Retirer ${confirmed_at ? (name ?? email) : email}`}
        </Button>
      </Actions>
    </Form>
  </Panel>
)

const AddOne = ({ form, isSecond }: { form: FormState; isSecond: boolean }) => (
  <Panel title={isSecond ? 'Indiquer un second responsable légal' : 'Indiquer un responsable légal'}>
    <Form form={form}>
      <TextField
        form={form}
        name="email"
        label="Son adresse e-mail"
        hint={`Cette personne reçoit un lien à ouvrir dans les ${GUARDIAN_LINK_DAYS} jours. Indiquez bien son adresse, pas une autre à vous.`}
        type="email"
        inputmode="email"
        autocomplete="off"
        spellcheck={false}
      />
      <Actions>
        <Button name="action" value="name">
          Envoyer le lien
        </Button>
      </Actions>
    </Form>
  </Panel>
)

const OfAge = () => (
  <>
    <PageHeading>Mes responsables légaux</PageHeading>
    <InfoBox title="Vous avez 18 ans">
      <p>Plus personne ne suit votre dossier : c’est le vôtre, et le vôtre seul.</p>
    </InfoBox>
    <Actions>
      <ButtonLink href={places.beneficiary.account.to()} kind="quiet">
        Revenir à mon compte
      </ButtonLink>
    </Actions>
  </>
)
