import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Button, Checkbox, DateField, ErrorSummary, Form, RadioGroup, Select, TextField } from '../../../../ui/form.tsx'
import { blockSignIn, correctIdentity, identityForm, LatinNames, unblockSignIn } from '../../../people/beneficiaries/index.ts'
import { applicationToMove, moveToSchool } from '../../../requests/card-applications/index.ts'
import { everyCourseOf, everySchoolTaking, school, schoolLabel } from '../../../schools/schools/index.ts'
import { startReset } from '../start-reset.ts'
import { moveForm, reasonForm } from '../support.ts'
import { aboutTheirs, BackAnd, nameOf, Reason } from './act.tsx'

export const identityCorrection = page(regionFor('people.rectify'), places.region.identityCorrection, {
  ...aboutTheirs,
  title: ({ id }) => `Corriger l’identité, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Corriger l’identité</PageHeading>
        <Form form={form} class="panel">
          <RadioGroup
            form={form}
            name="civility"
            legend="Civilité"
            inline
            known={person.civility}
            options={[
              { value: 'Mme', label: 'Madame' },
              { value: 'M', label: 'Monsieur' },
            ]}
          />
          <TextField form={form} name="lastName" label="Nom" known={person.last_name} autocomplete="off" spellcheck={false} />
          <TextField form={form} name="firstName" label="Prénom" known={person.first_name} autocomplete="off" spellcheck={false} />
          <LatinNames form={form} person={person} />
          <DateField form={form} name="birthDate" label="Date de naissance" known={person.birth_date} />
          {(form.error('isAnother') || form.chosen('isAnother', 'on')) && (
            <Checkbox
              form={form}
              name="isAnother"
              label="J’ai vérifié, sur des pièces d’identité, que ce sont deux personnes différentes"
            />
          )}
          <Reason form={form} />
          <p>
            Cette personne est prévenue. Une carte déjà fabriquée garde l’ancien nom. La date de naissance sert à qui a oublié son mot de
            passe : ne la changez que sur une pièce d’identité.
          </p>
          <BackAnd params={params}>
            <Button>Corriger l’identité</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(identityForm, async ({ tx, actor, input, params, visit }) => {
    await correctIdentity(tx, actor, { ...input, beneficiaryId: params.id, key: visit.site.ibanKey })
    return see(places.region.beneficiary.said('identite', params))
  }),
})

export const resetStart = page(regionFor('people.help'), places.region.resetStart, {
  ...aboutTheirs,
  title: ({ id }) => `Envoyer un lien de mot de passe, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Envoyer un lien de mot de passe</PageHeading>
        <Form form={form} class="panel">
          <p>
            {`Le lien part à l’adresse connue de ${nameOf(person)} : `}
            <strong class="desk-code">{person.email}</strong>. Il sert une fois, dans l’heure. Vous ne le voyez pas.
          </p>
          <p>
            Qui reçoit ce lien ouvre le compte. Si cette adresse n’est plus la sienne,{' '}
            <a href={places.region.emailChange.to(params)}>changez-la d’abord</a>.
          </p>
          <BackAnd params={params}>
            <Button>Envoyer le lien</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params, visit }) => {
    await startReset(tx, actor, { beneficiaryId: params.id, publicUrl: visit.site.config.publicUrl })
    return see(places.region.beneficiary.said('mot-de-passe', params))
  }),
})

