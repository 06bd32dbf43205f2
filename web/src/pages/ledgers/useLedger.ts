// One ledger's schema.
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";

export function useLedger(id: string) {
  return useQuery({
    queryKey: ["ledger", id],
    staleTime: 600_000,
    queryFn: () => ask(api.GET("/api/v1/ledgers/{id}", { params: { path: { id } } })),
  });
}
