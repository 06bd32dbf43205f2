// The columns of the line list, as the plans in force have them.
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";

export function useCaseColumns() {
  return useQuery({
    queryKey: ["case-columns"],
    staleTime: 600_000,
    queryFn: () => ask(api.GET("/api/v1/cases/columns")),
  });
}
