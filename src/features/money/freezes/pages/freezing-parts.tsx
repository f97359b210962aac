import type { ComponentChildren } from 'preact'
import { frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { InfoBox, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Select, TextArea } from '../../../../ui/form.tsx'
import { COMMENT_HINT, REASONS, reasonInWords, type Subject } from '../freezing.ts'
import type { liveFreeze } from '../queries.ts'

interface Parts {
  form: FormState
  /** « Geler Jean MARTIN » */
  title: string
  back: string
}

/** What a freeze will do, then why, then the button. */
export const Freezing = ({
  form,
  title,
  back,
  kind,
  effects,
  isFrozen,
}: Parts & { kind: Subject['kind']; effects: ComponentChildren; isFrozen: boolean }) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>{title}</PageHeading>
    {isFrozen ? (
      <Panel>
        <InfoBox>
          <p>C’est déjà gelé : il n’y a rien à faire de plus.</p>
        </InfoBox>
        <Back href={back} />
      </Panel>
    ) : (
      <>
        <Warning title="Dès maintenant">
          <ul>
            {effects}
            <li>Une autre personne que vous devra le dégeler.</li>
          </ul>
        </Warning>
        <Form form={form} class="panel">
          <Select
            form={form}
            name="reason"
            label="Motif"
            placeholder="Choisissez un motif"
            options={Object.entries(REASONS[kind]).map(([value, label]) => ({ value, label }))}
          />
          <TextArea form={form} name="comment" label="Commentaire" hint={COMMENT_HINT} rows={3} />
          <Back href={back}>
            <Button kind="red">Geler</Button>
          </Back>
        </Form>
      </>
    )}
  </>
)

interface Ending extends Parts {
  actor: Agent
  freeze: Awaited<ReturnType<typeof liveFreeze>>
  effects: ComponentChildren
}

/** Who froze it and why, what its end will do, then the button: not for whoever froze it. */
export const Unfreezing = ({ form, title, back, actor, freeze, effects }: Ending) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>{title}</PageHeading>
    {freeze ? (
      <>
        <Panel>
          <SummaryList
            items={[
              { label: 'Gelé le', value: `${frenchMinute(freeze.frozen_at)}, par ${freeze.frozen_by_name}` },
              { label: 'Motif', value: reasonInWords(freeze.reason) },
              { label: 'Commentaire', value: freeze.comment },
            ]}
          />
        </Panel>
        {freeze.frozen_by === actor.id ? (
          <Panel>
            <InfoBox>
              <p>Vous l’avez gelé : une autre personne doit le dégeler.</p>
            </InfoBox>
            <Back href={back} />
          </Panel>
        ) : (
          <>
            <Warning title="Dès maintenant">
              <ul>{effects}</ul>
            </Warning>
            <Form form={form} class="panel">
              <TextArea form={form} name="answer" label="Pourquoi dégeler" hint={COMMENT_HINT} rows={3} />
              <Back href={back}>
                <Button>Dégeler</Button>
              </Back>
            </Form>
          </>
        )}
      </>
    ) : (
      <Panel>
        <InfoBox>
          <p>Ce n’est pas gelé.</p>
        </InfoBox>
        <Back href={back} />
      </Panel>
    )}
  </>
)

const Back = ({ href, children }: { href: string; children?: ComponentChildren }) => (
  <Actions>
    <ButtonLink kind="quiet" href={href}>
      Retour
    </ButtonLink>
    {children}
  </Actions>
)