export const signInBlocking = page(regionFor('people.help'), places.region.signInBlocking, {
  ...aboutTheirs,
  title: ({ id }) => `Bloquer la connexion, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Bloquer la connexion</PageHeading>
        <Warning title="Dès maintenant">
          <ul>
            <li>{`${nameOf(person)} ne peut plus se connecter, et ses connexions ouvertes sont fermées.`}</li>
            <li>
              Sa carte en plastique marche encore. Si elle est perdue ou volée,{' '}
              <a href={places.region.cardStopping.to(params)}>arrêtez-la aussi</a>.
            </li>
          </ul>
        </Warning>
        <Form form={form} class="panel">
          <Reason form={form} />
          <BackAnd params={params}>
            <Button kind="red">Bloquer la connexion</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(reasonForm, async ({ tx, actor, input, params }) => {
    await blockSignIn(tx, actor, { ...input, beneficiaryId: params.id })
    return see(places.region.beneficiary.said('blocage', params))
  }),
})

export const signInUnblocking = page(regionFor('people.help'), places.region.signInUnblocking, {
  ...aboutTheirs,
  title: ({ id }) => `Débloquer la connexion, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Débloquer la connexion</PageHeading>
        <Form form={form} class="panel">
          <p>
            {person.sign_in_blocked_at
              ? `La connexion de ${nameOf(person)} est bloquée depuis le ${frenchMinute(person.sign_in_blocked_at)}. Son mot de passe reste le même.`
              : `La connexion de ${nameOf(person)} n’est pas bloquée.`}
          </p>
          <Reason form={form} />
          <BackAnd params={params}>
            <Button>Débloquer la connexion</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(reasonForm, async ({ tx, actor, input, params }) => {
    await unblockSignIn(tx, actor, { ...input, beneficiaryId: params.id })
    return see(places.region.beneficiary.said('deblocage', params))
  }),
})

/** The school is chosen in the address, then the course, with the reason. */
export const schoolChange = page(regionFor('requests.decide'), places.region.schoolMove, {
  ...aboutTheirs,
  title: ({ id }) => `Changer d’établissement, bénéficiaire n° ${id}`,
  scripts: ['searchable-select'],
  async view({ db, form, params, query, subject: person }) {
    const application = await applicationToMove(db, person.id).executeTakeFirst()
    const by = application?.situation === 'apprentice' ? 'apprentices' : 'pupils'
    const chosenId = Number(/^\d{1,9}$/.exec(query.get('etablissement') ?? '')?.[0] ?? 0)
    const chosen = chosenId ? await school(db, chosenId) : undefined
    const courses = chosen ? await everyCourseOf(db, chosen.id, by) : []
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Changer d’établissement</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Bénéficiaire', value: nameOf(person) },
              { label: 'Établissement actuel', value: application?.school_name ?? '—' },
              ...(chosen
                ? [{ label: 'Nouvel établissement', value: schoolLabel(chosen), changeHref: places.region.schoolMove.to(params) }]
                : []),
            ]}
          />
        </Panel>
        {chosen ? (
          <Form form={form} class="panel" action={places.region.schoolMove.to(params, { etablissement: chosen.id })}>
            <input type="hidden" name="school" value={chosen.id} />
            <searchable-select>
              <Select
                form={form}
                name="course"
                label="Formation"
                placeholder="Choisissez la formation"
                known={application?.course_code}
                options={courses.map(({ code, label, level_label }) => ({ value: code, label: `${label} (${level_label})` }))}
              />
            </searchable-select>
            <Reason form={form} />
            <p>
              Si la demande n’est pas encore décidée, c’est ce nouvel établissement qui la valide. Ce qui est déjà sur la carte ne change
              pas.
            </p>
            <BackAnd params={params}>
              <Button>Changer d’établissement</Button>
            </BackAnd>
          </Form>
        ) : (
          <Panel>
            <form method="get">
              <searchable-select>
                <Select
                  form={new FormState('', '')}
                  name="etablissement"
                  label="Nouvel établissement"
                  placeholder="Choisissez l’établissement"
                  options={(await everySchoolTaking(db, by)).map((row) => ({
                    value: String(row.id),
                    label: schoolLabel(row),
                  }))}
                />
              </searchable-select>
              <BackAnd params={params}>
                <Button>Choisir</Button>
              </BackAnd>
            </form>
          </Panel>
        )}
      </>
    )
  },
  submit: form(moveForm, async ({ tx, actor, input, params }) => {
    await moveToSchool(tx, actor, { ...input, beneficiaryId: params.id })
    return see(places.region.beneficiary.said('etablissement', params))
  }),
})
