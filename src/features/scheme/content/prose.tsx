import type { ComponentChildren } from 'preact'

const ADDRESS = /(https?:\/\/[^\s<>»]*[^\s<>».,;:!?)])/

const lineOf = (line: string): ComponentChildren[] =>
  line.split(ADDRESS).map((part, index) => (index % 2 ? <a href={part}>{part}</a> : part))

/** A text of several paragraphs as it was typed; the addresses in it can be followed. */
export const Prose = ({ text }: { text: string }) => (
  <>
    {text.split('\n\n').map((paragraph, index) => (
      <p key={index}>{paragraph.split('\n').flatMap((line, number) => (number ? [<br key={number} />, ...lineOf(line)] : lineOf(line)))}</p>
    ))}
  </>
)
