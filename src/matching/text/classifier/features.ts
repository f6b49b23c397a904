import { tokensOf } from '../words.ts'

/**
 * In: words. Out: what the classifier knows them by: characters, Latin words and numbers, and each pair of neighbours; how
 * each clause ends by itself, because a Chinese phrase ends with what it is: 视频会议摄像头 is a camera.
 */
export function featuresOf(words: string): string[] {
  return words.split(/[,，;；。]/).flatMap((clause) => {
    const tokens = tokensOf(clause)
    const pairs = tokens.slice(1).map((token, before) => `${tokens[before]}${token}`)
    const ends = [1, 2, 3]
      .filter((many) => many <= tokens.length)
      .map((many) => `${tokens.slice(-many).join('')}。`)
    return [...tokens, ...pairs, ...ends]
  })
}
