import { Fragment } from 'preact'
import { articlesOf } from '../articles.ts'

/** A text of the agreement, in its articles. */
export const AgreementText = ({ body }: { body: string }) => (
  <>
    {articlesOf(body).map(({ title, paragraphs }, index) => (
      <Fragment key={index}>
        {title && <h3>{title}</h3>}
        {paragraphs.map((paragraph, number) => (
          <p key={number}>{paragraph.split('\n').flatMap((line, at) => (at ? [<br key={at} />, line] : [line]))}</p>
        ))}
      </Fragment>
    ))}
  </>
)
