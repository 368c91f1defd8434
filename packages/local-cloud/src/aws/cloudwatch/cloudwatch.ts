import { setImmediate as othersRun } from 'node:timers/promises';
import type { Deployment } from '../../template/deployment';
import type { DataFolder } from '../data-folder';
import { openKeptTimes } from '../kept-times';
import type { AwsService } from '../protocols/call';
import type { QueueGauge } from '../sqs/queue-gauges';
import { openAlarmLog } from './alarms/alarm-log';
import type { AlarmChange } from './alarms/alarm-message';
import { readAlarms } from './alarms/read-alarms';
import { type AlarmStatus, RunningAlarms } from './alarms/running-alarms';
import { createCloudWatchService } from './cloudwatch-service';
import { embeddedMetrics } from './metrics/embedded-metrics';
import { everyMinute } from './metrics/every-minute';
import type { Datum } from './metrics/metric';
import { createMetricClock } from './metrics/metric-clock';
import { openMetricLog } from './metrics/metric-log';
import { createMetricStore } from './metrics/metric-store';
import { queueMetrics } from './metrics/queue-metrics';

export interface CloudWatchOptions {
  /** How long a minute of CloudWatch is. */
  readonly minuteMs: number;
  /** Called with the changes of one evaluation. */
  onChange(changes: readonly AlarmChange[]): void;
}

/** Metrics and alarms of the running stack. */
export interface CloudWatch {
  readonly service: AwsService;
  put(data: readonly Datum[], atMs?: number): void;
  /** The metrics in a line that a function wrote. */
  putLine(line: string): void;
  alarms(): readonly AlarmStatus[];
  /** Takes the alarms of another template. @throws LocalCloudError for one that it cannot evaluate */
  define(deployment: Deployment): void;
  /** From now on, looks at the queues and evaluates the alarms once a minute. */
  start(queues: () => readonly QueueGauge[]): void;
  /** While it is held, only `pass` ends a minute. */
  hold(isHeld: boolean): void;
  /**
   * Ends this many minutes at once, and looks at the queues and evaluates the alarms after each. Nothing else ages.
   * Requests are answered between two minutes.
   */
  pass(minutes: number): Promise<void>;
  /** Deletes the metrics; the alarms are evaluated from new ones. */
  clear(): void;
  stop(): void;
}

/** @throws LocalCloudError for an alarm of the template that it cannot evaluate */
export function openCloudWatch(deployment: Deployment, folder: DataFolder, options: CloudWatchOptions): CloudWatch {
  const clock = createMetricClock(options.minuteMs);
  const store = createMetricStore(clock);
  const definitions = readAlarms(deployment, store);
  const saved = openMetricLog(folder.metrics, clock, store);
  const log = openAlarmLog(folder.alarms, deployment);
  const alarms = new RunningAlarms({
    ...{ clock, store, log, starts: openKeptTimes(folder.alarmStarts) },
    onChange: options.onChange,
  });
  alarms.define(definitions);
  let stop: () => void = () => undefined;
  let isStopped = false;
  let gauges: () => readonly QueueGauge[] = () => [];
  return {
    service: createCloudWatchService(deployment, { clock, store, alarms, log }),
    put: (data, atMs) => store.put(data, atMs),
    putLine: (line) => {
      const { data, atMs } = embeddedMetrics(line);
      store.put(data, atMs);
    },
    alarms: () => alarms.all(),
    define: (next) => alarms.define(readAlarms(next, store)),
    start: (queues) => {
      gauges = queues;
      stop = everyMinute(clock, (endMs) => {
        if (clock.isHeld) return;
        // What a queue holds now belongs to the minute that just ended, so that its alarm need not wait for the next.
        store.put(queueMetrics(queues(), clock), endMs - 1);
        alarms.evaluate(clock.minuteAt(endMs + 1));
        saved.save();
      });
    },
    hold: (isHeld) => clock.hold(isHeld),
    pass: async (minutes) => {
      for (let passed = 0; passed < minutes; passed += 1) {
        // A function's output may still wait in its pipe: it belongs to the minute that ends now.
        await othersRun();
        if (isStopped) return;
        alarms.age();
        store.put(queueMetrics(gauges(), clock));
        store.age();
        alarms.evaluate();
        saved.save();
      }
    },
    clear: () => {
      store.clear();
      saved.clear();
    },
    stop: () => {
      isStopped = true;
      stop();
      log.close();
    },
  };
}
