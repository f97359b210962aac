import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Reader, Tx } from '../../../../platform/database/index.ts'
import type { UserError } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { NoParams, Place } from '../../../../platform/http/place.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Username } from '../../../../ui/form.tsx'
import { newPasswordForm, resetTries, sharedLimits } from '../account.ts'
import { NewPasswordFields } from './new-password-fields.tsx'

/** How people of one kind who forgot their password ask for a link. */
interface Forgotten<Schema extends z.ZodType<object>> {
  /** Where it is asked, where that is said, and where they sign in. */
  places: Record<'ask' | 'asked' | 'signIn', Place<NoParams, never, never>>
  /** At the end of the titles: of whom these pages are. */
  whose?: string
  words: string
  fields(form: FormState): VNode
  /** For those who cannot answer. */
  help?: VNode
  schema: Schema
  /** What tries are counted by, besides the network. */
  countedBy(input: z.output<Schema>): string
  ask(tx: Tx, input: z.output<Schema> & { publicUrl: string }): Promise<void>
  /** What was typed, as a condition; whether a mail leaves is not said. */
  ifKnown: string
  minutes: number
  /** What to look at when nothing comes. */
  check: string
  otherwise: VNode
}

/** The page that asks for a link, and the one that says the same whatever was typed. */
export function forgottenPasswordPages<Schema extends z.ZodType<object>>(about: Forgotten<Schema>) {
  const { places, whose = '' } = about
  return {
    ask: page(publicSpace, places.ask, {
      title: `Mot de passe oublié${whose}`,
      description: `Mot de passe ${OUR_REGION.card} oublié${whose} : ${about.words}`,
      view: ({ form }) => (
        <>
          <ErrorSummary form={form} />
          <PageHeading>Mot de passe oublié</PageHeading>
          <p>{about.words}</p>
          <Panel>
            <Form form={form}>
              {about.fields(form)}
              <Actions>
                <ButtonLink href={places.signIn.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button>Recevoir le lien</Button>
              </Actions>
            </Form>
          </Panel>
          {about.help}
        </>
      ),
      submit: form(
        about.schema,
        {
          prepare: ({ db, now, visit: { network }, input }) =>
            takeTry(db, [...sharedLimits('forgotten-password', network), resetTries(about.countedBy(input), network)], now),
        },
        async ({ tx, visit, input }) => {
          await about.ask(tx, { ...input, publicUrl: visit.site.config.publicUrl })
          return see(places.asked.to())
        },
      ),
    }),
    asked: page(publicSpace, places.asked, {
      title: `Demande envoyée${whose}`,
      view: () => (
        <>
          <Success title="Votre demande est envoyée">
            <p>{`${about.ifKnown} Le lien qu’il contient est valable ${about.minutes} minutes et ne sert qu’une fois.`}</p>
          </Success>
          <InfoBox title="Vous ne recevez rien ?">
            <ul>
              <li>Vérifiez l’onglet « Courriers indésirables » de votre messagerie.</li>
              <li>
                {about.check}, puis <a href={places.ask.to()}>recommencez</a>.
              </li>
              <li>{about.otherwise}</li>
            </ul>
          </InfoBox>
        </>
      ),
    }),
  }
}

/** How whoever holds a link chooses a password. */
interface ByLink<Owner, Chosen> {
  place: Place<{ token: string }, never, never>
  title: string
  button: string
  /** Whose link it is, as long as it lives. */
  ownerOf(db: Reader, now: Date, token: string): Promise<Owner | undefined>
  dead(): UserError
  /** What they sign in with. */
  usernameOf(db: Reader, owner: Owner): Promise<string> | string
  /** Said above the form. */
  note?(owner: Owner): string
  prove(db: Reader, now: Date, typed: { token: string; newPassword: string }): Promise<Chosen>
  choose(tx: Tx, token: string, chosen: Chosen): Promise<void>
  next: Place<NoParams, never, never>
}

/** Opening the link does not use it up; a mail box may open it before its owner. */
export const newPasswordPage = <Owner, Chosen>(about: ByLink<Owner, Chosen>) =>
  page(publicSpace, about.place, {
    title: about.title,
    async view({ db, now, params, form }) {
      const owner = await about.ownerOf(db, now, params.token)
      if (!owner) throw about.dead()
      const username = await about.usernameOf(db, owner)
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{about.title}</PageHeading>
          {about.note && <p>{about.note(owner)}</p>}
          <Panel>
            <Form form={form}>
              <p class="hint">Tous les champs sont obligatoires.</p>
              <Username name={username} />
              <NewPasswordFields form={form} />
              <Actions>
                <Button>{about.button}</Button>
              </Actions>
            </Form>
          </Panel>
        </>
      )
    },
    submit: form(
      newPasswordForm,
      { prepare: ({ db, now, params, input }) => about.prove(db, now, { token: params.token, newPassword: input.newPassword }) },
      async ({ tx, params, prepared }) => {
        await about.choose(tx, params.token, prepared)
        return see(about.next.to())
      },
    ),
  })
