import type { ComponentChildren } from 'preact'
import { FormState } from '../platform/forms/state.ts'
import { type Column, DataTable, PageHeading, Pagination, Panel } from './blocks.tsx'
import { Actions, Button, HidingSearchForm, Select, TextField } from './form.tsx'

/** A desk's list: searched by words, narrowed by one choice, with what can be added to it, page by page. */
export function DeskList({
  title,
  href,
  asked,
  wordsLabel,
  choice,
  actions,
  found,
}: {
  title: string
  /** Of its page of that number. */
  href(page: number): string
  asked: { words: string; page: number }
  wordsLabel: string
  /** `all`: in the place of no value. */
  choice: { name: string; value: string | null; label: string; all: string; options: readonly { value: string; label: string }[] }
  actions: ComponentChildren
  found: { caption: string; empty: string; columns: readonly Column[]; rows: readonly (readonly ComponentChildren[])[]; pages: number }
}) {
  const typed = new FormState('', '', { recherche: [asked.words], [choice.name]: [choice.value ?? ''] })
  const { pages, ...table } = found
  return (
    <>
      <PageHeading>{title}</PageHeading>
      <HidingSearchForm>
        <TextField form={typed} name="recherche" label={wordsLabel} type="search" optional />
        <Select form={typed} name={choice.name} label={choice.label} optional placeholder={choice.all} options={choice.options} />
        <Actions>
          <Button icon="search">Rechercher</Button>
        </Actions>
      </HidingSearchForm>
      <Actions>{actions}</Actions>
      <Panel>
        <DataTable {...table} />
        {pages > 1 && <Pagination page={asked.page} pages={pages} href={href} />}
      </Panel>
    </>
  )
}
