import { isPlain, plainText } from '../text.ts'
import type { Cell, Row } from './cells.ts'
import type { ReadingCost } from './reading-cost.ts'

/** Cells and characters that are handed over at a time: what takes a few milliseconds to work through. */
const maxCells = 10_000
const maxCharacters = 500_000

/**
 * In: rows as they come, and what is done to each first. Out: the ones with something in them, in portions that are soon
 * worked through; counts them, and lets others have their turn after each.
 */
export async function* portions(
  batches: AsyncIterable<Row[]>,
  cost: ReadingCost,
  part: string,
  prepare: (row: Row) => void = () => {},
): AsyncGenerator<Row[]> {
  let portion: Row[] = []
  let [cells, characters] = [0, 0]
  // Where this portion ends.
  let [enoughCells, enoughCharacters] = [maxCells, maxCharacters]
  for await (const batch of batches)
    for (const row of batch) {
      if (row.cells.length === 0) continue
      prepare(row)
      cleanCells(row)
      portion.push(row)
      cells += row.cells.length
      for (const cell of row.cells) characters += charactersOf(cell)
      if (cells < enoughCells && characters < enoughCharacters) continue
      cost.reach('cells', part, cells)
      cost.reach('characters', part, characters)
      yield portion
      await cost.pause()
      portion = []
      enoughCells = cells + maxCells
      enoughCharacters = characters + maxCharacters
    }
  cost.reach('cells', part, cells)
  cost.reach('characters', part, characters)
  if (portion.length > 0) yield portion
}

/** No text of a table enters the program with what nobody sees in it. */
function cleanCells({ cells }: Row): void {
  for (const [place, cell] of cells.entries()) {
    if (typeof cell === 'string') {
      if (!isPlain(cell)) cells[place] = plainText(cell)
    } else if (typeof cell === 'object' && cell !== null && 'text' in cell)
      cells[place] = { ...cell, text: plainText(cell.text) }
  }
}

function charactersOf(cell: Cell): number {
  if (typeof cell === 'string') return cell.length
  return typeof cell === 'object' && cell !== null && 'text' in cell ? cell.text.length : 1
}
