import type { RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { keyedTable } from './keyed-table';

export interface LedgerTableProps {
  readonly removalPolicy: RemovalPolicy;
}

/** The record of every callback: which worker has it, and what became of it (architecture §6). */
export class LedgerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { removalPolicy }: LedgerTableProps) {
    super(scope, id);
    this.table = keyedTable(this, removalPolicy);
  }
}
