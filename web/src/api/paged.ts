// Lists that are paged by key: rows so far, and how to get more. Never a count of all.
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { asProblem, type Problem } from "./problem";

export interface Page<T> {
  rows: T[];
  next?: string | null;
}

export interface Paged<T> {
  rows: T[];
  waiting: boolean;
  problem: Problem | null;
  /** Absent when there is no more. */
  more?: () => void;
  moreWaiting: boolean;
  again: () => void;
}

export function usePaged<T>(key: QueryKey, page: (after: string | undefined) => Promise<Page<T>>): Paged<T> {
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return {
    rows: list.data?.pages.flatMap((p) => p.rows) ?? [],
    waiting: list.isPending,
    problem: list.error ? asProblem(list.error) : null,
    more: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
    moreWaiting: list.isFetchingNextPage,
    again: () => void list.refetch(),
  };
}
