import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import {
  type CallExpression,
  isCallExpression,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isStringLiteral,
  isTaggedTemplateExpression,
  isTemplateExpression,
  type Node,
  type SourceFile,
  type TemplateLiteral,
} from 'typescript/unstable/ast'
import { API, type Checker, type Type, TypeFlags, type TypeReference } from 'typescript/unstable/sync'

/** A type as values can be held against it. */
export type Shape =
  | { is: 'anything' | 'string' | 'number' | 'boolean' | 'null' | 'undefined' | 'Date' | 'Buffer' }
  | { is: 'literal'; value: string | number | boolean }
  | { is: 'list'; of: Shape }
  | { is: 'object'; of: Record<string, Shape> }
  | { is: 'one of'; of: Shape[] }

/** A statement, or a piece of one, beside which a type is written by hand. */
export interface WrittenType {
  /** Where it stands: file and line. */
  at: string
  /** What it says between its parameters. */
  words: string[]
  /** The type as it is written. */
  type: string
  shape: Shape
  /** Rows or a column are read through it: it is more than a condition inside another statement. */
  isRead: boolean
}

const KEPT_IN = 'node_modules/.cache/row-types.json'

/** The types written by hand beside the SQL of the sources, as the compiler understands them. Asked of it once for the same sources. */
export function writtenTypes(): WrittenType[] {
  const files = globSync('{src/**/*.{ts,tsx},tests/support/row-types.ts,package-lock.json}').sort()
  const hash = createHash('sha1')
  for (const file of files) hash.update(file).update(readFileSync(file))
  const sources = hash.digest('hex')
  const kept: { sources?: string; types: WrittenType[] } = existsSync(KEPT_IN) ? JSON.parse(readFileSync(KEPT_IN, 'utf8')) : { types: [] }
  if (kept.sources === sources) return kept.types
  const types = askCompiler(files.filter((file) => file.startsWith('src/') && !file.includes('.test.')))
  mkdirSync(dirname(KEPT_IN), { recursive: true })
  writeFileSync(KEPT_IN, JSON.stringify({ sources, types }))
  return types
}

function askCompiler(files: string[]): WrittenType[] {
  const compiler = new API({ cwd: process.cwd() })
  try {
    const [project] = compiler.updateSnapshot({ openProjects: [resolve('tsconfig.json')] }).getProjects()
    if (!project) throw new Error('The compiler knows no project here')
    const reader = new TypeReader(project.checker)
    return files
      .filter((file) => /sql[<`]|\.query</.test(readFileSync(file, 'utf8')))
      .flatMap((file) => {
        const source = project.program.getSourceFile(resolve(file))
        return source ? reader.typesIn(source) : []
      })
  } finally {
    compiler.close()
  }
}

class TypeReader {
  readonly #checker: Checker
  readonly #shapes = new Map<number, Shape>()

  constructor(checker: Checker) {
    this.#checker = checker
  }

  typesIn(source: SourceFile): WrittenType[] {
    const found: WrittenType[] = []
    const look = (node: Node): void => {
      const written = isTaggedTemplateExpression(node) ? this.#template(node.template, node) : isCallExpression(node) && this.#query(node)
      if (written) {
        const line = source.text.slice(0, node.getStart(source)).split('\n').length
        found.push({ at: `${relative('.', source.fileName)}:${line}`, ...written })
      }
      node.forEachChild(look)
    }
    look(source)
    return found
  }

  /** sql<Type>`…` */
  #template(template: TemplateLiteral, node: Node): Omit<WrittenType, 'at'> | undefined {
    const builder = this.#checker.getTypeAtLocation(node)
    if (builder?.getSymbol()?.name !== 'RawBuilder') return
    const [type] = this.#checker.getTypeArguments(builder as TypeReference)
    if (!type || type.flags & TypeFlags.AnyOrUnknown) return
    const words = isTemplateExpression(template)
      ? [template.head.text, ...template.templateSpans.map((span) => span.literal.text)]
      : [template.text]
    const shape = this.#shapeOf(type)
    const next = node.parent
    const isNamed = isPropertyAccessExpression(next) && ['as', 'execute'].includes(next.name.text)
    return { words, type: this.#checker.typeToString(type), shape, isRead: isNamed || shape.is === 'object' }
  }

  /** client.query<Type>('…') */
  #query({ expression, typeArguments, arguments: [text] }: CallExpression): Omit<WrittenType, 'at'> | undefined {
    const [argument] = typeArguments ?? []
    if (!argument || !isPropertyAccessExpression(expression) || expression.name.text !== 'query') return
    const type = this.#checker.getTypeFromTypeNode(argument)
    if (!type || !text || !(isStringLiteral(text) || isNoSubstitutionTemplateLiteral(text)))
      throw new Error(`The statement of query<${argument.getText()}> is to be written in place`)
    return { words: [text.text], type: this.#checker.typeToString(type), shape: this.#shapeOf(type), isRead: true }
  }

  #shapeOf(type: Type): Shape {
    const known = this.#shapes.get(type.id)
    if (known) return known
    // For a type that holds itself.
    this.#shapes.set(type.id, { is: 'anything' })
    const shape = this.#newShapeOf(type)
    this.#shapes.set(type.id, shape)
    return shape
  }

  #newShapeOf(type: Type): Shape {
    const { flags } = type
    if (flags & TypeFlags.Null) return { is: 'null' }
    if (flags & TypeFlags.Undefined) return { is: 'undefined' }
    if (type.isLiteralType()) return { is: 'literal', value: type.value as string | number | boolean }
    if (flags & TypeFlags.StringLike) return { is: 'string' }
    if (flags & TypeFlags.NumberLike) return { is: 'number' }
    if (flags & TypeFlags.BooleanLike) return { is: 'boolean' }
    if (type.isUnionType()) return { is: 'one of', of: type.getTypes().map((one) => this.#shapeOf(one)) }
    const name = type.getSymbol()?.name
    if (name === 'Date' || name === 'Buffer') return { is: name }
    if (this.#checker.isArrayType(type)) {
      const [of] = this.#checker.getTypeArguments(type as TypeReference)
      return { is: 'list', of: of ? this.#shapeOf(of) : { is: 'anything' } }
    }
    if (!type.isObjectType() && !type.isIntersectionType()) return { is: 'anything' }
    if (this.#checker.getIndexInfosOfType(type).length > 0) return { is: 'anything' }
    const properties = this.#checker.getPropertiesOfType(type)
    if (properties.length === 0) return { is: 'anything' }
    const types = this.#checker.getTypeOfSymbol(properties)
    return {
      is: 'object',
      of: Object.fromEntries(properties.map(({ name }, place) => [name, types[place] ? this.#shapeOf(types[place]) : { is: 'anything' }])),
    }
  }
}
