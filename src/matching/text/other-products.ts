/** Products that departments name and the catalogue replaces: what does their work, by the words it is found by. */
export const productsOfOthers: readonly { named: RegExp; name: string; instead: string }[] = [
  { named: /oracle(?!\s*linux)|甲骨文数据库/, name: 'Oracle 数据库', instead: '国产数据库' },
  { named: /sql ?server|mssql/, name: 'SQL Server 数据库', instead: '国产数据库' },
  { named: /\bdb2\b/, name: 'DB2 数据库', instead: '国产数据库' },
  { named: /postgre(?:s|sql)?(?![a-z])/, name: 'PostgreSQL 数据库', instead: '国产数据库' },
  { named: /mariadb/, name: 'MariaDB 数据库', instead: 'MySQL数据库' },
  { named: /rabbitmq|rocketmq|activemq/, name: '该消息队列产品', instead: '消息队列' },
  { named: /memcached?/, name: 'Memcached', instead: '缓存Redis' },
  { named: /weblogic|websphere/, name: '该应用服务器', instead: '应用服务器中间件' },
]
