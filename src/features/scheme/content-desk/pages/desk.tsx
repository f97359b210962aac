import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { type Day, dayOf, frenchDay } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { type Column, Columns, DataTable, PageHeading, Panel, Said, SummaryList, Tag, type Tone, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { type Publication, type PublicationState, publicationState } from '../../content/index.ts'

/** What the desks of the Region have in common: a list, a form, the content as people see it, and its end. */

/** Everything that the Region writes for everybody. */
export const contentsDesk = page(regionFor('content.write'), places.region.contents, {
  title: 'Contenus',
  view: () => (
    <>
      <PageHeading>Contenus</PageHeading>
      <Columns>
        <Subject href={places.region.goodDeals.to()} title="Bons plans">
          Les offres des partenaires et de la Région, sur la page d’accueil des jeunes et dans « Bons plans ».
        </Subject>
        <Subject href={places.region.documents.to()} title="Documents">
          Les fichiers PDF à télécharger dans « Mes documents » : règlement, flyer…
        </Subject>
        <Subject href={places.region.faqQuestions.to()} title="Questions fréquentes">
          Les questions et réponses de la foire aux questions, par thème.
        </Subject>
        <Subject href={places.region.keyDates.to()} title="Dates clés">
          Les dates de la campagne à retenir, en haut de la page d’accueil des jeunes.
        </Subject>
        <Subject href={places.region.banners.to()} title="Messages sur toutes les pages">
          Une panne, un établissement en retard, une fermeture : ce que tous doivent savoir, sur chaque page.
        </Subject>
      </Columns>
      <Panel title="Adresses de qui consent à être contacté">
        <p>
          Les adresses e-mail des jeunes qui ont donné leur consentement dans « Mon compte », à ce jour. Téléchargez-les à nouveau avant
          chaque envoi : un consentement se retire à tout moment.
        </p>
        <Actions>
          <ButtonLink href={places.region.goodDealsConsents.to()} kind="quiet" icon="documents">
            Bons plans (CSV)
          </ButtonLink>
          <ButtonLink href={places.region.newslettersConsents.to()} kind="quiet" icon="documents">
            Newsletters (CSV)
          </ButtonLink>
        </Actions>
        <p class="hint">Chaque téléchargement est écrit dans le journal, avec votre nom.</p>
      </Panel>
    </>
  ),
})

const Subject = ({ href, title, children }: { href: string; title: string; children: ComponentChildren }) => (
  <Panel title={<a href={href}>{title}</a>}>
    <p>{children}</p>
  </Panel>
)

const STATES: Record<PublicationState, { label: string; tone: Tone }> = {
  draft: { label: 'Brouillon', tone: 'neutral' },
  'to-come': { label: 'À venir', tone: 'info' },
  shown: { label: 'En ligne', tone: 'good' },
  withdrawn: { label: 'Retiré', tone: 'warning' },
}

/** Whether people see it today. */
export const StateTag = ({ content, today }: { content: Publication; today: Day }) => {
  const { label, tone } = STATES[publicationState(content, today)]
  return <Tag tone={tone}>{label}</Tag>
}

/** The list of a desk, with the way to add to it. The last column is the state of publication. */
export const DeskList = ({
  title,
  add,
  href,
  columns,
  rows,
  said,
}: {
  title: string
  add: string
  /** Where one adds to it. */
  href: string
  said: string | null
  columns: readonly Column[]
  rows: readonly (readonly ComponentChildren[])[]
}) => (
  <>
    <Said>{said}</Said>
    <PageHeading>{title}</PageHeading>
    <Actions>
      <ButtonLink href={places.region.contents.to()} kind="quiet">
        Retour
      </ButtonLink>
      <ButtonLink href={href}>{add}</ButtonLink>
    </Actions>
    <Panel>
      <DataTable caption={title} columns={[...columns, { label: 'Publication' }]} rows={rows} empty="Rien pour le moment." />
    </Panel>
  </>
)

/** When it is shown: asked last in each form. */
export const PublicationFields = ({ form, known }: { form: FormState; known?: Publication | undefined }) => (
  <>
    <DateField
      form={form}
      name="publishedFrom"
      label="Publié à partir du"
      hint="Laissez vide pour garder un brouillon que personne ne voit."
      known={known?.published_from}
      optional
    />
    <DateField
      form={form}
      name="publishedUntil"
      label="Publié jusqu’au"
      hint="Ce jour compris. Laissez vide si rien ne presse."
      known={known?.published_until}
      optional
    />
  </>
)

/** The frame of a form of a desk. `back`: where one goes without saving. */
export const DeskForm = ({
  form,
  title,
  back,
  multipart,
  children,
}: {
  form: FormState
  title: string
  back: string
  multipart?: boolean
  children: ComponentChildren
}) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>{title}</PageHeading>
    <Panel>
      <Form form={form} multipart={multipart ?? false}>
        {children}
        <Actions>
          <ButtonLink href={back} kind="quiet">
            Retour
          </ButtonLink>
          <Button>Enregistrer et voir l’aperçu</Button>
        </Actions>
      </Form>
    </Panel>
  </>
)

/** The content as people see it, its publication, and what can be done with it. */
export const Preview = ({
  title,
  content,
  now,
  list,
  change,
  deletion,
  children,
}: {
  title: string
  content: Publication
  now: Date
  list: string
  change: string
  deletion: string
  children: ComponentChildren
}) => (
  <>
    <PageHeading>{title}</PageHeading>
    <Panel title="Publication">
      <SummaryList
        items={[
          { label: 'État', value: <StateTag content={content} today={dayOf(now)} /> },
          { label: 'Publié à partir du', value: content.published_from ? frenchDay(content.published_from) : 'Pas de date : brouillon' },
          { label: 'Publié jusqu’au', value: content.published_until ? frenchDay(content.published_until) : 'Sans fin' },
        ]}
      />
      <Actions>
        <ButtonLink href={list} kind="quiet">
          Retour à la liste
        </ButtonLink>
        <ButtonLink href={change}>Modifier</ButtonLink>
        <ButtonLink href={deletion} kind="quiet-red">
          Supprimer
        </ButtonLink>
      </Actions>
    </Panel>
    <h2 class="panel-title">Aperçu</h2>
    {children}
  </>
)

/** What a list says when one comes back from a deletion. */
export const DELETED = { suppression: 'La suppression est faite' }

/** What is asked before something is deleted. */
export const Deletion = ({ form, title, name, back }: { form: FormState; title: string; name: string; back: string }) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>{title}</PageHeading>
    <Warning>
      <p>
        <strong>« {name} »</strong> sera supprimé pour toujours. Pour seulement ne plus le montrer, donnez-lui une date de fin de
        publication.
      </p>
    </Warning>
    <Form form={form}>
      <Actions>
        <ButtonLink href={back} kind="quiet">
          Retour
        </ButtonLink>
        <Button kind="red">Supprimer</Button>
      </Actions>
    </Form>
  </>
)
