import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine'
import { Engine, type NestedCondition } from 'json-rules-engine'
import type { Expression, Leaf } from '../../src/regulations/engine/expressions.ts'
import type { DateFact } from '../../src/regulations/facts.ts'

/** What a peer is given of a system: days as numbers (20261121), of which `never` is later than all. */
export type PeerFacts = Record<string, boolean | number | string>
export const never = 99_999_999
export const dayNumber = (day: string): number => Number(day.replaceAll('-', ''))

/** In: facts. Out: the names of the rules that hold. */
export type Peer = (facts: PeerFacts) => Promise<readonly string[]>

function unsupported({ is }: Leaf): never {
  throw new Error(`the peers have no ${is}`)
}

/** The same rules for json-rules-engine: one engine, a rule each, compiled once. */
export function jsonRulesPeer(rules: ReadonlyMap<string, Expression>, asOf: string): Peer {
  const engine = new Engine([], { allowUndefinedFacts: true })
  for (const [name, when] of rules) {
    const conditions = jsonConditions(when, dayNumber(asOf))
    engine.addRule({
      conditions: 'all' in conditions || 'any' in conditions ? conditions : { all: [conditions] },
      event: { type: name },
    })
  }
  return async (facts) => (await engine.run(facts)).events.map(({ type }) => type)
}

function jsonConditions(expression: Expression, asOf: number): NestedCondition & object {
  switch (expression.is) {
    case 'all':
      return { all: expression.of.map((part) => jsonConditions(part, asOf)) }
    case 'any':
      return { any: expression.of.map((part) => jsonConditions(part, asOf)) }
    case 'not':
      return { not: jsonConditions(expression.of, asOf) }
    // Peers know two values only.
    case 'known':
      return jsonConditions(expression.of, asOf)
    default:
      return jsonLeaf(expression, asOf)
  }
}

function jsonLeaf(leaf: Leaf, asOf: number): NestedCondition & object {
  const compare = (fact: string, operator: string, value: unknown) => ({ fact, operator, value })
  switch (leaf.is) {
    case 'flag':
      return compare(leaf.fact, 'equal', leaf.equals)
    case 'hosting':
      return compare('hosting', 'in', [...leaf.among])
    case 'amount':
      return compare('investmentFen', 'greaterThanInclusive', leaf.atLeast)
    case 'happened':
      return compare(leaf.fact, 'lessThanInclusive', asOf)
    case 'passed':
      return compare(dayOf(leaf.limit), 'lessThan', asOf)
    case 'no-later':
      return {
        all: [
          compare(leaf.first, 'lessThanInclusive', { fact: leaf.second }),
          compare(leaf.first, 'lessThan', never),
        ],
      }
    default:
      return unsupported(leaf)
  }
}

/** The same rules for zen-engine: one expression node with an expression each, prepared once. */
export function zenPeer(rules: ReadonlyMap<string, Expression>, asOf: string): Peer {
  const engine = new ZenEngine()
  const expressions = [...rules].map(([key, when]) => ({
    id: key,
    key,
    value: zenText(when, dayNumber(asOf)),
  }))
  const edge = (sourceId: string, targetId: string) => ({
    id: `${sourceId}-${targetId}`,
    sourceId,
    targetId,
    type: 'edge',
  })
  const decision = engine.createDecision(
    new ZenDecisionContent({
      contentType: 'application/vnd.gorules.decision',
      nodes: [
        { id: 'in', name: 'in', type: 'inputNode', content: {} },
        { id: 'rules', name: 'rules', type: 'expressionNode', content: { expressions } },
        { id: 'out', name: 'out', type: 'outputNode', content: {} },
      ],
      edges: [edge('in', 'rules'), edge('rules', 'out')],
    }),
  )
  return async (facts) => {
    const { result } = await decision.evaluate(facts)
    return Object.keys(result).filter((name) => result[name] === true)
  }
}

function zenText(expression: Expression, asOf: number): string {
  switch (expression.is) {
    case 'all':
    case 'any':
      return `(${expression.of.map((part) => zenText(part, asOf)).join(expression.is === 'all' ? ' and ' : ' or ')})`
    case 'not':
      return `not (${zenText(expression.of, asOf)})`
    case 'known':
      return zenText(expression.of, asOf)
    default:
      return zenLeaf(expression, asOf)
  }
}

function zenLeaf(leaf: Leaf, asOf: number): string {
  switch (leaf.is) {
    case 'flag':
      return `(${leaf.fact} == ${leaf.equals})`
    case 'hosting':
      return `(hosting in [${leaf.among.map((hosting) => `'${hosting}'`).join(', ')}])`
    case 'amount':
      return `(investmentFen >= ${leaf.atLeast})`
    case 'happened':
      return `(${leaf.fact} <= ${asOf})`
    case 'passed':
      return `(${dayOf(leaf.limit)} < ${asOf})`
    case 'no-later':
      return `(${leaf.first} <= ${leaf.second} and ${leaf.first} < ${never})`
    default:
      return unsupported(leaf)
  }
}

function dayOf(limit: Extract<Leaf, { is: 'passed' }>['limit']): DateFact {
  if ('day' in limit) return limit.day
  throw new Error('the peers count no periods')
}
