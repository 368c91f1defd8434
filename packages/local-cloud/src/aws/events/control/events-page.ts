import type { Input } from '../../protocols/create-service';
import { type Page, paginate } from '../../protocols/paginate';

/** @param pageSize what an answer has where the call says nothing */
export function eventsPage<T>(items: readonly T[], input: Input, pageSize: number): Page<T> {
  return paginate(items, Number(input.Limit ?? pageSize), input.NextToken, 'ValidationException');
}
