import { places } from '../../../../places.ts'
import { frenchHour } from '../../../../platform/dates.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Success } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'

/** To have asked for it prolongs the session: by the button of its announcement, or in another tab where no script runs. */
export const sessionPage = page(publicSpace, places.public.session, {
  title: 'Rester connecté',
  view({ visit, now }) {
    if (!visit.session) return see(places.public.signIn.to())
    const { endsAt, mayBeProlonged } = visit.session
    return (
      <>
        <Success title="Vous restez connecté">
          <p data-session-lasts={Math.floor((endsAt.getTime() - now.getTime()) / 1000)}>
            Votre connexion se terminera à {frenchHour(endsAt)}
            {mayBeProlonged ? ', ou plus tard si vous continuez' : ''}. Si une page est ouverte dans un autre onglet, retournez-y : ce que
            vous avez saisi y est toujours.
          </p>
        </Success>
        <Actions>
          <ButtonLink href={places.public.mySpace.to()} kind="quiet">
            Revenir à mon espace
          </ButtonLink>
        </Actions>
      </>
    )
  },
})
