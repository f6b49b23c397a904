import type { FC } from 'hono/jsx'
import { Alert } from '../../platform/ui/components.tsx'
import type { Pack } from '../../regulations/index.ts'
import { hashOfPack } from '../editions/rules-hash.ts'
import { isGoverned } from '../editions/rules-in-force.ts'
import type { Rulebook } from './read-rulebook.ts'
import { forceWords, RuleCard } from './rulebook-page.tsx'

/** Before the regulation, where the version shown isn't the one that judges the reader's jurisdiction. */
export const OtherVersion: FC<{ book: Rulebook; shown: Pack }> = ({
  book: {
    jurisdictionName,
    rules: { edition },
  },
  shown,
}) =>
  hashOfPack(shown) === edition.hash ? null : !isGoverned(edition) ? (
    <Alert tone="warn" title={`${jurisdictionName}已签署采用这部办法，采用起始日还没有到`}>
      <p>在那以前不作判定。</p>
    </Alert>
  ) : (
    <Alert tone="warn" title={`${jurisdictionName}现在按规则版本 ${edition.version} 判定`}>
      <p>
        下面是软件带来的版本 {shown.version}，两人签署采用以前不作为判定的依据。
        <a href={`/regulations/${edition.regulationId}?edition=adopted`}>看版本 {edition.version} 的规则</a>
      </p>
    </Alert>
  )

/** After the regulation: the jurisdiction's own rules. */
export const OwnRules: FC<{ book: Rulebook }> = ({ book: { jurisdictionName, supplements } }) =>
  supplements.length === 0 ? null : (
    <>
      <h2 id="supplements">{jurisdictionName}的补充规则</h2>
      {supplements.map(({ title, documentNumber, rule, inForce }) => (
        <>
          <p class="note">
            《{title}》（{documentNumber}），
            {rule.force === undefined ? '' : forceWords({ force: rule.force })}
            {inForce ? '。' : '；今天不在施行。'}
          </p>
          <RuleCard rule={rule} cases={[]} open={false} />
        </>
      ))}
    </>
  )
