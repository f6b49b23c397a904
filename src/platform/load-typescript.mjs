// For threads: `--import tsx` does nothing in a thread whose process was started with it.
import { register } from 'tsx/esm/api'

register()
