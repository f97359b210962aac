import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { notFound } from '../../../../platform/errors.ts'
import { page } from '../../../../platform/http/page.ts'
import { lettersOf } from '../../../../platform/messages/deliver.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'

const SHOWN = 200

/** The outbox of the demonstration: every mail and every SMS, newest first. */
export const demoMessages = page(publicSpace, places.public.demoMessages, {
  title: 'Messages de la démonstration',
  async view({ visit }) {
    const { config } = visit.site
    if (!config.demo) throw notFound()
    const letters = await lettersOf(config, SHOWN)
    if (visit.headers.get('accept')?.includes('application/json')) return Response.json(letters)
    return (
      <>
        <PageHeading>Messages de la démonstration</PageHeading>
        {letters.length === 0 ? <p>Aucun message pour le moment.</p> : null}
        {letters.map((letter) => (
          <Panel key={letter.id} title={letter.channel === 'sms' ? 'SMS' : letter.subject}>
            <p class="hint">
              À {letter.to}, le {frenchMinute(new Date(letter.sentAt))}
            </p>
            {letter.text.split('\n\n').map((paragraph, index) => (
              <p key={index}>
                {paragraph.split('\n').map((line) => (
                  <>
                    {/^https?:\S+$/.test(line) ? <a href={line}>{line}</a> : line}
                    <br />
                  </>
                ))}
              </p>
            ))}
          </Panel>
        ))}
      </>
    )
  },
})
