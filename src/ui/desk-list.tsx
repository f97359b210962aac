import type { ComponentChildren, ComponentProps } from 'preact'
import { FormState } from '../platform/forms/state.ts'
import { PageHeading, Panel } from './blocks.tsx'
import { Actions, Button, HidingSearchForm, Select, TextField } from './form.tsx'
import { List } from './list.tsx'

/** A desk's list: searched by words, narrowed by one choice, with what can be added to it, sorted, page by page. */
export function DeskList({
  title,
  words,
  wordsLabel,
  choice,
  actions,
  found,
}: {
  title: string
  words: string
  wordsLabel: string
  /** `all`: in the place of no value. */
  choice: { name: string; value: string | null; label: string; all: string; options: readonly { value: string; label: string }[] }
  actions: ComponentChildren
  found: ComponentProps<typeof List>
}) {
  const typed = new FormState('', '', { recherche: [words], [choice.name]: [choice.value ?? ''] })
  const { by, isReversed } = found.listed.order
  return (
    <>
      <PageHeading>{title}</PageHeading>
      <HidingSearchForm>
        <TextField form={typed} name="recherche" label={wordsLabel} type="search" optional />
        <Select form={typed} name={choice.name} label={choice.label} optional placeholder={choice.all} options={choice.options} />
        <input type="hidden" name={found.listed.names.order} value={isReversed ? `-${by}` : by} />
        <Actions>
          <Button icon="search">Rechercher</Button>
        </Actions>
      </HidingSearchForm>
      <Actions>{actions}</Actions>
      <Panel>
        <List {...found} />
      </Panel>
    </>
  )
}
