/** Pure. */

import type { CalendarDate } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import type { Rule } from '../../regulations/index.ts'
import {
  all,
  any,
  type Expression,
  happened,
  happenedBefore,
  happenedFrom,
  hostedIn,
  investmentFrom,
  no,
  not,
  passed,
  reasonOf,
  running,
  someOrder,
} from '../../regulations/index.ts'
import { type Block, type Blocks, type Definition, factsOf, forceUntil } from './definition.ts'
import { templateOfText } from './reason-text.ts'

/** How a verdict cites the article: by itself, for it stands among articles of the regulation. */
export function citationOf({ documentNumber, article }: Definition): string {
  return `${documentNumber}${article}`
}

/** In: what a bureau entered, and the clause's number. Out: the rule that evaluates, explains, renders and compiles like any other. */
export function ruleOf(definition: Definition, clause: string): Rule {
  const { demand, event, from, when, unless, effect, funds, reason, remedy } = definition
  const expressionOf = (blocks: Blocks) => joined(blocks, citationOf(definition), from)
  return {
    clause,
    article: citationOf(definition),
    demand,
    force: { from, until: forceUntil(definition) },
    ...(event === null ? {} : { appliesTo: happenedFrom(event, from) }),
    grounds: [
      {
        name: 'supplement',
        effect,
        funds,
        when: expressionOf(when),
        ...(unless === null ? {} : { unless: expressionOf(unless) }),
        reason: reasonOf(templateOfText(reason.replace(/。$/, ''), factsOf(definition))),
        remedy,
      },
    ],
  }
}

function joined({ join, of }: Blocks, article: string, from: CalendarDate): Expression {
  const parts = of.map((block) => expressionOfBlock(block, article, from))
  return join === 'all' ? all(...parts) : any(...parts)
}

function expressionOfBlock(block: Block, article: string, from: CalendarDate): Expression {
  switch (block.block) {
    case 'flag':
      return { is: 'flag', fact: block.fact, equals: block.is }
    case 'happened':
      return block.is ? happened(block.fact) : not(happened(block.fact))
    case 'period-passed': {
      const { after, count, unit } = block
      // "满一年" is how long something has lasted: no day off moves its end, so that no calendar is needed.
      const lasting = unit === 'years' ? { lasting: true } : {}
      return passed({ after, count, unit, article, ...lasting })
    }
    case 'limit-passed':
      return passed(block.fact)
    case 'before-day':
      return happenedBefore(block.fact, block.day)
    case 'from-day':
      return happenedFrom(block.fact, block.day)
    case 'hosting':
      return hostedIn(...block.among)
    case 'investment':
      return investmentOf(block, article)
    case 'order-overdue':
      return someOrder(block.kinds, 'failed', from)
    case 'exemption-running':
      return running('exemption.until')
    case 'evaluation-unmet':
      return all(happened('evaluation.on'), no('evaluation.met'), not(happened('evaluation.rectifiedOn')))
  }
}

/** Sums are whole fen: over a sum is at least one fen more. */
function investmentOf(
  { comparison, fen }: Extract<Block, { block: 'investment' }>,
  article: string,
): Expression {
  const more = investmentFrom(fenOf(fen + 1), article)
  switch (comparison) {
    case 'at-least':
      return investmentFrom(fen, article)
    case 'below':
      return not(investmentFrom(fen, article))
    case 'over':
      return more
    case 'at-most':
      return not(more)
  }
}
