/**
 * The SQL of an importer that keeps one row for a line: `n` is what a row is to be, and has its `line`; `before` is the alias of the table,
 * null for a row that is new.
 */
export function changesOf(before: string, columns: readonly string[]) {
  const named = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ')
  const changes = (column: string) => `${before}.${column} is distinct from n.${column}`
  return {
    columns: columns.join(', '),
    next: named('n'),
    differ: `(${named(before)}) is distinct from (${named('n')})`,
    /** « ville : « Beauvais » devient « Creil » » */
    becomes: (column: string, words: string) =>
      `case when ${changes(column)}
        then '${words} : « ' || coalesce(${before}.${column}, '') || ' » devient « ' || coalesce(n.${column}, '') || ' »' end`,
    turns: (column: string, yes: string, no: string) =>
      `case when ${changes(column)} then case when n.${column} then '${yes}' else '${no}' end end`,
    moves: `case when (${before}.longitude, ${before}.latitude) is distinct from (n.longitude, n.latitude) then 'position modifiée' end`,
  }
}

/** A check: what a file says of one key in several ways, each with its first line. `said` is what is told of it, an expression of its columns. */
export const saidInSeveralWays = ({
  key,
  said,
  words,
  columns,
}: {
  key: string
  said: string
  words: string
  columns: readonly string[]
}) => `
  select max(line) as line, '${words} ' || ${key} || ' est décrit de plusieurs façons : '
    || string_agg('« ' || ${said} || ' » (ligne ' || line || ')', ', ' order by line) || '. La dernière est gardée' as wrong
  from (select ${key}, ${columns.join(', ')}, min(line) as line from incoming group by ${key}, ${columns.join(', ')}) described
  group by ${key}
  having count(*) > 1
  order by 1`

/** A check: of what is named twice, the last line counts. */
export const onlyTheLast = (key: string) =>
  `delete from incoming i using incoming later where later.${key} = i.${key} and later.line > i.line`
