import type { Highs, ModelData } from 'highs'
import type { IntegerProgramme, ProgrammeAnswer } from './integer-programme.ts'

/**
 * In: HiGHS, a programme, the seconds it may take and, where clocks stand still while it works, the nodes it may try.
 * Out: the answer. Synchronous: it blocks the thread it is called in.
 */
export function solveByHighs(
  highs: Highs,
  programme: IntegerProgramme,
  limits: { seconds: number; nodes?: number },
): ProgrammeAnswer {
  const unit = programme.cost.reduce(greatestCommonDivisor, 0) || 1
  return highs.withModel(modelOf(highs, programme, unit), (model): ProgrammeAnswer => {
    model.options.set({
      output_flag: false,
      time_limit: limits.seconds,
      random_seed: 0,
      // Costs are whole units: less than one apart is proven. The relative gap would stop before.
      mip_abs_gap: 0.5,
      mip_rel_gap: 0,
      ...(limits.nodes === undefined ? {} : { mip_max_nodes: limits.nodes }),
    })
    const { modelStatus } = model.run()
    const { optimal, infeasible, empty } = highs.constants.modelStatus
    if (modelStatus === empty) return { values: programme.cost.map(() => 0), infeasible: false, atLeast: 0 }
    if (modelStatus === infeasible) return { values: null, infeasible: true, atLeast: null }
    const values =
      Number(model.info.get('primal_solution_status')) === highs.constants.solutionStatus.feasible
        ? Array.from(model.getSolution().colValue, (value) => Math.round(value))
        : null
    const bound = Number(model.info.get('mip_dual_bound'))
    const objective = modelStatus === optimal ? model.getObjectiveValue() : bound
    const atLeast = Math.min(bound, objective)
    return {
      values,
      infeasible: false,
      atLeast: Number.isFinite(atLeast) ? wholeBound(atLeast) * unit : null,
    }
  })
}

/** Far more than the solver's arithmetic can be off: what is proven must not hang on the last binary places. */
const [relative, absolute] = [1e-9, 1e-3]

/** The costs are whole units, so the bound is the next one. */
const wholeBound = (bound: number) => Math.ceil(bound - Math.abs(bound) * relative - absolute)

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b)

/** `unit` divides every cost: prices go by 10 fen, and a bound between two sums proves the upper one. */
function modelOf(highs: Highs, { cost, upper, rows }: IntegerProgramme, unit: number): ModelData {
  const starts = [0]
  for (const { terms } of rows) starts.push((starts.at(-1) ?? 0) + terms.length)
  const { integer } = highs.constants.variableType
  return {
    numCols: cost.length,
    numRows: rows.length,
    colCost: cost.map((each) => each / unit),
    colLower: cost.map(() => 0),
    colUpper: upper,
    rowLower: rows.map((row) => row.lower ?? -highs.infinity),
    rowUpper: rows.map((row) => row.upper ?? highs.infinity),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: cost.length,
      starts,
      indices: rows.flatMap(({ terms }) => terms.map(([variable]) => variable)),
      values: rows.flatMap(({ terms }) => terms.map(([, factor]) => factor)),
    },
    integrality: cost.map(() => integer),
  }
}
