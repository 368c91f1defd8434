import type { PublicationReport } from '../../src/simulator/compare-events';
import type { SimulationReport } from '../../src/simulator/report';
import { reportDeliveries } from '../../src/simulator/report';

export const soundPublication: PublicationReport = {
  published: 10,
  duplicatesPublished: 0,
  repeatsWithAnotherId: 0,
  unexpected: [],
  lost: [],
  publishedUnanswered: 0,
};

export const soundReport: SimulationReport = {
  seed: 7,
  planned: 10,
  interrupted: false,
  faultsStruck: null,
  delivery: {
    ...reportDeliveries([]),
    sent: 10,
    accepted: 10,
    acceptedAtAttempt: { '1': 9, '2': 1 },
    answers: { '200': 10, '503': 1 },
  },
  publication: soundPublication,
};
