import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { textInForce } from '../../agreements/index.ts'
import { lookedUp } from '../../company-directory/index.ts'
import { beginApplication } from '../begin.ts'
import { beginningForm, beginningsFrom } from '../joining.ts'
import { StepHeading } from './step.tsx'

/** Where a shop asks to join. */
export const beginPage = page(publicSpace, places.public.joining, {
  title: 'Devenir partenaire',
  description: `Librairies, magasins de sport ou d’équipement, associations : acceptez la carte ${OUR_REGION.card}. La demande se fait en ligne, en un quart d’heure.`,
  view: async ({ db, form }) =>
    (await textInForce(db)) ? (
      <>
        <ErrorSummary form={form} />
        <StepHeading step="siret" title="Devenir partenaire" />
        <p>
          Votre commerce ou votre association accepte la carte {OUR_REGION.card} : des lycéens et des apprentis y paient leurs livres et
          leur équipement, et la Région vous verse ce qu’ils ont payé.
        </p>
        <InfoBox title="Ayez sous la main">
          <ul>
            <li>le SIRET du point de vente ;</li>
            <li>le RIB de l’entreprise ou de l’association, en PDF ou en photo ;</li>
            <li>la boîte mail de la personne qui gérera le compte : un code y est envoyé.</li>
          </ul>
        </InfoBox>
        <Panel>
          <Form form={form}>
            <TextField
              form={form}
              name="siret"
              label="SIRET du point de vente"
              hint="14 chiffres, par exemple 732 829 320 00074. Chaque point de vente a le sien."
              inputmode="numeric"
              width={20}
              autocomplete="off"
            />
            <TextField
              form={form}
              name="rna"
              label="Numéro RNA, pour une association sans SIRET"
              hint="La lettre W et 9 chiffres, écrits sur le récépissé de la préfecture. Laissez vide si vous avez un SIRET."
              width={20}
              optional
              autocomplete="off"
            />
            <Actions>
              <Button>Continuer</Button>
            </Actions>
          </Form>
        </Panel>
        <p>
          Vous êtes déjà partenaire ? <a href={places.public.staffSignIn.to()}>Connexion des professionnels</a>
        </p>
      </>
    ) : (
      <>
        <PageHeading>Devenir partenaire</PageHeading>
        <InfoBox title="Les demandes en ligne ne sont pas encore ouvertes">
          <p>
            Appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>, ou{' '}
            <a href={places.public.contact.to()}>écrivez-nous</a>.
          </p>
        </InfoBox>
      </>
    ),
  submit: form(
    beginningForm,
    {
      async prepare({ db, now, visit, input }) {
        await takeTry(db, beginningsFrom(visit.network), now)
        const { config, log } = visit.site
        return lookedUp({ url: config.companyDirectory, siret: input.siret, log })
      },
    },
    async ({ tx, input, prepared: directory }) => {
      if (!(await textInForce(tx))) return see(places.public.joining.to())
      return see(places.public.joiningShop.to({ token: await beginApplication(tx, { ...input, directory }) }))
    },
  ),
})
