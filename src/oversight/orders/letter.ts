import { AlignmentType } from 'docx'
import { eq } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import { jurisdictionsAs, organisationsOfRole } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { type CalendarDate, inChinese } from '../../platform/dates.ts'
import { faces, indented, line, officialDocument, titleLine } from '../../platform/docx/official-document.ts'
import { type OrderView, readOrderIn } from './read-orders.ts'

/** In: an order. Out: the notice as an official letter (.docx); of a draft one without number and day. Audited. */
export async function orderLetter(
  context: Context,
  id: number,
): Promise<{ bytes: Uint8Array; fileName: string }> {
  authorize(context, 'oversight.read')
  const { order, issuer } = await transact(context, async (tx) => {
    const found = await readOrderIn(context, tx, id)
    await record(context, tx, [
      {
        operation: 'oversight.read',
        objectType: 'order',
        objectId: String(id),
        after: { title: found.title, documentNumber: found.number, format: 'docx' },
      },
    ])
    const { jurisdictionId } = context.actor
    const [office] = await organisationsOfRole(
      tx,
      jurisdictionId,
      found.kind === 'audit' ? 'audit' : 'competent-bureau',
    )
    const jurisdiction = jurisdictionsAs('jurisdiction')
    const [named] = await tx
      .select({ name: jurisdiction.name })
      .from(jurisdiction)
      .where(eq(jurisdiction.id, jurisdictionId))
    return { order: found, issuer: office ?? named?.name ?? '' }
  })
  const title = `关于${order.title}限期整改的通知`
  const madeOn = order.issuedOn ?? context.clock.today()
  const bytes = await officialDocument({
    title,
    issuedBy: issuer,
    madeOn,
    children: childrenOf(order, title, issuer, madeOn),
  })
  return { bytes, fileName: `${title}${order.number === null ? '（草稿）' : `（${order.number}）`}.docx` }
}

function childrenOf(order: OrderView, title: string, issuer: string, madeOn: CalendarDate) {
  const right = { alignment: AlignmentType.RIGHT, indent: { right: 640 }, keepNext: true, keepLines: true }
  const text = (said: string) => said.split('\n').map((each) => line(each, faces.body, indented))
  const heading = (said: string) => line(said, faces.heading, { ...indented, keepNext: true })
  return [
    titleLine(title),
    line(order.number ?? '（草稿，未编号）', faces.body, { alignment: AlignmentType.CENTER }),
    line('', faces.body),
    line(`${order.unit}：`, faces.body),
    heading('一、发现的问题'),
    ...text(order.details),
    ...text(`涉及的系统：${systemWords(order)}。`),
    heading('二、依据'),
    ...text(order.source),
    heading('三、整改要求'),
    ...text(order.demand),
    heading('四、期限'),
    ...text(termWords(order)),
    line('', faces.body, { keepNext: true }),
    line(issuer, faces.body, right),
    line(order.issuedOn === null ? '（签发日）' : inChinese(madeOn), faces.body, right),
  ]
}

function systemWords({ wholeUnit, unit, systems }: OrderView): string {
  if (wholeUnit) return `${unit}的全部政务信息系统`
  return systems.map(({ name, code }) => `${name}（${code}）`).join('、')
}

function termWords({ dueByReceipt, dueOn, kind }: OrderView): string {
  if (dueByReceipt) return '请自收到本通知之日起10个工作日内报送整改结果。'
  const day = dueOn === null ? '' : inChinese(dueOn)
  return kind === 'effectiveness'
    ? `请于${day}前（含当日）报送整改结果。`
    : `请于${day}前（含当日）完成整改，并书面报送整改结果。`
}
