import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { readCalendar } from './read-calendar.ts'

export const calendarApi = apiRouter()

const day = z.object({ day: z.string(), kind: z.enum(['off', 'worked']), name: z.string() })
const calendar = createRoute({
  method: 'get',
  path: '/api/v1/calendar',
  summary: '现在适用的工作日历：逐年列出与平时不同的日子和依据的通知',
  middleware: guard('calendar.read'),
  responses: {
    200: {
      description: 'coversTo 以后的期限都是暂定',
      content: {
        'application/json': {
          schema: z.object({
            coversTo: z.string().nullable(),
            years: z.array(z.object({ year: z.int(), notice: z.string(), days: z.array(day) })),
          }),
        },
      },
    },
  },
})

calendarApi.openapi(calendar, async (c) => {
  const { coversTo, years } = await readCalendar(c.get('context'), [])
  return c.json({ coversTo, years: years.map(({ year, notice, days }) => ({ year, notice, days })) }, 200)
})
